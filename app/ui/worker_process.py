"""Keeps the worker running: the process beside the window that syncs, reads and delivers."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from app.ui.notice import Notice, Tone

log = logging.getLogger(__name__)

TOPIC = "worker process"
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=60)
PROVEN = timedelta(seconds=60)  # one that lived so long starts anew with the first pause
KEPT_OUTPUT = 20  # lines of what it last said, for the details
PATIENCE_MS = 3000  # it finishes its write-back within that; what it could not is found again at the next start


@dataclass(frozen=True, slots=True)
class WorkerLaunch:
    """How to start it: a program with its arguments, and the line that it reads from its standard input first."""

    command: Sequence[str]
    greeting: bytes = b""

    def __repr__(self) -> str:
        return f"WorkerLaunch({' '.join(self.command)})"  # the greeting holds secrets


class WorkerProcess(QObject):
    """Starts the worker, starts it again when it dies, each time after a longer pause, and stops it in the end.

    Its standard input stays open as long as the window lives: the worker stops when that closes, even if the window
    was killed.
    """

    troubled = Signal(Notice)
    recovered = Signal(str)  # the topic of the notice that no longer holds

    def __init__(
        self, launch: WorkerLaunch, parent: QObject | None = None, *, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._launch = launch
        self._clock = clock
        self._pause = FIRST_PAUSE
        self._started_at = 0.0
        self._wanted = False
        self._said: list[str] = []
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.started.connect(self._started)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._not_started)
        self._process.readyReadStandardOutput.connect(self._hear)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._run)
        self._proven = QTimer(self)
        self._proven.setSingleShot(True)
        self._proven.setInterval(PROVEN // timedelta(milliseconds=1))
        self._proven.timeout.connect(self._prove)

    @property
    def running(self) -> bool:
        return self._process.state() is QProcess.ProcessState.Running

    @property
    def pid(self) -> int:
        """The worker's process id; 0 while it does not run."""
        return self._process.processId()

    def start(self) -> None:
        self._wanted = True
        self._run()

    def stop(self, *, patience_ms: int = PATIENCE_MS) -> None:
        """Ask it to end by closing its input, then insist."""
        self._wanted = False
        self._again.stop()
        self._proven.stop()
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        self._process.closeWriteChannel()
        if self._process.waitForFinished(patience_ms):
            return
        self._process.terminate()
        if not self._process.waitForFinished(patience_ms):
            self._process.kill()
            self._process.waitForFinished(patience_ms)

    def retire(self) -> None:
        """End it as `stop` does, but without waiting; this object deletes itself once that is done."""
        self._wanted = False
        self._again.stop()
        self._proven.stop()
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self.deleteLater()
            return
        self._process.finished.connect(self.deleteLater)
        self._process.closeWriteChannel()
        QTimer.singleShot(PATIENCE_MS, self._process, self._process.terminate)
        QTimer.singleShot(2 * PATIENCE_MS, self._process, self._process.kill)

    def _run(self) -> None:
        program, *arguments = self._launch.command
        self._process.start(program, arguments)

    def _started(self) -> None:
        self._started_at = self._clock()
        self._proven.start()
        if self._launch.greeting:
            self._process.write(self._launch.greeting)

    def _prove(self) -> None:
        self._pause = FIRST_PAUSE
        self.recovered.emit(TOPIC)

    def _hear(self) -> None:
        text = self._process.readAllStandardOutput().toStdString()
        self._said = [*self._said, *text.splitlines()][-KEPT_OUTPUT:]

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._try_again(f"could not be started: {self._process.errorString()}")

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        self._proven.stop()
        crashed = status is QProcess.ExitStatus.CrashExit
        lived = self._clock() - self._started_at
        if lived >= PROVEN.total_seconds():
            self._pause = FIRST_PAUSE
        self._try_again("was killed or crashed" if crashed else f"ended with status {code}")

    def _try_again(self, what: str) -> None:
        if not self._wanted:
            return
        log.warning("the worker %s; starting it again in %s", what, self._pause)
        seconds = int(self._pause.total_seconds())
        self.troubled.emit(
            Notice(
                TOPIC,
                f"The worker, which syncs and reads messages, {what}. It starts again in {seconds} s; nothing is lost.",
                Tone.WARNING,
                details="\n".join(self._said),
            )
        )
        self._again.start(self._pause // timedelta(milliseconds=1))
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
