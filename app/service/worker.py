"""The worker: pulls, reads, triages and delivers until it is told to stop, beside a console or by itself."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from app.domain.health import WorkerHealth, WorkerState
from app.errors import ModelFailed, StoreFailed
from app.inference.base import Analyzer
from app.service.account_courier import AccountCourier
from app.service.courier import Courier
from app.service.election import RENEW, Election, worker_name
from app.service.offers import Errands
from app.service.reading import Reader
from app.service.teaching import Teacher
from app.store.leases import Lease
from app.store.store import Store

log = logging.getLogger(__name__)

IDLE = timedelta(seconds=0.5)  # a decision's write-back or a new message waits no longer than this for its turn
HEARTBEAT = timedelta(seconds=5)  # a third of what a console takes for death
AFTER_A_BUG = timedelta(seconds=10)
TRIPPED = "Reading messages failed unexpectedly and is tried again; the log says how."


class Worker:
    """Runs every courier in a thread of its own, and the reader, which needs the models, in the calling one.

    Of several workers at one store, one carries each connection, one judges, and one ends offers and wakes tickets when
    their time has come; all of them read. A further thread says every few seconds that the worker is there, so that a
    long text is not taken for its death.
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
        name: str = "",
    ) -> None:
        """`name` tells this worker from others at the same store, of whom one syncs each helpdesk and one judges."""
        self._store = store
        self._couriers = couriers
        self._read_with = read_with
        self._load = load
        self._teach_with = teach_with
        self._teacher: Teacher | None = None
        self._reader: Reader | None = None
        self._clock = clock
        self._name = name or worker_name()
        self._offices = [Election(store, each.office, self._name) for each in couriers]
        self._judge = Election(store, "judge", self._name)
        self._errands = Errands(store)
        self._errand = Election(store, "errands", self._name)
        self._said = WorkerHealth(WorkerState.LOADING)
        self._saying = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set. Raises nothing that a helpdesk, a text or a full disk can cause."""
        threads = [
            threading.Thread(target=self._carry, args=(*each, stop), name=f"courier-{number}", daemon=True)
            for number, each in enumerate(zip(self._couriers, self._offices, strict=True))
        ]
        threads.append(threading.Thread(target=self._campaign, args=(stop,), name="campaign", daemon=True))
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
            self._guarded(self._resign)

    def _carry(self, courier: Courier | AccountCourier, office: Election, stop: threading.Event) -> None:
        """Step after step, while the office is ours; the first one says that the connection is starting."""
        begun = False
        while not stop.is_set():
            lease = office.lease
            if lease is None:
                begun = False
                stop.wait(IDLE.total_seconds() / 5)
                continue
            if not begun:
                begun = True
                self._guarded(lambda: self._begin(courier))
            stop.wait(self._guarded(partial(self._step, courier, lease)))

    def _step(self, courier: Courier | AccountCourier, lease: Lease) -> bool:
        return courier.step(self._clock(), lease)

    def _begin(self, courier: Courier | AccountCourier) -> bool:
        courier.begin()
        return True

    def _campaign(self, stop: threading.Event) -> None:
        """Stand for every office that this worker can fill: judging is for those whose models can be used."""
        while not stop.is_set():
            for office in (*self._offices, self._errand, *([self._judge] if self._reader is not None else [])):
                try:
                    office.stand()
                except StoreFailed as error:  # the office runs out by itself, and another takes it, or this one again
                    log.warning("The store: %s", error)
            stop.wait(RENEW.total_seconds() if self._reader is not None else RENEW.total_seconds() / 4)

    def _resign(self) -> bool:
        for office in (*self._offices, self._errand, self._judge):
            office.resign()
        return False

    def _beat(self, stop: threading.Event) -> None:
        """Say again, and again, what was said last."""
        while not stop.wait(HEARTBEAT.total_seconds()):
            self._guarded(self._say)

    def _run_errands(self, stop: threading.Event) -> None:
        while not stop.is_set():
            stop.wait(self._guarded(self._run_errand))

    def _run_errand(self) -> bool:
        return self._errand.lease is not None and self._errands.step(self._clock())

    def _read(self, stop: threading.Event) -> None:
        reader = self._loaded(stop)
        if reader is not None:
            self._guarded(self._stand_to_judge)  # first: who works alone never reads without judging
        self._reader = reader
        while self._reader is not None and not stop.is_set():
            stop.wait(self._guarded(lambda: self._read_step(stop)))

    def _stand_to_judge(self) -> bool:
        self._judge.stand()
        return False

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
            if self._judge.lease is not None:
                more = self._reader.step(self._clock(), stopped=stop.is_set)
            else:
                more = self._reader.read_step(stopped=stop.is_set)
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
            self._store.pulse.set_worker(self._said, worker=self._name)
        return False
