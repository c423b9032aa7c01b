"""Who could take a ticket: nobody away, off shift, full or uncertified is ever chosen, and each is told why not."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people import Agent, Away, Presence, Shift
from app.domain.routing import Candidate, choices, rank
from app.domain.shifts import on_shift
from tests import builders
from tests.builders import NOW
from tests.domain.books import book, member

WEEK = frozenset(range(5))
EARLY = Shift(WEEK, time(4), time(9))


def ranked(*agents: Agent, certification: str = "", loads: dict[str, int] | None = None) -> tuple[Candidate, ...]:
    by_id = {builders.owner_id(login): load for login, load in (loads or {}).items()}
    return rank(agents, group="Technical", certification=certification, loads=by_id, as_of=NOW)


def tess(**changes: Any) -> Agent:
    return member("tess", "Technical", **changes)


@pytest.mark.parametrize(
    ("changes", "load", "why_not"),
    [
        ({}, 0, ""),
        ({"presence": Presence.UNKNOWN, "shift": None, "capacity": None}, 99, ""),
        ({"presence": Presence.AWAY}, 0, "away"),
        ({"presence": Presence.OUT_OF_OFFICE}, 0, "out of office"),
        ({"away": Away(NOW)}, 0, "away"),
        ({"away": Away(NOW, NOW + timedelta(hours=2), "at the dentist's")}, 0, "away until 12:00 UTC"),
        ({"away": Away(NOW, NOW + timedelta(days=2))}, 0, "away until 6 Mar 10:00 UTC"),
        ({"away": Away(NOW - timedelta(hours=1), NOW)}, 0, ""),  # back to the second
        ({"away": Away(NOW + timedelta(hours=1))}, 0, ""),
        ({"shift": EARLY}, 0, "off shift"),
        ({"capacity": 5}, 4, ""),
        ({"capacity": 5}, 5, "full: 5 of 5"),
        ({"capacity": 5}, 7, "full: 7 of 5"),
        ({"capacity": 0}, 0, "full: 0 of 0"),
    ],
)
def test_who_does_not_fit_is_told_why(changes: dict[str, Any], load: int, why_not: str) -> None:
    (only,) = ranked(tess(**changes), loads={"tess": load})
    assert (only.why_not, only.open_tickets) == (why_not, load)


def test_a_certification_is_required_and_not_made_up_for_by_anything() -> None:
    sam, tom = tess(certifications=("security",)), member("tom", "Technical", certifications=("legal",))
    assert [(each.agent.name, each.why_not) for each in ranked(tom, sam, certification="security")] == [
        ("Tess", ""),
        ("Tom", "not certified for security"),
    ]


def test_those_who_fit_come_first_and_then_the_least_loaded() -> None:
    people = [tess(), member("yuki", "Technical"), member("abe", "Technical", presence=Presence.AWAY)]
    assert [each.agent.name for each in ranked(*people, loads={"tess": 3, "yuki": 2})] == ["Yuki", "Tess", "Abe"]
    assert [each.agent.name for each in ranked(*people)] == ["Tess", "Yuki", "Abe"]


def test_only_members_of_the_group_are_asked() -> None:
    assert ranked(member("bob", "Billing"), builders.agent("ana")) == ()


@given(
    people=st.lists(
        st.builds(
            lambda presence, capacity, shift, certified: (presence, capacity, shift, certified),
            st.sampled_from(Presence),
            st.none() | st.integers(0, 6),
            st.sampled_from([None, EARLY, Shift(WEEK, time(8), time(17))]),
            st.booleans(),
        ),
        max_size=6,
    ),
    loads=st.lists(st.integers(0, 8), min_size=6, max_size=6),
)
def test_the_first_one_always_fits_or_nobody_does(people: list[Any], loads: list[int]) -> None:
    agents = [
        member(
            f"p{index}",
            "Technical",
            presence=presence,
            capacity=capacity,
            shift=shift,
            certifications=("security",) if certified else (),
        )
        for index, (presence, capacity, shift, certified) in enumerate(people)
    ]
    found = ranked(*agents, certification="security", loads={f"p{index}": load for index, load in enumerate(loads)})
    assert len(found) == len(agents)
    for each in found:
        if not each.why_not:
            assert "security" in each.agent.certifications
            assert each.agent.presence not in {Presence.AWAY, Presence.OUT_OF_OFFICE}
            assert on_shift(each.agent, NOW) is not False
            assert each.agent.capacity is None or each.open_tickets < each.agent.capacity
    assert [bool(each.why_not) for each in found] == sorted(bool(each.why_not) for each in found)


def test_the_consequence_is_said() -> None:
    assert Candidate(builders.agent("ana"), open_tickets=5).consequence == "Ana Ortiz at 6 of 5"
    assert Candidate(builders.agent("ana", capacity=None), open_tickets=5).consequence == "Ana Ortiz at 6"


@pytest.mark.parametrize(
    ("shift", "at", "works"),
    [
        (Shift(WEEK, time(8), time(17)), datetime(2026, 3, 4, 8, tzinfo=UTC), True),
        (Shift(WEEK, time(8), time(17)), datetime(2026, 3, 4, 17, tzinfo=UTC), False),
        (Shift(WEEK, time(8), time(17)), datetime(2026, 3, 7, 12, tzinfo=UTC), False),
        (Shift(WEEK, time(9), time(17), "America/New_York"), datetime(2026, 3, 4, 13, 59, tzinfo=UTC), False),
        (Shift(WEEK, time(9), time(17), "America/New_York"), datetime(2026, 3, 4, 14, tzinfo=UTC), True),
        (Shift(frozenset({4}), time(22), time(6)), datetime(2026, 3, 6, 23, tzinfo=UTC), True),
        (Shift(frozenset({4}), time(22), time(6)), datetime(2026, 3, 7, 5, 59, tzinfo=UTC), True),
        (Shift(frozenset({4}), time(22), time(6)), datetime(2026, 3, 7, 6, tzinfo=UTC), False),
        (Shift(frozenset({4}), time(22), time(6)), datetime(2026, 3, 6, 5, tzinfo=UTC), False),
        (Shift(WEEK, time(8), time(17), "Mars/Olympus"), datetime(2026, 3, 4, 12, tzinfo=UTC), None),
        (Shift(WEEK, time(8), time(17), "Europe"), datetime(2026, 3, 4, 12, tzinfo=UTC), None),  # a folder of zones
        (None, datetime(2026, 3, 4, 12, tzinfo=UTC), None),
    ],
)
def test_a_shift_is_meant_in_its_own_time_zone_and_may_go_past_midnight(
    shift: Shift | None, at: datetime, works: bool | None
) -> None:
    assert on_shift(builders.agent("ana", shift=shift), at) is works


def test_a_shift_follows_summer_time() -> None:
    london = builders.agent("ana", shift=Shift(WEEK, time(9), time(17), "Europe/London"))
    assert on_shift(london, datetime(2026, 7, 1, 8, 30, tzinfo=UTC)) is True
    assert on_shift(london, datetime(2026, 1, 7, 8, 30, tzinfo=UTC)) is False
    assert on_shift(london, datetime(2026, 7, 1, 8, 30, tzinfo=UTC) - timedelta(hours=1)) is False


def test_an_override_can_choose_from_every_desk() -> None:
    people = (tess(), member("sam", "Security"), member("bob", "Billing"))
    offered = choices(book(), people, loads={}, as_of=NOW)
    assert [each.desk.group for each in offered] == [desk.group for desk in book().desks]
    by_group = {each.desk.group: [candidate.why_not for candidate in each.candidates] for each in offered}
    assert by_group["Technical"] == [""]
    assert by_group["Security"] == ["not certified for security"]
    assert by_group["Executive"] == []
