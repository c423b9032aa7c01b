"""Keeps what is typed for colleagues: every text reaches the store, and one that was sent never comes back."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

T = TypeVar("T")


class UnsentTexts:
    """What was typed and is not in the store yet, by subject. `save` and `send` may block: not for the GUI thread."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._lock = Lock()  # guards the texts; held for an instant only
        self._writing = Lock()  # one writer at a time, so that an older text never follows a newer one
        self._texts: dict[str, str] = {}

    def keep(self, subject: str, text: str) -> None:
        """Remember the newest text of a subject until it is saved."""
        with self._lock:
            self._texts[subject] = text

    def text(self, subject: str) -> str:
        """The newest text, wherever it is; may block."""
        with self._lock:
            unsaved = self._texts.get(subject)
        return self._console.transfers.unsent(subject) if unsaved is None else unsaved

    def save(self) -> None:
        """Write everything that is not in the store yet. Where that fails, it is still here for the next time."""
        with self._writing:
            self._save()

    def send(self, work: Callable[[], T]) -> T:
        """Do what sends a text, and takes it out of the store, with no save under way. Where it fails, all is kept."""
        with self._writing:
            self._save()
            return work()

    def _save(self) -> None:
        with self._lock:
            texts = dict(self._texts)
        for subject, text in texts.items():
            self._console.transfers.save_unsent(subject, text)
            with self._lock:
                if self._texts.get(subject) == text:
                    del self._texts[subject]
