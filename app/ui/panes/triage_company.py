"""Tells the others at which ticket the agent is, and the agent who else is there."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.health import Health
from app.domain.presence import Present, on_ticket
from app.domain.tickets import TicketId
from app.ui.background import Background
from app.ui.icons import IconLabel
from app.ui.labels import ElidedLabel, TextRole
from app.ui.presence_words import company_words
from app.ui.theme import Space

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class CompanyLine(QFrame):
    """One line above the conversation while somebody else is at the ticket; hidden otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("user", "info")
        self._text = ElidedLabel("", TextRole.SMALL)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.TIGHT)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        self.setProperty("tone", "info")
        self.hide()

    @property
    def words(self) -> str:
        """What is said; "" while nobody else is there."""
        return "" if self.isHidden() else self._text.text()

    def show_company(self, present: tuple[Present, ...], *, now: datetime) -> None:
        words = company_words(present, now=now)
        claimed = bool(present) and present[0].editing
        tone = "caution" if claimed else "info"
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
        self._icon.show_icon("notebook-pen" if claimed else "user", tone)
        self._text.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


class Company(QObject):
    """Where the agent is, said in the background; what others are at comes with the health, about every second."""

    troubled = Signal(Exception)

    def __init__(
        self,
        console: "Console",
        background: Background,
        line: CompanyLine,
        parent: QObject,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._line = line
        self._clock = clock
        self._saying = background.latest(self)
        self._ticket: TicketId | None = None
        self._editing = False
        self._present: tuple[Present, ...] = ()

    def look_at(self, ticket: TicketId | None) -> None:
        """Another ticket is on the screen, or none."""
        if ticket != self._ticket:
            self._ticket, self._editing = ticket, False
            self._say()

    def begin(self) -> None:
        """The agent has begun to write or to choose: others should know before they do the same."""
        if not self._editing and self._ticket is not None:
            self._editing = True
            self._say()

    def end(self) -> None:
        """It is done, or was given up."""
        if self._editing:
            self._editing = False
            self._say()

    def show_health(self, health: Health) -> None:
        self._show(on_ticket(health.others, self._ticket) if self._ticket is not None else ())

    def _say(self) -> None:
        ticket, editing = self._ticket, self._editing
        self._saying.run(
            partial(self._console.looking_at, ticket, editing=editing), done=self._show, failed=self.troubled.emit
        )

    def _show(self, present: tuple[Present, ...]) -> None:
        self._line.show_company(present, now=self._clock())
