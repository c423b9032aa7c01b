"""Who else is there, in the few words that a line has room for."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.presence import Present
from app.domain.tickets import TicketId
from app.ui.health_words import ago


def company_words(present: Sequence[Present], *, now: datetime) -> str:
    """What the one who opens a ticket should know before doing what somebody else is doing already."""
    if not present:
        return ""
    first, *others = present
    if first.editing:
        text = f"{first.person} is working on this, since {ago(first.since, now=now)}: ask before you decide"
    else:
        text = f"{first.person} is looking at this"
    return f"{text}, and {len(others)} more" if others else text


def row_company(present: Iterable[Present]) -> dict[TicketId, str]:
    """Who is at each ticket, as the queue marks it."""
    found: dict[TicketId, list[str]] = {}
    for each in present:
        if each.ticket is not None:
            found.setdefault(each.ticket, []).append(f"{each.person} {'works on it' if each.editing else 'is there'}")
    return {ticket: ", ".join(sorted(words)) for ticket, words in found.items()}
