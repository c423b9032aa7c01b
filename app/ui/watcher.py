"""Asks the store what has changed, when it says so and every second or few, so that the window repaints just that."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.health import Health
from app.domain.revision import Changed
from app.ui.asking import Asking
from app.ui.background import Background
from app.ui.notice import Notice, notice_of

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

log = logging.getLogger(__name__)

POLL = timedelta(seconds=1)  # a person notices two
SLOW_POLL = timedelta(seconds=3)  # where the store wakes us: hints may be lost, and ages grow

TOPIC = "the store cannot be watched"


class Watcher(QObject):
    """Polls the console off the GUI thread; at most one question is under way at a time.

    A team's store wakes it besides, so that a colleague's change is there at once.
    """

    changed = Signal(Changed)  # only when something has
    health_changed = Signal(Health)  # at every poll: its ages are part of it
    troubled = Signal(Notice)  # the first poll that failed; the next ones are silent
    recovered = Signal(str)  # the topic of the notice that no longer holds
    woken = Signal()  # from another thread: something has changed

    def __init__(self, console: "Console", background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._revision = 0
        self._asking = Asking(background, self)
        self._in_trouble = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL // timedelta(milliseconds=1))
        self._timer.timeout.connect(self.poll)
        self.woken.connect(self.poll, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._timer.start()
        self._console.listen(self._wake)
        self.poll()

    def stop(self) -> None:
        self._timer.stop()
        self._background.run(self, self._console.leave, done=_left, failed=_left)

    def _wake(self) -> None:
        """On the listener's thread."""
        if shiboken6.isValid(self):
            self.woken.emit()

    def poll(self) -> None:
        """Ask now: after a decision, nobody should wait for the next second."""
        self._asking.run(self._question, done=self._answered, failed=self._failed)

    def _question(self) -> tuple[Changed, Health]:
        """On another thread; the revision stays as it is until the answer has arrived."""
        return self._console.changed_since(self._revision), self._console.health()

    def _answered(self, answer: tuple[Changed, Health]) -> None:
        changed, health = answer
        moved = changed.revision != self._revision
        self._revision = changed.revision
        if self._in_trouble:
            self._in_trouble = False
            log.info("the store answers again")
            self.recovered.emit(TOPIC)
        if moved or changed.everything or changed.tickets:
            self.changed.emit(changed)
        self.health_changed.emit(health)
        self._pace()

    def _failed(self, error: Exception) -> None:
        if not self._in_trouble:
            self._in_trouble = True
            log.warning("the store cannot be watched: %s", type(error).__name__)
            self.troubled.emit(notice_of(error, topic=TOPIC, doing="look for changes in the store"))
        self._pace()

    def _pace(self) -> None:
        self._timer.setInterval((SLOW_POLL if self._console.hears else POLL) // timedelta(milliseconds=1))


def _left(_result: object) -> None:
    """Nobody is there to be told."""
