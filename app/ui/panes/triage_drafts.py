"""Keeps what is being typed: every draft reaches the store, in its order, and a sent note never comes back as one."""

from threading import Lock
from typing import TYPE_CHECKING

from app.domain.tickets import TicketId

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class Drafts:
    """What was typed and is not in the store yet. `save` and `send` may block and are called off the GUI thread."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._lock = Lock()  # guards the texts; held for an instant only
        self._writing = Lock()  # one writer at a time, so that an older text never follows a newer one
        self._texts: dict[TicketId, str] = {}

    def keep(self, ticket: TicketId, text: str) -> None:
        """Remember the newest text of a ticket until it is saved."""
        with self._lock:
            self._texts[ticket] = text

    def unsaved(self, ticket: TicketId) -> str | None:
        """The newest text where the store does not have it yet, else None."""
        with self._lock:
            return self._texts.get(ticket)

    def save(self) -> None:
        """Write everything that is not in the store yet. Where that fails, it is still here for the next time."""
        with self._writing:
            for ticket, text in self._copy().items():
                self._console.save_draft(ticket, text)
                self._forget(ticket, text)

    def send(self, ticket: TicketId, text: str) -> None:
        """Add the note, and let go of its draft. Where that fails, the text is kept as a draft."""
        with self._writing:
            self.keep(ticket, text)
            self._console.add_note(ticket, text)
            self._forget(ticket, text)

    def _copy(self) -> dict[TicketId, str]:
        with self._lock:
            return dict(self._texts)

    def _forget(self, ticket: TicketId, text: str) -> None:
        with self._lock:
            if self._texts.get(ticket) == text:
                del self._texts[ticket]
