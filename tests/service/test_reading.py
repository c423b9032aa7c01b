"""Every text is read once, every ticket gets its verdict, and automatic rules act only where they may."""

from datetime import timedelta

import pytest

from app.bootstrap import default_assessor
from app.domain.batch import Batch
from app.domain.changes import ChangeState
from app.domain.rulebook import Mode
from app.domain.score import ScoreState
from app.service.reading import AUTOMATIC, TEXTS_A_STEP, Reader
from app.store.store import Store
from tests.builders import DESK, NOW, batch, conversation, group, id_of, message, ticket
from tests.fakes import FakeAnalyzer


@pytest.fixture
def analyzer() -> FakeAnalyzer:
    return FakeAnalyzer()


def reader(store: Store, analyzer: FakeAnalyzer, act: Mode = Mode.SUGGEST) -> Reader:
    return Reader(store, analyzer, default_assessor(), act=act)


def run(subject: Reader) -> None:
    while subject.step(NOW):
        pass


def test_a_ticket_is_read_and_scored(store: Store, analyzer: FakeAnalyzer) -> None:
    messages = conversation("All is fine.", "Look here.", "I am angry. Get me your supervisor.")
    store.pulled.apply(batch(ticket("1"), messages=messages), connection=DESK)
    run(reader(store, analyzer))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.score.points == sum(each.points for each in found.score.contributions)
    assert "supervisor_demand" in {each.signal for each in found.score.contributions}
    assert found.versions.model == analyzer.revision


def test_nothing_is_read_twice(store: Store, analyzer: FakeAnalyzer) -> None:
    texts = [f"Text number {number}" for number in range(TEXTS_A_STEP + 5)]
    messages = tuple(message(text, remote=str(at)) for at, text in enumerate([*texts, texts[0]]))
    store.pulled.apply(batch(ticket("1"), messages=messages), connection=DESK)
    subject = reader(store, analyzer)
    run(subject)
    run(subject)
    assert sorted(analyzer.seen) == sorted(texts)


def test_an_unread_ticket_is_not_judged(store: Store, analyzer: FakeAnalyzer) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message("   "),)), connection=DESK)
    run(reader(store, analyzer))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.score.state is ScoreState.UNKNOWN
    assert not found.suggestion.escalate


def test_a_new_message_changes_the_verdict(store: Store, analyzer: FakeAnalyzer) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message("All is fine.", remote="1"),)), connection=DESK)
    subject = reader(store, analyzer)
    run(subject)
    before = store.triaged.triage(id_of("1"))
    angry = message("I am angry. Get me your supervisor.", remote="2")
    store.pulled.apply(batch(ticket("1"), messages=(angry,), cursor="2"), connection=DESK)
    run(subject)
    after = store.triaged.triage(id_of("1"))
    assert before is not None
    assert after is not None
    assert after.score.points > before.score.points


def test_nothing_stale_is_left_and_time_makes_it_stale_again(store: Store, analyzer: FakeAnalyzer) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message("All is fine."),)), connection=DESK)
    subject = reader(store, analyzer)
    run(subject)
    assert subject.triage_stale(NOW) == 0
    assert subject.triage_stale(NOW + timedelta(hours=1)) == 1


def test_an_automatic_rule_waits_for_a_person_unless_acting_is_allowed(store: Store, analyzer: FakeAnalyzer) -> None:
    store.pulled.apply(automatic_ticket(), connection=DESK)
    run(reader(store, analyzer))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.suggestion.mode is Mode.AUTOMATIC
    assert store.decided.decisions(id_of("1")) == ()


def test_an_automatic_rule_acts_once_and_says_that_it_did(store: Store, analyzer: FakeAnalyzer) -> None:
    store.pulled.apply(automatic_ticket(), connection=DESK)
    subject = reader(store, analyzer, Mode.AUTOMATIC)
    run(subject)
    subject.triage_stale(NOW + timedelta(hours=1))
    (decision,) = store.decided.decisions(id_of("1"))
    assert decision.by == AUTOMATIC
    assert decision.reason.startswith("Rule: ")
    (delivery,) = store.decided.deliveries(id_of("1"))
    assert delivery.state is ChangeState.WAITING


def automatic_ticket() -> Batch:
    """A ticket that somebody tagged as a security incident."""
    return batch(
        ticket("1", tags=("security-incident",)), messages=(message("All is fine."),), groups=(group("Security"),)
    )
