"""Every text is read once, and every ticket gets its verdict."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import pytest

from app.bootstrap import default_assessor
from app.domain.analysis import Analysis, Legibility
from app.domain.history import PastCase
from app.domain.people import Agent
from app.domain.score import ScoreState
from app.domain.snapshot import Snapshot
from app.domain.tickets import AgentId
from app.domain.triage import Triage
from app.errors import StoreFull
from app.service.assess import Assessor, Sight
from app.service.reading import CHARACTERS_A_STEP, FAILED, LONG, TEXTS_A_STEP, Reader
from app.store.store import Store
from tests.builders import DESK, MODEL, NOW, batch, conversation, id_of, message, ticket
from tests.fakes import FakeAnalyzer

CURSED = "Cursed words of a customer."


class Stumbling(FakeAnalyzer):
    """Fails, in words that quote the text, as soon as one that is cursed is among the texts; or whatever they are."""

    broken = False

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[list[str]] = []

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        self.calls.append(list(texts))
        if self.broken or CURSED in texts:
            raise IndexError(f"out of range in {texts}")
        return super().analyze(texts)


class StumblingAssessor(Assessor):
    """Fails on the ticket whose subject is cursed."""

    def assess(
        self,
        snapshot: Snapshot,
        *,
        model_revision: str,
        agents: Iterable[Agent] = (),
        loads: Mapping[AgentId, int] | None = None,
        cases: Iterable[PastCase] = (),
        sight: Sight | None = None,
    ) -> Triage:
        if snapshot.ticket.subject == CURSED:
            raise IndexError(f"out of range in {snapshot.ticket.subject}")
        return super().assess(snapshot, model_revision=model_revision, agents=agents, loads=loads)


@pytest.fixture
def analyzer() -> FakeAnalyzer:
    return FakeAnalyzer()


def reader(store: Store, analyzer: FakeAnalyzer) -> Reader:
    return Reader(store, analyzer, default_assessor())


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


def test_a_text_that_we_trip_over_is_parked_and_the_others_are_read(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    analyzer = Stumbling()
    messages = conversation("All is fine.", "Look here.", CURSED, "Look there.", "I am angry. Get me your supervisor.")
    store.pulled.apply(batch(ticket("1"), messages=messages), connection=DESK)
    subject = reader(store, analyzer)
    run(subject)
    run(subject)
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=analyzer.revision)
    assert snapshot is not None
    legible = [read.analysis.legibility for read in snapshot.thread if read.analysis]
    assert legible == [Legibility.READ, Legibility.READ, Legibility.FAILED, Legibility.READ, Legibility.READ]
    assert store.triaged.progress(analyzer.revision) == (5, 5)
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert "supervisor_demand" in {each.signal for each in found.score.contributions}
    assert caplog.text.count(": IndexError") == 1
    assert "in analyze" in caplog.text
    assert CURSED not in caplog.text


def test_a_ticket_with_nothing_but_such_a_text_is_not_judged(store: Store) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message(CURSED),)), connection=DESK)
    run(reader(store, Stumbling()))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.score.state is ScoreState.UNKNOWN
    assert not found.suggestion.escalate


def test_a_parked_text_is_tried_again_by_other_models(store: Store) -> None:
    store.pulled.apply(batch(ticket("1"), messages=(message(CURSED),)), connection=DESK)
    run(reader(store, Stumbling()))
    assert store.triaged.unread(FakeAnalyzer.revision, limit=9) == ()
    assert [text for _, text in store.triaged.unread(MODEL, limit=9)] == [CURSED]


def test_models_that_can_read_nothing_at_all_park_nothing(store: Store) -> None:
    analyzer = Stumbling()
    analyzer.broken = True
    store.pulled.apply(batch(ticket("1"), messages=(message("All is fine."),)), connection=DESK)
    with pytest.raises(IndexError):
        reader(store, analyzer).step(NOW)
    assert store.triaged.progress(analyzer.revision) == (0, 1)


def test_a_ticket_that_we_trip_over_is_parked_and_the_others_are_judged(
    store: Store, analyzer: FakeAnalyzer, caplog: pytest.LogCaptureFixture
) -> None:
    tickets = (ticket("1"), ticket("2", subject=CURSED), ticket("3"))
    said = tuple(message("I am angry. Get me your supervisor.", number=each.number) for each in tickets)
    store.pulled.apply(batch(*tickets, messages=said), connection=DESK)
    plain = default_assessor()
    subject = Reader(store, analyzer, StumblingAssessor(plain.weights, plain.rulebook))
    run(subject)
    subject.triage_stale(NOW + timedelta(hours=1))
    one, parked, three = (store.triaged.triage(id_of(number)) for number in ("1", "2", "3"))
    assert one is not None
    assert three is not None
    assert one.score.points == three.score.points > 0
    assert parked is not None
    assert parked.score.state is ScoreState.UNKNOWN
    assert parked.suggestion.because == FAILED
    assert not parked.suggestion.escalate
    assert caplog.text.count(": IndexError") == 1
    assert CURSED not in caplog.text


def test_a_full_disk_is_nobody_s_fault_and_parks_nothing(
    store: Store, analyzer: FakeAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise StoreFull("The disk is full.")

    store.pulled.apply(batch(ticket("1"), messages=(message("All is fine."),)), connection=DESK)
    with monkeypatch.context() as patch:
        patch.setattr(store.triaged, "record_analyses", full)
        with pytest.raises(StoreFull):
            reader(store, analyzer).step(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(store.triaged, "record", full)
        with pytest.raises(StoreFull):
            reader(store, analyzer).step(NOW)
    run(reader(store, analyzer))
    assert analyzer.seen == ["All is fine."] * 2


def test_long_texts_come_after_the_short_ones_and_one_at_a_time(store: Store) -> None:
    long = [f"Long text number {number}. " + "Look here. " * (LONG // 10 + number) for number in range(3)]
    short = [f"Text number {number}" for number in range(TEXTS_A_STEP + 5)]
    pull_texts(store, [*short, *long])  # the newest ones are long
    analyzer = Stumbling()
    run(reader(store, analyzer))
    assert [len(call) for call in analyzer.calls] == [TEXTS_A_STEP, 5, 1, 1, 1]
    assert analyzer.seen[-3:] == long


def test_many_long_texts_do_not_leave_one_short_one_a_step(store: Store) -> None:
    long = ["Look here. " * (LONG // 10 + number) for number in range(TEXTS_A_STEP + 10)]
    short = [f"Text number {number}" for number in range(2 * TEXTS_A_STEP)]
    pull_texts(store, [*short, *long])
    analyzer = Stumbling()
    subject = reader(store, analyzer)
    for _ in range(14):
        subject.step(NOW)
    assert {*short} <= {*analyzer.seen}


def test_texts_that_are_read_together_are_bounded_in_characters_too(store: Store) -> None:
    pull_texts(store, ["Look here. " * (LONG // 12) + str(number) for number in range(6)])
    analyzer = Stumbling()
    run(reader(store, analyzer))
    assert len(analyzer.seen) == 6
    assert max(sum(map(len, call)) for call in analyzer.calls) <= CHARACTERS_A_STEP


def test_it_stops_between_a_text_and_the_next(store: Store) -> None:
    pull_texts(store, ["Look here. " * LONG, "Text"])
    analyzer = Stumbling()
    subject = reader(store, analyzer)
    subject.step(NOW, stopped=lambda: bool(analyzer.calls))
    assert analyzer.calls == [["Text"]]
    assert store.triaged.triage(id_of("1")) is None
    assert subject.step(NOW, stopped=lambda: True)
    assert analyzer.calls == [["Text"]]


def pull_texts(store: Store, texts: Sequence[str]) -> None:
    """A ticket with these texts, the last one the newest."""
    first = NOW - timedelta(minutes=len(texts))
    said = tuple(message(text, remote=str(at), at=first + timedelta(minutes=at)) for at, text in enumerate(texts))
    store.pulled.apply(batch(ticket("1", created_at=first), messages=said), connection=DESK)
