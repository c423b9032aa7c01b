"""The one bridge between the window and work that may block: the work runs elsewhere, its result arrives here."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from app.errors import WarmlineError

T = TypeVar("T")

THREADS = 4  # store reads of the three panes, and one slow call to a helpdesk beside them


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    wanted: Callable[["_Job"], bool]


@dataclass(frozen=True, slots=True, eq=False)
class _Finished:
    job: _Job
    result: Any
    error: Exception | None


class Background(QObject):
    """Runs work off the GUI thread. Made once, on the GUI thread; `close` waits for what is under way."""

    _finished = Signal(_Finished)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(THREADS)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Call `work` on another thread, then `done` with its result or `failed` with its error on the GUI thread.

        Neither is called once `owner` is deleted. An error that is not a `WarmlineError` is a bug: `failed` hears of it
        so that nothing hangs, and it is raised as well, for the exception hook to show with its traceback.
        """
        job = _Job(owner, work, done, failed, _always)
        self._pool.start(lambda: self._perform(job))

    def latest(self, owner: QObject) -> "Latest":
        """A queue of one for requests of which only the newest matters, such as which ticket to show."""
        return Latest(self, owner)

    def close(self, *, timeout_ms: int) -> bool:
        """Wait until everything that was started has ended; False where it took longer than that."""
        return self._pool.waitForDone(timeout_ms)

    def _perform(self, job: _Job) -> None:
        """On a worker thread. Whatever goes wrong is carried over to the GUI thread, never lost here."""
        try:
            finished = _Finished(job, job.work(), None)
        except Exception as error:  # noqa: BLE001 - raised again on the GUI thread, see _deliver
            finished = _Finished(job, None, error)
        if shiboken6.isValid(self):
            self._finished.emit(finished)

    @Slot(object)
    def _deliver(self, finished: _Finished) -> None:
        job, error = finished.job, finished.error
        if not shiboken6.isValid(job.owner) or not job.wanted(job):
            return
        if error is None:
            job.done(finished.result)
            return
        job.failed(error)
        if not isinstance(error, WarmlineError):
            raise error


class Latest:
    """Runs one piece of work at a time and keeps only the newest of those waiting; stale results are dropped.

    What waits when the window closes is still run: `Background.close` waits for it.
    """

    def __init__(self, background: Background, owner: QObject) -> None:
        self._background = background
        self._owner = owner
        self._lock = Lock()
        self._newest: _Job | None = None
        self._waiting: _Job | None = None
        self._busy = False

    def run(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """As `Background.run`, except that newer requests replace older ones."""
        job = _Job(self._owner, work, done, failed, self._is_newest)
        with self._lock:
            self._newest = self._waiting = job
            if self._busy:
                return
            self._busy = True
        self._background._pool.start(self._drain)  # noqa: SLF001 - the two are one idea

    def forget(self) -> None:
        """Drop what waits, and the result of what is under way."""
        with self._lock:
            self._newest = self._waiting = None

    def _is_newest(self, job: _Job) -> bool:
        return job is self._newest

    def _drain(self) -> None:
        while (job := self._next()) is not None:
            self._background._perform(job)  # noqa: SLF001

    def _next(self) -> _Job | None:
        with self._lock:
            job, self._waiting = self._waiting, None
            self._busy = job is not None
            return job


def _always(_job: _Job) -> bool:
    return True
