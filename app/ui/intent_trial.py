"""Has a draft tried by a worker, and says how that stands until there are figures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.health import WorkerHealth, WorkerState
from app.domain.taught import IntentDraft
from app.domain.trials import Trial
from app.ui.background import Background

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

LOOK = 400  # milliseconds between two looks at the store


class IntentTrial(QObject):
    """One trial at a time: asking for another forgets the one before."""

    over = Signal(Trial)
    stands = Signal(str)  # how it is going, in a sentence
    failed = Signal(Exception)

    def __init__(self, console: "Console", background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._trial: Trial | None = None
        self._asked: IntentDraft | None = None
        self._looking = background.latest(self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def result(self) -> Trial | None:
        """The trial that is over, where there is one."""
        return self._trial if self._trial is not None and self._trial.over else None

    def ask(self, draft: IntentDraft) -> None:
        self.forget()
        self._asked = draft
        self._background.run(self, lambda: self._console.intents.ask(draft), done=self._waiting, failed=self._cannot)

    def forget(self) -> None:
        """What was asked for is no longer wanted."""
        self._trial = self._asked = None
        self._timer.stop()
        self._looking.forget()

    def _waiting(self, trial: Trial) -> None:
        if trial.draft is self._asked:
            self._trial = trial
            self._timer.start()
            self._look()

    def _look(self) -> None:
        trial = self._trial
        if trial is not None:
            self._looking.run(
                lambda: (self._console.intents.trial(trial.id) or trial, self._console.health().worker),
                done=self._looked,
                failed=self._cannot,
            )

    def _looked(self, seen: tuple[Trial, WorkerHealth]) -> None:
        trial, worker = seen
        if self._trial is None or trial.id != self._trial.id:
            return
        self._trial = trial
        if trial.over:
            self._timer.stop()
            self.over.emit(trial)
        else:
            self.stands.emit(standing_words(worker))

    def _cannot(self, error: Exception) -> None:
        self.forget()
        self.failed.emit(error)


def standing_words(worker: WorkerHealth) -> str:
    """What a trial waits for."""
    if worker.state is WorkerState.ABSENT:
        return "No worker is running, so the trial waits. One starts with this window, or with `warmline worker`."
    if worker.state is WorkerState.FAILED:
        return f"The worker cannot try it: {worker.problem}"
    if worker.state is WorkerState.LOADING:
        return "The worker is loading its models; the trial is next."
    return "Trying: the worker learns the phrases, and reads each with readers that have not seen it…"
