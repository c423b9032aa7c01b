"""What people say of their own hours is kept on both stores, heard by everybody, and makes suggestions old."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.own_hours import OwnHours
from app.domain.people import Away, Presence
from app.domain.shifts import presence_at
from app.domain.tickets import TicketId
from app.store.store import Store
from tests.builders import DESK, MODEL, NOW, VERSIONS, agent, contribution, destination, id_of, suggestion, ticket
from tests.store.testbed import Opener, judge, pull

LATER = NOW + timedelta(hours=1)
BOB = agent("bob", groups=("Tier 2 Billing",))
AWAY = OwnHours("Bob Lindgren", NOW, away=Away(NOW, LATER, "dentist"))


def desk(store: Store) -> None:
    """Ticket 1 is suggested for Bob's group, 2 for another, 3 for nobody."""
    pull(store, *(ticket(each) for each in "123"), agents=(agent("ana"), BOB))
    judge(store, "1", contribution(points=60))
    judge(store, "2", contribution(points=60), suggestion=suggestion(destination("Tier 3", 3, None)))
    judge(store, "3")


def stale(store: Store) -> tuple[TicketId, ...]:
    return store.triaged.stale(VERSIONS, as_of=NOW, limit=9)


def test_another_program_hears_at_once_what_somebody_says(opened: Opener) -> None:
    here, there = opened(), opened()
    desk(here)
    assert there.pulled.agents(DESK)[1] == BOB
    here.hours.say(replace(AWAY, capacity=2))
    bob = there.pulled.agents(DESK)[1]
    assert (presence_at(bob, NOW), bob.capacity) == (Presence.AWAY, 2)
    assert there.pulled.agents(DESK)[0] == agent("ana")
    told = there.hours.everybody()[1]
    assert (told.by_helpdesk, told.agent, told.own) == (BOB, bob, replace(AWAY, capacity=2))


def test_the_last_word_holds_and_an_older_one_that_comes_late_does_not(store: Store) -> None:
    desk(store)
    store.hours.say(AWAY)
    store.hours.say(OwnHours("Bob Lindgren", LATER, capacity=3))
    store.hours.say(AWAY)
    assert store.hours.everybody()[1].own == OwnHours("Bob Lindgren", LATER, capacity=3)
    before = store.revision()
    store.hours.say(OwnHours("Bob Lindgren", LATER, capacity=3))
    assert store.revision() == before


def test_only_suggestions_for_their_groups_are_judged_anew(store: Store) -> None:
    desk(store)
    assert stale(store) == ()
    store.hours.say(AWAY)
    assert stale(store) == (id_of("1"),)


def test_who_is_back_is_suggested_again_once_a_worker_looks(store: Store) -> None:
    desk(store)
    store.hours.say(AWAY)
    judge(store, "1", contribution(points=60))
    store.hours.notice_back(after=NOW, now=LATER - timedelta(seconds=1))
    assert stale(store) == ()
    store.hours.notice_back(after=LATER - timedelta(seconds=1), now=LATER)
    assert stale(store) == (id_of("1"),)


def test_a_word_that_one_is_here_ends_and_suggestions_are_judged_anew(store: Store) -> None:
    desk(store)
    store.hours.say(OwnHours("Bob Lindgren", NOW, here=True, here_until=LATER))
    judge(store, "1", contribution(points=60))
    store.hours.notice_back(after=LATER - timedelta(seconds=1), now=LATER)
    assert stale(store) == (id_of("1"),)


def test_each_word_is_in_the_audit_log(store: Store) -> None:
    desk(store)
    store.hours.say(AWAY)
    store.hours.say(OwnHours("Bob Lindgren", NOW))
    logged = [each for each in store.decided.audit() if each.subject.startswith("own hours Bob Lindgren")]
    assert [each.by for each in logged] == ["Bob Lindgren"] * 2
    assert "dentist" in logged[0].what
    assert store.decided.verify_audit() is None


def test_what_the_helpdesk_says_next_does_not_take_the_word_away(store: Store) -> None:
    desk(store)
    store.hours.say(AWAY)
    pull(store, agents=(replace(BOB, capacity=9, presence=Presence.UNKNOWN),))
    bob = store.pulled.agents(DESK)[1]
    assert (bob.away, bob.capacity) == (AWAY.away, 9)


@pytest.mark.parametrize("newest", ["Bob Lindgren", "bob"])
def test_of_words_by_name_and_by_login_the_newest_counts_for_routing_and_is_the_one_that_is_shown(
    store: Store, newest: str
) -> None:
    desk(store)
    older = {"Bob Lindgren": "bob", "bob": "Bob Lindgren"}[newest]
    store.hours.say(OwnHours(older, NOW, capacity=9))
    store.hours.say(OwnHours(newest, LATER, capacity=3))
    told = store.hours.everybody()[1]
    assert told.own == OwnHours(newest, LATER, capacity=3)
    assert [each.capacity for each in (told.agent, store.pulled.agents(DESK)[1])] == [3, 3]


def test_a_word_of_somebody_whom_no_helpdesk_knows_is_kept(store: Store) -> None:
    desk(store)
    store.hours.say(OwnHours("Nobody Known", NOW, capacity=1))
    assert store.pulled.agents(DESK) == (agent("ana"), BOB)
    assert store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=MODEL) is not None
    pull(store, agents=(agent("nobody", name="Nobody Known"),))
    told = store.hours.told("Nobody Known")
    assert told is not None
    assert told.own == OwnHours("Nobody Known", NOW, capacity=1)
