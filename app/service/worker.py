"""The worker: pulls, reads, triages and delivers until it is told to stop, beside a console or by itself."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.health import WorkerHealth, WorkerState
from app.errors import ModelFailed, StoreFailed
from app.inference.base import Analyzer
from app.service.courier import Courier
from app.service.reading import Reader
from app.store.store import Store

log = logging.getLogger(__name__)

IDLE = timedelta(seconds=0.5)  # a decision's write-back or a new message waits no longer than this for its turn
HEARTBEAT = timedelta(seconds=5)  # a third of what a console takes for death
AFTER_A_BUG = timedelta(seconds=10)


class Worker:
    """Runs every courier in a thread of its own, and the reader, which needs the models, in the calling one."""

    def __init__(
        self,
        store: Store,
        couriers: Sequence[Courier],
        read_with: Callable[[Analyzer], Reader],
        load: Callable[[], Analyzer],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._couriers = couriers
        self._read_with = read_with
        self._load = load
        self._clock = clock
        self._said = WorkerHealth(WorkerState.ABSENT)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set. Raises nothing that a helpdesk, a text or a full disk can cause."""
        threads = [
            threading.Thread(target=self._carry, args=(courier, stop), name=f"courier-{number}", daemon=True)
            for number, courier in enumerate(self._couriers)
        ]
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

    def _carry(self, courier: Courier, stop: threading.Event) -> None:
        while not stop.is_set():
            stop.wait(self._guarded(lambda: courier.step(self._clock())))

    def _read(self, stop: threading.Event) -> None:
        reader = self._loaded(stop)
        while reader is not None and not stop.is_set():
            stop.wait(self._guarded(lambda: self._read_step(reader)))

    def _loaded(self, stop: threading.Event) -> Reader | None:
        self._say(WorkerHealth(WorkerState.LOADING, at=self._clock()))
        try:
            analyzer = self._load()
        except ModelFailed as error:
            log.error("The language models cannot be used: %s", error)  # noqa: TRY400 - a person can act on it
            while not stop.is_set():
                self._say(WorkerHealth(WorkerState.FAILED, at=self._clock(), problem=str(error)))
                stop.wait(HEARTBEAT.total_seconds())
            return None
        self._revision = analyzer.revision
        return self._read_with(analyzer)

    def _read_step(self, reader: Reader) -> bool:
        more = reader.step(self._clock())
        done, total = self._store.triaged.progress(self._revision)
        state = WorkerState.READING if done < total else WorkerState.IDLE
        health = WorkerHealth(state, at=self._clock(), done=done, total=total)
        if self._is_news(health):
            self._say(health)
        return more

    def _is_news(self, health: WorkerHealth) -> bool:
        said = self._said
        silent = said.at is None or health.at is None or health.at - said.at >= HEARTBEAT
        return silent or replace(said, at=None) != replace(health, at=None)

    def _guarded(self, step: Callable[[], bool]) -> float:
        """Seconds to wait after a step: none while there is more, longer after what should not have happened."""
        try:
            return 0.0 if step() else IDLE.total_seconds()
        except StoreFailed as error:
            log.error("The store: %s", error)  # noqa: TRY400 - a person can act on it
        except Exception:  # the loop goes on; the traceback is the report
            log.exception("A step of the worker failed unexpectedly")
        return AFTER_A_BUG.total_seconds()

    def _say(self, health: WorkerHealth) -> None:
        self._said = health
        self._store.pulse.set_worker(health)
