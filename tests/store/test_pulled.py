"""Batches go in completely or come again, and what goes in comes out as it was."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.domain.batch import START, Cursor
from app.domain.tickets import (
    AccountId,
    Attachment,
    EventKind,
    Priority,
    Requester,
    Role,
    SlaClock,
    Status,
    Visibility,
)
from app.store.database import ROWS
from app.store.store import Store
from tests.builders import (
    DESK,
    NOW,
    account,
    agent,
    ago,
    analysis,
    batch,
    conversation,
    event,
    fact,
    group,
    id_of,
    message,
    owner_id,
    ticket,
)
from tests.store.testbed import Opener, pull

FULL = ticket(
    "7",
    owner="ana",
    subject="Überweisung \U0001f4b8 ' \" \\ %",
    status=Status.PENDING,
    priority=Priority.URGENT,
    requester=Requester("Mara", ""),
    account=AccountId("northwind"),
    tags=("billing", "vip"),
    fields={"Plan": "Team", "Seats": "40"},
    sla=SlaClock(NOW + timedelta(hours=3), "next reply"),
    solved_at=ago(minutes=1),
    url="https://desk.example/7",
    merged_into=id_of("3"),
)


def test_a_ticket_comes_back_as_it_was(store: Store) -> None:
    pull(store, FULL, ticket("8"))
    assert store.pulled.ticket(FULL.id) == FULL
    assert store.pulled.ticket(id_of("8")) == ticket("8")


def test_an_unknown_ticket_is_none_and_has_nothing(store: Store) -> None:
    assert store.pulled.ticket(id_of("404")) is None
    assert store.pulled.messages(id_of("404")) == ()
    assert store.pulled.events(id_of("404")) == ()
    assert store.pulled.snapshot(id_of("404"), as_of=NOW, model_revision=None) is None


def test_messages_come_back_as_they_were_oldest_first(store: Store) -> None:
    late = message("late", at=ago(minutes=1), role=Role.SYSTEM, visibility=Visibility.INTERNAL)
    early = message("early", at=ago(hours=9), attachments=(Attachment("a b.png", "image/png", 7),))
    pull(store, ticket(), messages=[late, early])
    assert store.pulled.messages(id_of("1")) == (early, late)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(st.characters(codec=None, categories=None), max_size=300))
def test_any_text_comes_back_to_the_last_character(store: Store, text: str) -> None:
    said = message(text, remote="odd", author=text[:20])
    pull(store, ticket(subject=text), messages=[said])
    assert store.pulled.messages(id_of("1")) == (said,)
    found = store.pulled.ticket(id_of("1"))
    assert found is not None
    assert found.subject == text


@pytest.mark.parametrize("text", ["", "\x00", "a\x00b", "\ud800 lone", "\uf8fe0000", "x" * 1_200_000])
def test_awkward_texts_come_back(store: Store, text: str) -> None:
    pull(store, ticket(), messages=[message(text, remote="1")])
    assert [each.text for each in store.pulled.messages(id_of("1"))] == [text]


def test_the_same_text_twice_is_two_messages(store: Store) -> None:
    pull(store, ticket(), messages=[message("Thanks!", remote="1"), message("Thanks!", remote="2")])
    assert len(store.pulled.messages(id_of("1"))) == 2


def test_an_edited_message_replaces_the_old_one(store: Store) -> None:
    pull(store, ticket(), messages=[message("teh", remote="1")])
    pull(store, messages=[message("the", remote="1")])
    assert [each.text for each in store.pulled.messages(id_of("1"))] == ["the"]


def test_events_people_and_groups_come_back(store: Store) -> None:
    pull(
        store,
        ticket(),
        events=(event(EventKind.OWNER, remote="b"), event(EventKind.CREATED, remote="a", at=ago(hours=2))),
        agents=(agent("bob"), agent("ana", shift=None, capacity=None, skills=("api",))),
        groups=(group("Tier 2"), group("Tier 1", "Everything arrives here.")),
    )
    assert [each.kind for each in store.pulled.events(id_of("1"))] == [EventKind.CREATED, EventKind.OWNER]
    assert store.pulled.agents(DESK) == (agent("ana", shift=None, capacity=None, skills=("api",)), agent("bob"))
    assert store.pulled.groups(DESK) == (group("Tier 1", "Everything arrives here."), group("Tier 2"))


def test_the_cursor_starts_at_the_start_and_is_kept(opened: Opener) -> None:
    store = opened()
    assert store.pulled.cursor(DESK) == START
    pull(store, ticket(), cursor=Cursor("page 2"))
    assert opened().pulled.cursor(DESK) == "page 2"


def test_an_empty_batch_moves_the_cursor(store: Store) -> None:
    pull(store, cursor=Cursor("later"))
    assert store.pulled.cursor(DESK) == "later"


def test_a_batch_that_comes_again_changes_nothing_at_all(store: Store) -> None:
    whole = batch(FULL, messages=conversation("a", "b", number="7"), events=(event(number="7"),), agents=(agent(),))
    store.pulled.apply(whole, connection=DESK)
    before = store.revision()
    store.pulled.apply(whole, connection=DESK)
    assert store.revision() == before


def test_a_newer_ticket_replaces_and_an_older_one_does_not(store: Store) -> None:
    pull(store, ticket(status=Status.OPEN))
    pull(store, ticket(status=Status.SOLVED, updated_at=NOW, version="2"))
    pull(store, ticket(status=Status.OPEN))
    found = store.pulled.ticket(id_of("1"))
    assert found is not None
    assert (found.status, found.version) == (Status.SOLVED, "2")


def test_a_later_version_of_the_same_second_replaces(store: Store) -> None:
    pull(store, ticket(version="1"))
    pull(store, ticket(version="2", owner="bob"))
    found = store.pulled.ticket(id_of("1"))
    assert found is not None
    assert found.owner == owner_id("bob")


def test_of_two_versions_in_one_batch_the_newer_stays(store: Store) -> None:
    pull(store, ticket(version="2", updated_at=NOW), ticket(version="1"))
    found = store.pulled.ticket(id_of("1"))
    assert found is not None
    assert found.version == "2"


def test_a_lost_ticket_is_marked_and_remembered(store: Store) -> None:
    pull(store, ticket(), messages=[message("hello")])
    pull(store, lost=(id_of("1"), id_of("never seen")))
    assert store.pulled.ticket(id_of("1")) == ticket(lost=True)
    assert store.pulled.messages(id_of("1")) == (message("hello"),)


def test_a_lost_ticket_that_is_seen_again_is_found(store: Store) -> None:
    pull(store, ticket(updated_at=NOW))
    pull(store, lost=(id_of("1"),))
    pull(store, ticket(updated_at=ago(minutes=5)))
    assert store.pulled.ticket(id_of("1")) == ticket(updated_at=ago(minutes=5))


def test_a_message_may_come_before_its_ticket(store: Store) -> None:
    pull(store, messages=[message("first")])
    pull(store, ticket())
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=None)
    assert snapshot is not None
    assert [read.message.text for read in snapshot.thread] == ["first"]


def test_an_unknown_account_does_no_harm(store: Store) -> None:
    pull(store, ticket(account=AccountId("nobody-knows")))
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=None)
    assert snapshot is not None
    assert snapshot.account is None


def test_a_batch_brings_its_accounts_along(store: Store) -> None:
    """The facts go in before the cursor: a kill between the two must not lose them."""
    pull(store, ticket(account=AccountId("northwind")), accounts=(account("northwind", fact(value=5)),))
    snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=None)
    assert snapshot is not None
    assert snapshot.account == account("northwind", fact(value=5))


def test_a_snapshot_holds_what_was_known_then(store: Store) -> None:
    known = account("northwind", fact(value=1, as_of=ago(days=2)), fact(value=2, as_of=NOW + timedelta(days=1)))
    said = conversation("one", "two", "three", start=ago(hours=2), every=60)
    pull(
        store,
        ticket(account=AccountId("northwind")),
        ticket("2", account=AccountId("northwind")),
        ticket("3", account=AccountId("northwind"), status=Status.CLOSED),
        ticket("4", account=AccountId("helios")),
        messages=said,
        events=(event(at=ago(minutes=5)), event(EventKind.OWNER, at=ago(minutes=100))),
        accounts=(known,),
    )
    store.triaged.record_analyses([analysis(said[0], sentiment=-0.5)])
    snapshot = store.pulled.snapshot(id_of("1"), as_of=ago(minutes=30), model_revision=None)
    assert snapshot is not None
    assert [read.message.text for read in snapshot.thread] == ["one", "two"]
    assert snapshot.thread[0].analysis == analysis(said[0], sentiment=-0.5)
    assert snapshot.thread[1].analysis is None
    assert [each.kind for each in snapshot.events] == [EventKind.OWNER]
    assert snapshot.account == account("northwind", fact(value=1, as_of=ago(days=2)))
    assert [each.number for each in snapshot.siblings] == ["2"]


def test_a_snapshot_takes_the_analyses_asked_for_and_the_newest_of_what_those_lack(store: Store) -> None:
    pull(store, ticket(), messages=[message("hm")])
    old = analysis("hm", sentiment=0.1, model_revision="old")
    new = analysis("hm", sentiment=0.2, model_revision="a new one")
    store.triaged.record_analyses([old])
    store.triaged.record_analyses([new])

    def read(revision: str | None) -> object:
        snapshot = store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=revision)
        assert snapshot is not None
        return snapshot.thread[0].analysis

    assert read(None) == new
    assert read("old") == old
    assert read("unheard of") == new


def test_loads_count_what_each_owner_still_has_to_do(store: Store) -> None:
    pull(
        store,
        ticket("1", owner="ana"),
        ticket("2", owner="ana", status=Status.PENDING),
        ticket("3", owner="ana", status=Status.SOLVED),
        ticket("4", owner="bob"),
        ticket("5"),
    )
    assert store.pulled.loads(DESK) == {owner_id("ana"): 2, owner_id("bob"): 1}
    pull(store, ticket("4", owner="ana", updated_at=NOW))
    assert store.pulled.loads(DESK) == {owner_id("ana"): 3}


def test_a_large_batch_is_written_in_small_transactions(store: Store) -> None:
    many = [ticket(str(number)) for number in range(450)]
    pull(store, *many, messages=[message("hi", number=str(number)) for number in range(450)])
    assert store.revision() >= 450 * 3 / ROWS
    assert store.pulled.messages(id_of("449")) == (message("hi", number="449"),)


def test_large_messages_make_transactions_small_as_well(store: Store) -> None:
    big = [message(f"{number}" + "x" * 1_500_000, remote=str(number)) for number in range(4)]
    pull(store, ticket(), messages=big)
    assert store.revision() >= 2
    assert len(store.pulled.messages(id_of("1"))) == 4


def test_the_cursor_stays_where_it_was_when_a_batch_fails_midway(store: Store) -> None:
    pull(store, cursor=Cursor("before"))
    broken = ticket("300", created_at=None)
    with pytest.raises(IntegrityError):
        pull(store, *[ticket(str(number)) for number in range(300)], broken, cursor=Cursor("after"))
    assert store.pulled.cursor(DESK) == "before"
    pull(store, *[ticket(str(number)) for number in range(301)], cursor=Cursor("after"))
    assert store.pulled.cursor(DESK) == "after"
    assert store.pulled.ticket(id_of("300")) == ticket("300")


def test_what_is_remembered_is_forgotten_when_another_program_writes(opened: Opener) -> None:
    one, other = opened(), opened()
    pull(one, agents=(agent("ana"),))
    assert one.pulled.agents(DESK) == (agent("ana"),)
    pull(other, agents=(agent("ana", capacity=9),))
    assert one.pulled.agents(DESK) == (agent("ana", capacity=9),)
