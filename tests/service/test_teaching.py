"""The worker knows what the team has taught, without a restart, and tries what is asked for."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from app.bootstrap import default_assessor
from app.domain.taught import SECOND_THOUGHTS
from app.inference.base import Analyzer
from app.service.reading import Reader
from app.service.teaching import FAILED, Teacher
from app.service.worker import Worker
from app.store.store import Store
from tests.builders import DESK, NOW, ago, batch, correction, draft, id_of, message, taught, ticket, trial
from tests.fakes import FIGURES, FakeAnalyzer, FakeTrainer
from tests.waiting import wait_until

SHIPPED = "fake-1"
LATER = NOW + SECOND_THOUGHTS


@pytest.fixture
def trainer() -> FakeTrainer:
    return FakeTrainer()


@pytest.fixture
def teacher(store: Store, trainer: FakeTrainer) -> Teacher:
    return Teacher(store, trainer)


def revision(teacher: Teacher, now: datetime = NOW) -> str | None:
    analyzer = teacher.taught(now, shipped=SHIPPED)
    return analyzer.revision if analyzer else None


def test_with_nothing_taught_the_shipped_reader_stays(teacher: Teacher) -> None:
    assert teacher.taught(NOW, shipped=SHIPPED) is None


def test_the_revision_changes_exactly_when_what_is_in_force_does(store: Store, teacher: Teacher) -> None:
    seen = [revision(teacher)]
    store.taught.save(taught("ours"))
    seen += [revision(teacher), revision(teacher)]
    store.taught.correct(correction(at=NOW))
    seen += [revision(teacher), revision(teacher, LATER)]
    store.taught.take_back(correction().id, by="Ana Ortiz", at=LATER)
    seen.append(revision(teacher, LATER))
    store.taught.remove(taught("ours").id, by="Lena Vogt", at=LATER)
    seen.append(revision(teacher, LATER))
    nothing, first, same, pending, corrected, back, removed = seen
    assert nothing is same is pending is None
    assert first is not None
    assert corrected is not None
    assert first.startswith("fake-1+")
    assert first == back != corrected
    assert removed == SHIPPED


def test_saving_the_same_phrases_again_changes_nothing(store: Store, teacher: Teacher) -> None:
    store.taught.save(taught("ours", id_="1"))
    assert revision(teacher)
    store.taught.save(taught("ours", id_="2", at=NOW))
    assert revision(teacher) is None


def test_another_worker_uses_what_the_first_has_learnt(store: Store, teacher: Teacher) -> None:
    store.taught.save(taught("ours"))
    first = revision(teacher)
    idle = FakeTrainer()
    other = Teacher(store, idle)
    assert revision(other) == first
    assert idle.learnt == []


def test_a_lesson_that_cannot_be_learnt_keeps_no_other_from_it(
    store: Store, teacher: Teacher, caplog: pytest.LogCaptureFixture
) -> None:
    store.taught.save(taught("ours", "outage"))
    store.taught.save(taught("trouble", "a customer's words"))
    analyzer = teacher.taught(NOW, shipped=SHIPPED)
    assert analyzer is not None
    assert analyzer.analyze(["the outage"])[0].intent("ours") is not None
    assert "trouble could not be learnt" in caplog.text
    assert "a customer's words" not in caplog.text


def test_corrections_of_what_nobody_knows_teach_nothing(store: Store, teacher: Teacher) -> None:
    store.taught.correct(correction(intent="long_gone"))
    assert revision(teacher) is None


def test_a_trial_gets_its_figures_and_saving_it_needs_no_further_training(
    store: Store, teacher: Teacher, trainer: FakeTrainer
) -> None:
    store.taught.ask(trial())
    assert teacher.try_waiting(NOW)
    assert not teacher.try_waiting(NOW)
    assert store.taught.trial(trial().id) == trial(figures=FIGURES)
    store.taught.save(taught())
    assert revision(teacher)
    assert len(trainer.learnt) == 1


def test_a_trial_that_fails_says_so_and_is_not_tried_again(store: Store, teacher: Teacher) -> None:
    made = trial(draft=draft("trouble"))
    store.taught.ask(made)
    assert teacher.try_waiting(NOW)
    found = store.taught.trial(made.id)
    assert found is not None
    assert found.problem == FAILED
    assert not teacher.try_waiting(NOW + timedelta(hours=1))


def test_a_trial_knows_the_corrections_of_its_intent(store: Store, teacher: Teacher, trainer: FakeTrainer) -> None:
    store.taught.correct(correction("Is it down?", intent="refund_after_outage"))
    store.taught.ask(trial())
    teacher.try_waiting(NOW)
    assert [each.text for each in trainer.learnt[0].corrections] == ["Is it down?"]


class Running:
    """A worker with a teacher, in a thread of its own."""

    def __init__(self, store: Store) -> None:
        self.stop = threading.Event()
        assessor = default_assessor()

        def read_with(analyzer: Analyzer) -> Reader:
            return Reader(store, analyzer, assessor)

        worker = Worker(store, [], read_with, FakeAnalyzer, teach_with=lambda _: Teacher(store, FakeTrainer()))
        self._thread = threading.Thread(target=worker.run, args=(self.stop,))
        self._thread.start()

    def end(self) -> None:
        self.stop.set()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()


def test_a_running_worker_reads_again_with_what_it_is_taught_and_drops_what_it_said_before(store: Store) -> None:
    text = message("The outage was long.")
    store.pulled.apply(batch(ticket("1"), messages=(text,)), connection=DESK)

    def found() -> bool:
        opened = store.pulled.snapshot(id_of("1"), as_of=datetime.now(UTC), model_revision=None)
        analysis = opened.thread[0].analysis if opened else None
        return analysis is not None and analysis.intent("ours") is not None

    running = Running(store)
    try:
        wait_until(lambda: store.triaged.triage(id_of("1")) is not None, seconds=20)
        assert not found()
        store.taught.save(taught("ours", "outage", at=ago(days=1)))
        wait_until(found, seconds=20)
        wait_until(lambda: store.triaged.progress(SHIPPED)[0] == 0, seconds=20)
    finally:
        running.end()


def test_a_verdict_stands_while_its_messages_are_read_again(store: Store) -> None:
    said = message("I am angry. Get me a supervisor.")
    store.pulled.apply(batch(ticket("1"), messages=(said,)), connection=DESK)
    reader = Reader(store, FakeAnalyzer(), default_assessor())
    reader.step(NOW)
    before = store.triaged.triage(id_of("1"))
    assert before is not None
    newer = FakeTrainer().analyzer((), revision="fake-1+taught")
    Reader(store, newer, default_assessor()).triage_stale(NOW)
    after = store.triaged.triage(id_of("1"))
    assert after is not None
    assert after.versions.model == "fake-1+taught"
    assert (after.score.points, after.score.state) == (before.score.points, before.score.state)
