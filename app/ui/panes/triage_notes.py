"""Takes what is typed in the composer to the store, and a finished note to the outbox."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.domain.opened import OpenTicket
from app.domain.tickets import TicketId
from app.ui.background import Background
from app.ui.notice import Notice, notice_of
from app.ui.panes.triage_composer import Composer
from app.ui.panes.triage_drafts import Drafts

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class Notes(QObject):
    """Whose note is being written, and where it has got to. Nothing typed is lost when any of it fails."""

    noticed = Signal(Notice)
    began = Signal()  # something is being written
    ended = Signal()  # it was added to the ticket, or deleted again

    def __init__(
        self, console: "Console", background: Background, composer: Composer, send: QAction, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._composer = composer
        self._send = send
        self._drafts = Drafts(console)
        self._ticket: TicketId | None = None
        composer.paused.connect(self._save)

    def show_ticket(self, opened: OpenTicket | None) -> None:
        """Another ticket's draft; for the same ticket, what is being typed stays."""
        ticket = opened.snapshot.ticket.id if opened else None
        if ticket == self._ticket:
            return
        self._composer.pause()
        self._ticket = ticket
        if opened is not None and ticket is not None:
            unsaved = self._drafts.unsaved(ticket)
            self._composer.show_draft(opened.draft if unsaved is None else unsaved)

    def settle(self) -> None:
        """Start saving whatever is not in the store yet."""
        self._composer.pause()
        self._start_saving()

    def send(self) -> None:
        """Add what is written as an internal note; it stays in the field until it is safe."""
        ticket, text = self._ticket, self._composer.text
        if ticket is None or not text.strip():
            return
        self._composer.pause()
        self._send.setEnabled(False)
        self._composer.say("Adding the note…")
        self._background.run(
            self,
            partial(self._drafts.send, ticket, text),
            done=partial(self._sent, ticket, text),
            failed=partial(self._not_sent, ticket),
        )

    def _save(self, text: str) -> None:
        if self._ticket is not None:
            (self.began if text.strip() else self.ended).emit()
            self._drafts.keep(self._ticket, text)
            self._start_saving()

    def _start_saving(self) -> None:
        self._background.run(self, self._drafts.save, done=self._saved, failed=self._not_saved)

    def _saved(self, _: None) -> None:
        if self._ticket is not None and self._composer.text and self._drafts.unsaved(self._ticket) is None:
            self._composer.say("Draft saved")

    def _not_saved(self, error: Exception) -> None:
        self._composer.say("Not saved yet; it is tried again as you type")
        self.noticed.emit(notice_of(error, topic="draft not saved", doing="save what you typed"))

    def _sent(self, ticket: TicketId, text: str, _: None) -> None:
        if self._ticket == ticket and self._composer.text == text:
            self._composer.show_draft("")
            self._composer.say("Note added")
            self.ended.emit()

    def _not_sent(self, ticket: TicketId, error: Exception) -> None:
        if self._ticket == ticket:
            self._send.setEnabled(True)
            self._composer.say("Not added; the text is kept")
        self.noticed.emit(notice_of(error, topic="note not added", doing="add the note"))
