"""The worker works until it is stopped, whatever the models, the store or a helpdesk do."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.bootstrap import default_assessor
from app.domain.health import Health, SyncState, WorkerState
from app.errors import ModelFailed, Unreachable
from app.inference.base import Analyzer
from app.service.courier import Courier
from app.service.reading import Reader
from app.service.worker import Worker
from app.store.store import Store
from tests.builders import DESK, batch, id_of, message, ticket
from tests.fakes import FakeAnalyzer, FakeHelpdesk


class Running:
    """A worker in a thread of its own."""

    def __init__(self, store: Store, helpdesk: FakeHelpdesk, load: Callable[[], Analyzer]) -> None:
        self.stop = threading.Event()
        courier = Courier(helpdesk, store, poll=timedelta(seconds=1))
        assessor = default_assessor()
        worker = Worker(store, [courier], lambda analyzer: Reader(store, analyzer, assessor), load)
        self._thread = threading.Thread(target=worker.run, args=(self.stop,))
        self._thread.start()

    def end(self) -> None:
        self.stop.set()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def health(store: Store) -> Health:
    return store.pulse.health(now=datetime.now(UTC))


def worker_state(store: Store) -> WorkerState:
    return health(store).worker.state


@pytest.fixture
def helpdesk() -> FakeHelpdesk:
    return FakeHelpdesk([batch(ticket("1"), messages=(message("I am angry."),))], name=DESK)


def test_it_syncs_reads_and_scores_and_stops_when_told(store: Store, helpdesk: FakeHelpdesk) -> None:
    running = Running(store, helpdesk, FakeAnalyzer)
    try:
        wait_until(lambda: store.triaged.triage(id_of("1")) is not None)
        wait_until(lambda: worker_state(store) is WorkerState.IDLE)
    finally:
        running.end()
    assert helpdesk.closed


def test_without_models_it_still_syncs_and_says_what_is_wrong(store: Store, helpdesk: FakeHelpdesk) -> None:
    def broken() -> Analyzer:
        raise ModelFailed("model.safetensors was altered; install Warmline again.")

    running = Running(store, helpdesk, broken)
    try:
        wait_until(lambda: worker_state(store) is WorkerState.FAILED)
        wait_until(lambda: store.pulled.ticket(id_of("1")) is not None)
    finally:
        running.end()


def test_a_bug_in_one_step_is_logged_and_the_loop_goes_on(
    store: Store, helpdesk: FakeHelpdesk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.service.worker.AFTER_A_BUG", timedelta(seconds=0.05))
    helpdesk.failures.append(ZeroDivisionError("ours"))
    running = Running(store, helpdesk, FakeAnalyzer)
    try:
        wait_until(lambda: store.pulled.ticket(id_of("1")) is not None)
    finally:
        running.end()
    assert "ZeroDivisionError" in caplog.text


def test_an_unreachable_helpdesk_does_not_keep_the_models_from_reading(store: Store) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message("I am angry."),)), connection=DESK)
    helpdesk = FakeHelpdesk(name=DESK)
    helpdesk.failures.extend([Unreachable("gone")] * 100)
    running = Running(store, helpdesk, FakeAnalyzer)
    try:
        wait_until(lambda: store.triaged.triage(id_of("1")) is not None)
        wait_until(lambda: [each.state for each in health(store).connections] == [SyncState.OFFLINE])
    finally:
        running.end()
