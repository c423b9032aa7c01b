"""The ticket itself: what it is about, whose it is, where it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.fact_words import account_lines, standings
from app.domain.opened import OpenTicket
from app.domain.tickets import Ticket
from app.ui.labels import ElidedLabel, TextRole, label
from app.ui.theme import Space
from app.ui.tips import tip

TAGS = 4  # in sight; the tool tip has them all


class TicketHeader(QFrame):
    """Two lines of what a support person asks first, and one of tags where there are any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAccessibleName("Ticket")
        self._subject = ElidedLabel("", TextRole.HEADING)
        self._number = label("", TextRole.MUTED)
        self._who = ElidedLabel("", TextRole.BODY)
        self._where = ElidedLabel("", TextRole.SMALL_MUTED)
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self._subject, 1)
        top.addWidget(self._number, 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._who)
        layout.addWidget(self._where)

    def show_ticket(self, opened: OpenTicket) -> None:
        ticket = opened.snapshot.ticket
        self._subject.setText(ticket.subject or "(no subject)")
        self._number.setText(f"#{ticket.number}")
        self._who.setText(who_words(opened))
        self._where.setText(where_words(opened))
        known = known_words(opened)
        self.setToolTip(tip(known))
        self.setAccessibleDescription(
            f"{ticket.subject}, number {ticket.number}. {self._who.text()}. {self._where.text()} {known}".rstrip()
        )


def who_words(opened: OpenTicket) -> str:
    """The requester, and the account with what it is worth."""
    ticket, account = opened.snapshot.ticket, opened.account
    requester = ticket.requester.name or ticket.requester.email or "Somebody"
    if account is None:
        return requester
    worth = account.latest("value")
    yearly = f", ${worth.value:,.0f} a year" if worth and isinstance(worth.value, int | float) else ""
    old = " (old)" if yearly and _is_old(opened, "value") else ""
    return f"{requester} · {account.name}{yearly}{old}"


def known_words(opened: OpenTicket) -> str:
    """What is known about the account, a line each, with its source and age; what is missing is said as well."""
    if opened.account is None:
        return ""
    lines = account_lines(opened.account, now=opened.snapshot.as_of, old_after=opened.facts_old_after)
    return "\n".join(lines)


def _is_old(opened: OpenTicket, name: str) -> bool:
    """Whether an account source that is configured has not said so for long; what a helpdesk said once has no age."""
    if opened.account is None or not any(each.name == name for each in opened.account.heard):
        return False
    now, after = opened.snapshot.as_of, opened.facts_old_after
    return any(each.old for each in standings(opened.account, now=now, old_after=after) if each.fact.name == name)


def where_words(opened: OpenTicket) -> str:
    """Status, group, owner, priority where it is not the usual one, and tags."""
    ticket = opened.snapshot.ticket
    owner = opened.owner.name if opened.owner else "nobody owns it"
    parts = [str(ticket.status), ticket.group, owner, _priority(ticket), _tags(ticket)]
    return " · ".join(part for part in parts if part)


def _priority(ticket: Ticket) -> str:
    return f"{ticket.priority} priority" if ticket.priority != "normal" else ""


def _tags(ticket: Ticket) -> str:
    more = len(ticket.tags) - TAGS
    return " ".join(f"#{tag}" for tag in ticket.tags[:TAGS]) + (f" and {more} more" if more > 0 else "")
