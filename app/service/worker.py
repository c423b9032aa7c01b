"""The worker: pulls, reads, triages and delivers until it is told to stop, beside a console or by itself."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.health import WorkerHealth, WorkerState
from app.errors import ModelFailed, StoreFailed
from app.inference.base import Analyzer
from app.service.account_courier import AccountCourier
from app.service.courier import Courier
from app.service.offers import Errands
from app.service.reading import Reader
from app.service.teaching import Teacher
from app.store.store import Store

log = logging.getLogger(__name__)

IDLE = timedelta(seconds=0.5)  # a decision's write-back or a new message waits no longer than this for its turn
HEARTBEAT = timedelta(seconds=5)  # a third of what a console takes for death
AFTER_A_BUG = timedelta(seconds=10)
TRIPPED = "Reading messages failed unexpectedly and is tried again; the log says how."


class Worker:
    """Runs every courier in a thread of its own, and the reader, which needs the models, in the calling one.

    A further thread says every few seconds that the worker is there, so that a long text is not taken for its death,
    and one ends offers and wakes tickets when their time has come.
    """

    def __init__(
        self,
        store: Store,
        couriers: Sequence[Courier | AccountCourier],
        read_with: Callable[[Analyzer], Reader],
        load: Callable[[], Analyzer],
        *,
        teach_with: Callable[[Analyzer], Teacher | None] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._couriers = couriers
        self._read_with = read_with
        self._load = load
        self._teach_with = teach_with
        self._teacher: Teacher | None = None
        self._reader: Reader | None = None
        self._clock = clock
        self._errands = Errands(store)
        self._said = WorkerHealth(WorkerState.LOADING)
        self._saying = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set. Raises nothing that a helpdesk, a text or a full disk can cause."""
        threads = [
            threading.Thread(target=self._carry, args=(courier, stop), name=f"courier-{number}", daemon=True)
            for number, courier in enumerate(self._couriers)
        ]
        threads.append(threading.Thread(target=self._beat, args=(stop,), name="heartbeat", daemon=True))
        threads.append(threading.Thread(target=self._run_errands, args=(stop,), name="errands", daemon=True))
        for thread in threads:
            thread.start()
        try:
            self._read(stop)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
            for courier in self._couriers:
                courier.close()

    def _carry(self, courier: Courier | AccountCourier, stop: threading.Event) -> None:
        while not stop.is_set():
            stop.wait(self._guarded(lambda: courier.step(self._clock())))

    def _beat(self, stop: threading.Event) -> None:
        """Say again, and again, what was said last."""
        while not stop.wait(HEARTBEAT.total_seconds()):
            self._guarded(self._say)

    def _run_errands(self, stop: threading.Event) -> None:
        while not stop.is_set():
            stop.wait(self._guarded(lambda: self._errands.step(self._clock())))

    def _read(self, stop: threading.Event) -> None:
        self._reader = self._loaded(stop)
        while self._reader is not None and not stop.is_set():
            stop.wait(self._guarded(lambda: self._read_step(stop)))

    def _loaded(self, stop: threading.Event) -> Reader | None:
        self._guarded(lambda: self._say(WorkerHealth(WorkerState.LOADING)))
        try:
            analyzer = self._load()
        except ModelFailed as error:
            log.error("The language models cannot be used: %s", error)  # noqa: TRY400 - a person can act on it
            failed = WorkerHealth(WorkerState.FAILED, problem=str(error))
            self._guarded(lambda: self._say(failed))
            stop.wait()
            return None
        self._shipped = self._revision = analyzer.revision
        self._teacher = self._teach_with(analyzer)
        return self._read_with(analyzer)

    def _taught(self, reader: Reader) -> Reader:
        """The reader that knows what the team has taught it since; the same one where that is nothing, or fails."""
        teacher = self._teacher
        if teacher is None:
            return reader
        try:
            analyzer = teacher.taught(self._clock(), shipped=self._shipped)
        except StoreFailed:
            raise
        except Exception:  # what was known before is still known, and is read with
            log.exception("What the team has taught could not be learnt")
            return reader
        if analyzer is None:
            return reader
        self._revision = analyzer.revision
        return self._read_with(analyzer)

    def _read_step(self, stop: threading.Event) -> bool:
        if self._reader is None:
            return False
        self._reader = self._taught(self._reader)
        if self._teacher is not None:
            self._teacher.try_waiting(self._clock())
        try:
            more = self._reader.step(self._clock(), stopped=stop.is_set)
        except StoreFailed:
            raise
        except Exception:
            self._say(replace(self._said, state=WorkerState.FAILED, problem=TRIPPED))
            raise
        done, total = self._store.triaged.progress(self._revision)
        health = WorkerHealth(WorkerState.READING if done < total else WorkerState.IDLE, done=done, total=total)
        if health != replace(self._said, at=None):
            self._say(health)
        return more

    def _guarded(self, step: Callable[[], bool]) -> float:
        """Seconds to wait after a step: none while there is more, longer after what should not have happened."""
        try:
            return 0.0 if step() else IDLE.total_seconds()
        except StoreFailed as error:
            log.error("The store: %s", error)  # noqa: TRY400 - a person can act on it
        except Exception:  # the loop goes on; the traceback is the report
            log.exception("A step of the worker failed unexpectedly")
        return AFTER_A_BUG.total_seconds()

    def _say(self, health: WorkerHealth | None = None) -> bool:
        """Tell the consoles how we are, or that nothing is different but the time. Never more to do."""
        with self._saying:  # or a heartbeat could bring back what was said before
            self._said = replace(health or self._said, at=self._clock())
            self._store.pulse.set_worker(self._said)
        return False
