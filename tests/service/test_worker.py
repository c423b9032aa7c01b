"""The worker works until it is stopped, whatever the models, the store or a helpdesk do."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from app.bootstrap import default_assessor
from app.domain.analysis import Analysis
from app.domain.health import Health, SyncState, WorkerState
from app.domain.routing import Destination
from app.domain.transfer import Transfer, TransferId, TransferState
from app.errors import ModelFailed, Unreachable
from app.inference.base import Analyzer
from app.service.courier import Courier
from app.service.reading import Reader
from app.service.worker import Worker
from app.store.store import Store
from tests import waiting
from tests.builders import DESK, batch, id_of, message, ticket
from tests.fakes import FakeAnalyzer, FakeHelpdesk

PATIENCE = 20.0  # seconds
wait_until = partial(waiting.wait_until, seconds=PATIENCE)


class Pondering(FakeAnalyzer):
    """Does not come back from a text until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        self.begun.set()
        assert self.go_on.wait(timeout=20)
        return super().analyze(texts)


class Unreading(FakeAnalyzer):
    """Can read nothing until it is mended."""

    mended = False

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        if not self.mended:
            raise ZeroDivisionError("ours")
        return super().analyze(texts)


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


def health(store: Store) -> Health:
    return store.pulse.health(now=datetime.now(UTC))


def worker_state(store: Store) -> WorkerState:
    return health(store).worker.state


@pytest.fixture
def helpdesk() -> FakeHelpdesk:
    return FakeHelpdesk([batch(ticket("1"), messages=(message("I am angry."),))], name=DESK)


def test_it_ends_offers_whose_time_has_come(store: Store, helpdesk: FakeHelpdesk) -> None:
    running = Running(store, helpdesk, FakeAnalyzer)
    now = datetime.now(UTC)
    billing = Destination("Tier 2 Billing", 2)
    made = Transfer(
        TransferId("1"), id_of("1"), "Ana Ortiz", billing, now - timedelta(hours=1), now, from_group="Tier 1"
    )
    try:
        wait_until(lambda: store.pulled.ticket(id_of("1")) is not None)
        store.transfers.offer(made, None, standing=None, not_before=now)
        wait_until(lambda: store.transfers.open() == ())
    finally:
        running.end()
    assert [each.state for each in store.transfers.of_ticket(id_of("1"))] == [TransferState.EXPIRED]


def test_it_syncs_reads_and_scores_and_stops_when_told(store: Store, helpdesk: FakeHelpdesk) -> None:
    running = Running(store, helpdesk, FakeAnalyzer)
    try:
        wait_until(lambda: store.triaged.triage(id_of("1")) is not None)
        wait_until(lambda: worker_state(store) is WorkerState.IDLE)
    finally:
        running.end()
    assert helpdesk.closed


def test_of_two_workers_one_syncs_and_the_other_takes_over_when_it_ends(store: Store) -> None:
    pages = [batch(ticket("1"), messages=(message("I am angry."),)), batch(ticket("2"))]
    first, second = FakeHelpdesk(pages[:1], name=DESK), FakeHelpdesk(pages, name=DESK)
    one = Running(store, first, FakeAnalyzer)
    try:
        wait_until(lambda: store.pulled.ticket(id_of("1")) is not None)
        other = Running(store, second, FakeAnalyzer)
        try:
            wait_until(lambda: worker_state(store) is WorkerState.IDLE)
            assert store.pulled.ticket(id_of("2")) is None, "the second one pulls nothing while the first one does"
            one.end()
            wait_until(lambda: store.pulled.ticket(id_of("2")) is not None)
        finally:
            other.end()
    finally:
        one.end()


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


def test_a_text_that_takes_long_is_not_taken_for_the_worker_s_death(
    store: Store, helpdesk: FakeHelpdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.service.worker.HEARTBEAT", timedelta(seconds=0.05))
    analyzer = Pondering()
    running = Running(store, helpdesk, lambda: analyzer)
    try:
        assert analyzer.begun.wait(timeout=20)
        before = health(store).worker.at
        assert before is not None
        wait_until(lambda: (health(store).worker.at or before) > before)
        assert analyzer.seen == []
        analyzer.go_on.set()
        wait_until(lambda: worker_state(store) is WorkerState.IDLE)
    finally:
        analyzer.go_on.set()
        running.end()


def test_it_stops_after_the_text_that_it_is_at(store: Store, helpdesk: FakeHelpdesk) -> None:
    long = [message("Look here. " * (2000 + number), remote=str(number)) for number in range(5)]
    helpdesk.batches = [batch(ticket("1"), messages=tuple(long))]
    analyzer = Pondering()
    running = Running(store, helpdesk, lambda: analyzer)
    try:
        assert analyzer.begun.wait(timeout=20)
        running.stop.set()
    finally:
        analyzer.go_on.set()
        running.end()
    assert len(analyzer.seen) == 1


def test_models_that_fail_on_everything_are_said_to_and_tried_again(
    store: Store, helpdesk: FakeHelpdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.service.worker.AFTER_A_BUG", timedelta(seconds=0.05))
    analyzer = Unreading()
    running = Running(store, helpdesk, lambda: analyzer)
    try:
        wait_until(lambda: worker_state(store) is WorkerState.FAILED)
        assert health(store).worker.problem
        analyzer.mended = True
        wait_until(lambda: worker_state(store) is WorkerState.IDLE)
    finally:
        running.end()
    assert store.triaged.triage(id_of("1")) is not None
