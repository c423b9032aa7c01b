"""A person's word of themselves stands over the helpdesk's, where it can be meant."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from app.domain.journal import HoursSaid, UnsentKept, identity, kept_words, ticket_of
from app.domain.own_hours import OwnHours, Standing, Word, check, with_word
from app.domain.people import Away, Presence, Shift
from app.domain.routing import Candidate
from app.domain.shifts import away_words, on_shift, presence_at
from app.domain.tickets import ConnectionName
from app.errors import BadInput
from tests.builders import NOW, agent, ago

NIGHT = Shift(frozenset(range(7)), time(22), time(6), "Europe/Berlin")
BOB = agent("bob", capacity=5)


def said(**changes: Any) -> OwnHours:
    return replace(OwnHours("Bob Lindgren", NOW), **changes)


def test_without_a_word_the_helpdesks_holds() -> None:
    assert said().over(BOB) == BOB


def test_what_somebody_says_stands_over_what_the_helpdesk_says() -> None:
    mine = said(shift=NIGHT, capacity=0, away=Away(NOW)).over(BOB)
    assert (mine.shift, mine.capacity, presence_at(mine, NOW)) == (NIGHT, 0, Presence.AWAY)
    assert on_shift(mine, NOW) is False
    assert (mine.name, mine.groups) == (BOB.name, BOB.groups)


def test_a_word_that_waits_counts_for_whom_it_will_at_each_helpdesk() -> None:
    other = ConnectionName("other")
    people = [Standing(each, each, 0) for each in (BOB, agent("bob", connection=other), agent("bob2", name=BOB.name))]
    word = Word(said(capacity=2), waits=True)
    here, there, namesake = with_word(people, word)
    assert [(each.agent.capacity, each.waits) for each in (here, there)] == [(2, True)] * 2
    assert namesake == people[2], "it is the first's who answers to the name, as for routing"
    newer = replace(here, own=said(at=NOW + timedelta(seconds=1), capacity=4), waits=False)
    assert with_word([newer], word) == (newer,)


def test_of_a_persons_hours_only_the_newest_wait_and_they_are_about_no_ticket() -> None:
    first, second = HoursSaid(said(capacity=2)), HoursSaid(said(capacity=3, at=NOW + timedelta(seconds=1)))
    assert identity(first) == identity(second) != identity(HoursSaid(said(person="Ana Ortiz")))
    assert (ticket_of(first), kept_words(first)) == (None, "Your hours")
    typed = UnsentKept("ask offer-1", "Which\ninvoice?", NOW, "Ana Ortiz")
    assert (ticket_of(typed), kept_words(typed)) == (None, "What you typed for a colleague: “Which invoice?”")


GONE = replace(BOB, presence=Presence.OUT_OF_OFFICE)


def test_who_says_that_they_are_here_is_until_that_ends_and_the_helpdesks_next_holiday_counts() -> None:
    mine = said(here=True, here_until=NOW + timedelta(days=1)).over(GONE)
    seen = [presence_at(mine, NOW + timedelta(hours=each)) for each in (-1, 0, 23, 24, 24 * 90)]
    assert seen == [Presence.OUT_OF_OFFICE, Presence.AVAILABLE, Presence.AVAILABLE, *[Presence.OUT_OF_OFFICE] * 2]


@pytest.mark.parametrize("changes", [{"capacity": 7}, {"shift": NIGHT}, {"here": True}])
def test_whoever_says_nothing_of_being_there_until_some_time_is_as_the_helpdesk_has_it(changes: dict[str, Any]) -> None:
    assert presence_at(said(**changes).over(GONE), NOW) is Presence.OUT_OF_OFFICE


def test_who_fits_by_their_own_word_is_shown_as_available() -> None:
    mine = said(here=True, here_until=NOW + timedelta(days=1)).over(GONE)
    assert Candidate(mine, 0).presence is Presence.AVAILABLE
    assert Candidate(mine, 0, "out of office").presence is Candidate(GONE, 0).presence is Presence.OUT_OF_OFFICE


def test_being_away_begins_and_ends_by_itself() -> None:
    mine = said(away=Away(NOW, NOW + timedelta(hours=1))).over(BOB)
    seen = [presence_at(mine, NOW + timedelta(minutes=each)) for each in (-1, 0, 59, 60)]
    assert seen == [Presence.AVAILABLE, Presence.AWAY, Presence.AWAY, Presence.AVAILABLE]


def test_until_when_is_said_by_the_clock_on_their_wall_and_why_is_not() -> None:
    mine = said(away=Away(NOW, NOW + timedelta(hours=1), "dentist"), shift=NIGHT).over(BOB)
    assert away_words(mine, NOW) == "away until 12:00 Europe/Berlin"


def test_people_answer_to_their_name_and_login_and_to_nothing_else() -> None:
    assert [BOB.answers_to(each) for each in (" bob lindgren", "BOB", "", "Bob", "desk", "lindgren")] == [
        True,
        True,
        False,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"away": Away(NOW, ago(minutes=1))}, "must lie ahead"),
        ({"away": Away(NOW, NOW + timedelta(days=400))}, "within a year"),
        ({"here": True}, "within two weeks"),
        ({"here": True, "here_until": NOW}, "must lie ahead"),
        ({"here": True, "here_until": NOW + timedelta(days=15)}, "within two weeks"),
        ({"away": Away(NOW, None, "x" * 201)}, "longer than 200"),
        ({"shift": replace(NIGHT, weekdays=frozenset())}, "no day of the week"),
        ({"shift": replace(NIGHT, zone="Mars/Olympus")}, "Mars/Olympus"),
        ({"shift": replace(NIGHT, zone="../etc/passwd")}, "no time zone"),
        ({"shift": replace(NIGHT, zone="Europe")}, "no time zone"),
        ({"capacity": -1}, r"0\.\.99"),
        ({"capacity": 100}, r"0\.\.99"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        check(said(**changes))


def test_what_can_be_meant_is_taken() -> None:
    check(said(away=Away(NOW, NOW + timedelta(days=300), "a child"), shift=NIGHT, capacity=0))
