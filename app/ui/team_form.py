"""Joining the team's store: its address, your login and password, tried before anything is kept."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.background import Background
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import begin_form
from app.ui.labels import TextRole, paragraph
from app.ui.listed_form import ResultLine, SlowDeeds
from app.ui.team_address import TeamAddress
from app.ui.team_fields import TeamFields
from app.ui.theme import Space

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.membership import JoinedStore
    from app.service.team_desk import TeamDesk

SIZE = (620, 470)
ABOUT = (
    "A team shares one PostgreSQL database: one queue, each message read once, and offers from one console to the "
    "other. Your lead makes it and gives you the address, a login and a password. What is in the store that you use "
    "now stays on this machine."
)


class TeamForm(QDialog):
    """Nothing here waits on the window's thread. Whoever joins or leaves gets another workspace once it is closed."""

    changed = Signal(str)  # the address that is used from now on; empty is a store of one's own

    def __init__(self, team: "TeamDesk", background: Background, parent: QWidget | None = None, *, url: str) -> None:
        """`url` is the address in use, empty for a store of one's own."""
        super().__init__(parent)
        self._team = team
        begin_form(self, "Team store", size=SIZE)
        self.fields = TeamFields(url)
        self._result = ResultLine()
        self._result.clear()
        self.test_button = push_button("Test")
        self.join_button = push_button("Join", ButtonKind.PRIMARY)
        self.join_button.setDefault(True)
        self.leave_button = push_button("Leave the team's store", ButtonKind.QUIET)
        self.leave_button.setVisible(bool(url))
        self.along_button = push_button("It is the same team: send that here")
        self.along_button.hide()
        self._person = ""  # who one is in the store that was joined last
        self._close = push_button("Close")
        buttons = (self.test_button, self.join_button, self.leave_button, self.along_button)
        self._slow = SlowDeeds(self, background, self._result, buttons)
        self._lay_out()
        self.fields.edited.connect(self._result.clear)
        self.test_button.clicked.connect(self.test)
        self.join_button.clicked.connect(self.join)
        self.leave_button.clicked.connect(self.leave)
        self.along_button.clicked.connect(self.take_along)
        self._close.clicked.connect(self.reject)
        self.fields.setFocus()

    @property
    def said(self) -> str:
        """What the last test or deed came to."""
        return self._result.words

    def test(self) -> None:
        """Ask the server whether it lets this person in; nothing is kept."""
        address = self.fields.checked()
        if address is not None:
            url, password = address.url, self.fields.password
            self._result.say("Asking…", "refresh-cw", "muted")
            self._slow.run("test the team's store", lambda: self._team.look(url, password), self._tested)

    def join(self) -> None:
        """Try it, and use it from now on."""
        address = self.fields.checked()
        if address is not None:
            url, password = address.url, self.fields.password
            self._result.say("Asking…", "refresh-cw", "muted")
            done = partial(self._joined, address)
            self._slow.run("join the team's store", lambda: self._team.join(url, password), done)

    def leave(self) -> None:
        self._slow.run("leave the team's store", self._team.leave, self._left)

    def take_along(self) -> None:
        """Send to the store that was joined what waits for the one before."""
        person = self._person
        self._slow.run("send what waits", lambda: self._team.take_along(person), self._taken_along)

    def _tested(self, found: "JoinedStore") -> None:
        icon, tone = ("circle-check", "good") if found.me is not None else ("triangle-alert", "caution")
        self._result.say(found_words(found), icon, tone)

    def _joined(self, address: TeamAddress, found: "JoinedStore") -> None:
        self.fields.forget_password()
        self.leave_button.show()
        words = f"Joined. {found_words(found)} Warmline opens it when you close this form.{_left_behind(found)}"
        self._result.say(words, "circle-check", "good")
        self._person = found.me.name if found.me is not None else ""
        self.along_button.setVisible(bool(found.left) and found.me is not None)
        self.changed.emit(address.url)

    def _taken_along(self, count: int) -> None:
        self.along_button.hide()
        things = "1 thing" if count == 1 else f"{count} things"
        self._result.say(f"{things} of yours will be sent there once Warmline has opened it.", "circle-check", "good")

    def _left(self, kept: tuple[str, ...] | None) -> None:
        self.leave_button.hide()
        self.along_button.hide()
        words = f"Warmline opens a store of your own when you close this form. {left_words(kept)}"
        self._result.say(words, "circle-check", "good")
        self.changed.emit("")

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self.leave_button)
        foot.addStretch()
        for button in (self._close, self.test_button, self.join_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(paragraph(ABOUT, TextRole.MUTED))
        layout.addWidget(self.fields)
        layout.addWidget(self._result)
        layout.addWidget(self.along_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch()
        layout.addLayout(foot)


def left_words(kept: Sequence[str] | None) -> str:
    """Where what one did is, once one has left; `kept` had not reached the team's store, and None cannot be told."""
    if kept is None:
        return "What you did stays in the team's; what it has not got is kept on this machine until you join it again."
    if not kept:
        return "What you did stays in the team's."
    return f"This has not reached the team's, and is kept on this machine until you join it again: {_first_of(kept)}."


def _left_behind(found: "JoinedStore") -> str:
    """What waits for the address that was in use before: it is never sent to another by itself."""
    if found.left == ():
        return ""
    what = f": {_first_of(found.left)}" if found.left else ""
    return f" What has not reached the store at the address before is kept on this machine for it{what}."


def _first_of(kept: Sequence[str]) -> str:
    return f"{kept[0]}, and {len(kept) - 1} more" if len(kept) > 1 else kept[0]


def found_words(found: "JoinedStore") -> str:
    """What was found in a team's store, and as whom one is there."""
    people = len(found.people)
    holds = f"{found.tickets:,} open {'ticket' if found.tickets == 1 else 'tickets'}"
    team = f"{people} {'person' if people == 1 else 'people'} in the team, {holds}."
    if found.me is None:
        return f"{found.place} answers, but this login is nobody's in the team: ask your lead to add you. {team}"
    return f"You are {found.me.name}, {found.me.rank}. {team}"
