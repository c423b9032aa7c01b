"""Asking the store again and again without asking twice at once; every answer arrives."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from app.ui.background import Background

T = TypeVar("T")


class Asking:
    """One question at a time; whatever is asked meanwhile is asked once more when the answer is there.

    `Background.latest` drops an answer when there is a newer question. Here none is dropped: what the store gives away
    only once would be lost.
    """

    def __init__(self, background: Background, owner: QObject) -> None:
        self._background = background
        self._owner = owner
        self._again: Callable[[], None] | None = None
        self.busy = False

    def run(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """As `Background.run`, at once or after the question that is under way."""
        if self.busy:
            self._again = partial(self.run, work, done=done, failed=failed)
            return
        self.busy = True
        answered, refused = partial(self._ended, done), partial(self._ended, failed)
        self._background.run(self._owner, work, done=answered, failed=refused)

    def _ended(self, tell: Callable[[T], None], answer: T) -> None:
        tell(answer)
        self.busy = False
        again, self._again = self._again, None
        if again is not None:
            again()
