"""What every pane of the window has in common."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.decisions import Decision
from app.domain.health import Health
from app.domain.queue import Lens
from app.domain.revision import Changed
from app.domain.taught import Correction
from app.domain.tickets import TicketId
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.notice import Notice

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class Pane(QWidget):
    """One of the window's work places. It gets the console and the background, and nothing else.

    A pane makes its actions in its constructor with `actions.act(self, ActionName.ACCEPT, self.accept)`: that adds the
    action to the pane, and the window finds it there for the palette and the menu. Its keys work while it is shown.
    """

    title: ClassVar[str]
    shown_by: ClassVar[ActionName | None] = None  # the action that shows it; None for the one that the lenses show

    decided = Signal(Decision)  # the window offers to undo it
    corrected = Signal(Correction)  # likewise
    arranged = Signal(object)  # an Arranged; likewise
    noticed = Signal(Notice)  # the window shows it above the pane
    mended = Signal(str)  # the topic of a notice that no longer holds
    hours_asked = Signal()  # somebody wants to say when they are there
    ticket_asked = Signal(object)  # a TicketId that somebody wants to see in Triage
    searched = Signal(str)  # the pane now shows a search and no lens; "" is the lens again

    def __init__(self, console: "Console", background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.console = console
        self.background = background

    def regions(self) -> tuple[QWidget, ...]:
        """The widgets that F6 goes through, in reading order; each takes the keyboard focus."""
        return ()

    def current_ticket(self) -> TicketId | None:
        """The ticket that is shown now."""
        return None

    def show_lens(self, lens: Lens) -> None:
        """Show the tickets of this lens."""

    def open_ticket(self, ticket: TicketId) -> None:
        """Show this ticket, wherever it is in the queue."""

    def refresh(self, changed: Changed) -> None:
        """Bring what has changed in the store onto the screen; selection and scroll stay where they are."""

    def show_health(self, health: Health) -> None:
        """Take note of how the machinery is doing; called about once a second."""

    def forget_correction(self, correction: Correction) -> None:
        """A correction that was made here was taken back."""

    def settle(self) -> None:
        """The window closes: start saving whatever was typed. What is started now is waited for."""
