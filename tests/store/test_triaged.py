"""Verdicts are kept as they were made, and made again whenever what they were made from is different."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.rulebook import Mode
from app.domain.score import Family, ScoreState
from app.domain.tickets import AccountId, Role, Status, Visibility
from app.store import reading_list
from app.store.store import Store
from tests.builders import (
    MODEL,
    NOW,
    VERSIONS,
    analysis,
    contribution,
    event,
    fact,
    id_of,
    message,
    suggestion,
    ticket,
    triage,
)
from tests.store.testbed import Opener, judge, numbers, pull

NORTHWIND = AccountId("northwind")


def stale(store: Store, **changes: object) -> list[str]:
    asked = {"as_of": NOW, "limit": 100, **changes}
    return sorted(numbers(store.triaged.stale(VERSIONS, **asked)))  # type: ignore[arg-type]


def test_a_verdict_comes_back_as_it_was(store: Store) -> None:
    pull(store, ticket())
    whole = triage(
        "1",
        contribution(points=60, facts=(fact(value=84_000.5), fact("renewal", NOW.date()))),
        contribution("fix_did_not_work", -7, family=Family.LOOPS),
        suggestion=suggestion(rule="Privacy", mode=Mode.AUTOMATIC),
    )
    store.triaged.record([whole])
    assert store.triaged.triage(id_of("1")) == whole


def test_a_ticket_without_a_verdict_has_none(store: Store) -> None:
    pull(store, ticket())
    assert store.triaged.triage(id_of("1")) is None


def test_a_ticket_without_a_verdict_is_stale_until_it_has_one(store: Store) -> None:
    pull(store, ticket(), ticket("2"))
    assert stale(store) == ["1", "2"]
    judge(store, "1")
    assert stale(store) == ["2"]


def test_a_changed_ticket_is_stale(store: Store) -> None:
    pull(store, ticket())
    judge(store, "1")
    pull(store, ticket(priority="urgent", version="2"))
    assert stale(store) == ["1"]


def test_a_new_message_and_a_new_event_make_a_ticket_stale(store: Store) -> None:
    pull(store, ticket(), ticket("2"), ticket("3"))
    for number in ("1", "2", "3"):
        judge(store, number)
    pull(store, messages=[message("again", number="1")], events=(event(number="2"),))
    assert stale(store) == ["1", "2"]


def test_reading_a_text_makes_every_ticket_with_it_stale(store: Store) -> None:
    said = [message("Thanks!", number=number) for number in ("1", "2")]
    pull(store, ticket(), ticket("2"), ticket("3"), messages=said)
    for number in ("1", "2", "3"):
        judge(store, number)
    store.triaged.record_analyses([analysis("Thanks!")])
    assert stale(store) == ["1", "2"]


def test_another_open_ticket_of_the_account_makes_a_ticket_stale(store: Store) -> None:
    pull(store, ticket(account=NORTHWIND), ticket("2", account=AccountId("helios")))
    judge(store, "1")
    judge(store, "2")
    pull(store, ticket("3", account=NORTHWIND))
    assert stale(store) == ["1", "3"]
    judge(store, "1")
    judge(store, "3")
    pull(store, ticket("3", account=NORTHWIND, status=Status.SOLVED, version="2"))
    assert stale(store) == ["1", "3"]


def test_what_changes_nothing_about_the_open_tickets_leaves_siblings_alone(store: Store) -> None:
    pull(store, ticket(account=NORTHWIND), ticket("2", account=NORTHWIND))
    judge(store, "1")
    judge(store, "2")
    pull(store, ticket("2", account=NORTHWIND, subject="Another subject", version="2"))
    assert stale(store) == ["2"]


def test_a_lost_ticket_is_no_sibling_any_more(store: Store) -> None:
    pull(store, ticket(account=NORTHWIND), ticket("2", account=NORTHWIND))
    judge(store, "1")
    judge(store, "2")
    pull(store, lost=(id_of("2"),))
    assert stale(store) == ["1", "2"]


@pytest.mark.parametrize("which", ["model", "signals", "weights", "rulebook"])
def test_other_versions_make_every_verdict_stale(store: Store, which: str) -> None:
    pull(store, ticket(), ticket("2", status=Status.CLOSED))
    judge(store, "1")
    judge(store, "2")
    for other in ("a", "zzz"):
        versions = replace(VERSIONS, **{which: other})
        assert sorted(numbers(store.triaged.stale(versions, as_of=NOW, limit=9))) == ["1", "2"]


def test_an_open_ticket_is_looked_at_again_after_a_quarter_of_an_hour(store: Store) -> None:
    pull(store, ticket(), ticket("2", status=Status.SOLVED))
    judge(store, "1")
    judge(store, "2")
    assert stale(store, as_of=NOW + timedelta(minutes=15)) == []
    assert stale(store, as_of=NOW + timedelta(minutes=15, seconds=1)) == ["1"]


def test_open_tickets_come_first_and_no_more_than_asked(store: Store) -> None:
    pull(store, ticket("1", status=Status.CLOSED), ticket("2"), ticket("3", status=Status.SOLVED), ticket("4"))
    assert stale(store, limit=2) == ["2", "4"]
    assert stale(store, limit=3)[:1] in (["1"], ["2"])
    assert stale(store) == ["1", "2", "3", "4"]


def test_what_arrives_while_a_verdict_is_made_makes_it_stale_again(store: Store) -> None:
    """The worker lists, reads, and records; a pull in between must not be lost."""
    pull(store, ticket())
    assert stale(store) == ["1"]
    pull(store, messages=[message("one more thing")])
    judge(store, "1")
    assert stale(store) == ["1"]
    judge(store, "1")
    assert stale(store) == []


def test_a_program_that_dies_while_it_judges_leaves_its_tickets_stale(opened: Opener) -> None:
    store = opened()
    pull(store, ticket())
    assert stale(store) == ["1"]
    store.close()
    assert stale(opened()) == ["1"]


def test_a_verdict_replaces_the_one_before(store: Store) -> None:
    pull(store, ticket())
    judge(store, "1", contribution(points=60))
    judge(store, "1", contribution(points=20))
    found = store.triaged.triage(id_of("1"))
    assert found is not None
    assert found.score.points == 20


def test_more_verdicts_than_fit_one_transaction_go_in(store: Store) -> None:
    pull(store, *[ticket(str(number)) for number in range(250)])
    store.triaged.record([triage(str(number)) for number in range(250)])
    assert stale(store) == []


def test_not_enough_known_is_kept_as_a_state(store: Store) -> None:
    pull(store, ticket())
    verdict = triage("1")
    judge(store, "1", score=replace(verdict.score, state=ScoreState.UNKNOWN))
    [row] = store.queue.rows([id_of("1")])
    assert (row.points, row.state) == (0, ScoreState.UNKNOWN)


def unread(store: Store, limit: int = 100, revision: str = MODEL) -> list[str]:
    return [text for _, text in store.triaged.unread(revision, limit=limit)]


def test_customers_and_agents_words_are_to_be_read_and_systems_are_not(store: Store) -> None:
    pull(
        store,
        ticket(),
        messages=[
            message("c"),
            message("a", role=Role.AGENT),
            message("note", role=Role.AGENT, visibility=Visibility.INTERNAL),
            message("s", role=Role.SYSTEM),
        ],
    )
    assert sorted(unread(store)) == ["a", "c", "note"]
    assert store.triaged.progress(MODEL) == (0, 3)


def test_a_text_is_named_by_its_hash_and_read_once(store: Store) -> None:
    pull(store, ticket(), ticket("2"), messages=[message("Thanks!"), message("Thanks!", number="2")])
    assert store.triaged.unread(MODEL, limit=9) == ((analysis("Thanks!").text_hash, "Thanks!"),)
    assert store.triaged.progress(MODEL) == (0, 1)


def test_a_text_stays_unread_until_its_analysis_is_recorded(store: Store) -> None:
    pull(store, ticket(), messages=[message("one"), message("two", at=NOW)])
    assert unread(store) == ["two", "one"]
    assert unread(store) == ["two", "one"]
    store.triaged.record_analyses([analysis("two")])
    assert unread(store) == ["one"]
    store.triaged.record_analyses([analysis("one")])
    assert unread(store) == []
    assert store.triaged.progress(MODEL) == (2, 2)


def test_open_tickets_are_read_first_and_of_them_the_newest_words(store: Store) -> None:
    pull(
        store,
        ticket("1", status=Status.CLOSED),
        ticket("2"),
        messages=[
            message("closed, new", number="1", at=NOW),
            message("open, old", number="2", at=NOW - timedelta(hours=5)),
            message("open, new", number="2", at=NOW - timedelta(hours=1)),
        ],
    )
    assert unread(store) == ["open, new", "open, old", "closed, new"]
    assert unread(store, limit=1) == ["open, new"]


def test_new_messages_are_read_before_the_backlog(store: Store) -> None:
    pull(store, ticket(), messages=[message("backlog")])
    assert unread(store) == ["backlog"]
    pull(store, messages=[message("just in", at=NOW - timedelta(days=9))])
    assert unread(store) == ["just in", "backlog"]


def test_what_was_a_systems_words_is_read_once_a_customer_writes_them(store: Store) -> None:
    pull(store, ticket(), messages=[message("Ticket closed", role=Role.SYSTEM, remote="1")])
    assert unread(store) == []
    pull(store, messages=[message("Ticket closed", remote="2")])
    assert unread(store) == ["Ticket closed"]


def test_another_revision_of_the_models_reads_everything_again(store: Store) -> None:
    pull(store, ticket(), messages=[message("one")])
    store.triaged.record_analyses([analysis("one")])
    assert unread(store) == []
    assert unread(store, revision="model-2") == ["one"]
    assert unread(store) == []
    assert store.triaged.progress("model-2") == (0, 1)


def test_two_workers_each_see_what_the_other_has_read(opened: Opener) -> None:
    one, other = opened(), opened()
    pull(one, ticket(), messages=[message("a", at=NOW), message("b")])
    assert unread(one) == unread(other) == ["a", "b"]
    other.triaged.record_analyses([analysis("a")])
    assert unread(one) == ["b"]
    assert one.triaged.progress(MODEL) == (1, 2)


def test_everything_is_read_in_the_end_however_little_is_asked_for(store: Store) -> None:
    pull(store, ticket(), messages=[message(f"text {number}") for number in range(40)])
    read: list[str] = []
    while texts := unread(store, limit=7):
        assert len(texts) == min(7, 40 - len(read))
        store.triaged.record_analyses([analysis(text) for text in texts])
        read += texts
    assert sorted(read) == sorted(f"text {number}" for number in range(40))


def test_an_analysis_comes_back_with_its_vector_and_its_intents(store: Store) -> None:
    pull(store, ticket(), messages=[message("odd \ud800")])
    whole = analysis(
        message("odd \ud800"),
        sentiment=-0.123456789,
        sentiment_spans=((0, 3),),
        intents={"refund": 0.75, "legal_threat": 1e-9},
        embedding=bytes(range(256)) * 6,
        advice=bytes(range(255, -1, -1)) * 6,
    )
    store.triaged.record_analyses([whole])
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=MODEL)
    assert snapshot is not None
    assert snapshot.thread[0].analysis == whole


def test_the_first_analysis_of_a_text_stays(store: Store) -> None:
    pull(store, ticket(), messages=[message("hm")])
    store.triaged.record_analyses([analysis("hm", sentiment=0.1)])
    before = store.revision()
    store.triaged.record_analyses([analysis("hm", sentiment=0.9)])
    assert store.revision() == before


def test_nothing_is_forgotten_when_more_arrives_than_is_looked_up_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_list, "AHEAD", 5)
    pull(store, ticket(), messages=[message(f"old {number}") for number in range(12)])
    read: list[str] = []
    for wave in range(4):
        read += [read_one(store) for _ in range(3)]
        pull(store, messages=[message(f"wave {wave} {number}") for number in range(7)])
    while unread(store, limit=3):
        read.append(read_one(store))
    assert len(read) == len(set(read)) == 12 + 4 * 7
    assert store.triaged.progress(MODEL) == (40, 40)


def read_one(store: Store) -> str:
    [text] = unread(store, limit=1)
    store.triaged.record_analyses([analysis(text)])
    return text
