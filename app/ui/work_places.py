"""The panes of an open workspace, one of them shown; each is made when it is first looked at."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.decisions import Decision
from app.domain.health import Health
from app.domain.queue import Lens
from app.domain.revision import Changed
from app.domain.taught import Correction
from app.domain.tickets import TicketId
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.notice import Notice
from app.ui.panes.base import Pane

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class WorkPlaces(QStackedWidget):
    """Passes on what its panes say, and to them what the workspace learns; those that are hidden keep up."""

    decided = Signal(Decision)
    corrected = Signal(Correction)
    arranged = Signal(object)  # an Arranged
    noticed = Signal(Notice)
    mended = Signal(str)  # the topic of a notice that no longer holds
    searched = Signal(str)
    hours_asked = Signal()
    ticket_asked = Signal(object)
    changed = Signal()  # another pane is shown

    def __init__(
        self, console: "Console", background: Background, first: type[Pane], others: Iterable[type[Pane]] = ()
    ) -> None:
        super().__init__()
        self._console = console
        self._background = background
        self._kinds = {each.shown_by: each for each in others if each.shown_by is not None}
        self._made: dict[ActionName, Pane] = {}
        self._health: Health | None = None
        self._first = self._make(first)

    @property
    def titles(self) -> dict[ActionName, str]:
        """What the panes beside the first are called, by the action that shows each."""
        return {action: kind.title for action, kind in self._kinds.items()}

    @property
    def shown(self) -> Pane:
        pane = self.currentWidget()
        return pane if isinstance(pane, Pane) else self._first

    def show_lens(self, lens: Lens) -> None:
        """The queue's pane with these tickets."""
        self._show(self._first)
        self._first.show_lens(lens)

    def show_place(self, action: ActionName) -> None:
        if action not in self._made:
            self._made[action] = self._make(self._kinds[action])
            if self._health is not None:
                self._made[action].show_health(self._health)
        self._show(self._made[action])

    def open_ticket(self, ticket: TicketId) -> None:
        self._show(self._first)
        self._first.open_ticket(ticket)

    def refresh(self, changed: Changed) -> None:
        for pane in self._panes():
            pane.refresh(changed)

    def show_health(self, health: Health) -> None:
        self._health = health
        for pane in self._panes():
            pane.show_health(health)

    def forget_correction(self, correction: Correction) -> None:
        for pane in self._panes():
            pane.forget_correction(correction)

    def settle(self) -> None:
        for pane in self._panes():
            pane.settle()

    def _panes(self) -> tuple[Pane, ...]:
        return (self._first, *self._made.values())

    def _show(self, pane: QWidget) -> None:
        if self.currentWidget() is not pane:
            self.setCurrentWidget(pane)
            self.changed.emit()

    def _make(self, kind: type[Pane]) -> Pane:
        pane = kind(self._console, self._background)
        pane.decided.connect(self.decided)
        pane.corrected.connect(self.corrected)
        pane.arranged.connect(self.arranged)
        pane.noticed.connect(self.noticed)
        pane.mended.connect(self.mended)
        pane.searched.connect(self.searched)
        pane.hours_asked.connect(self.hours_asked)
        pane.ticket_asked.connect(self.ticket_asked)
        self.addWidget(pane)
        return pane
