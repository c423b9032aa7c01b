"""Why this person: a line a factor, in whole points that add up, and nothing for what is not known."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.fit import Factor, Fit, Measure, Need, need, workload_points
from app.domain.fit_weights import FitWeights, fit_weights_from
from app.domain.history import PastCase, moves, records
from app.domain.people import Agent, Presence, Shift
from app.domain.routing import Candidate, rank
from app.domain.score import Family
from app.domain.tickets import AccountId, EventKind
from tests import builders
from tests.builders import NOW
from tests.domain.books import member

NOTHING = Need(tier=2, words=frozenset())
UNKNOWN: dict[str, Any] = {"tier": None, "shift": None, "presence": Presence.UNKNOWN, "capacity": None}


def line(factor: str, agent: Agent, wanted: Need = NOTHING, load: int = 0) -> Factor | None:
    """The line of that factor, if there is one."""
    found = Fit(wanted, weights=FitWeights(), as_of=NOW).factors(agent, load)
    return next((each for each in found if each.factor == factor), None)


def points(factor: str, agent: Agent, wanted: Need = NOTHING, load: int = 0) -> int | None:
    found = line(factor, agent, wanted, load)
    return found.points if found else None


def tess(**changes: Any) -> Agent:
    return member("tess", "Technical", **changes)


def case(agent: str, number: int, *, hours: float = 4, **changes: Any) -> PastCase:
    plain = PastCase(
        builders.id_of(str(number)), builders.owner_id(agent), NOW - timedelta(days=3), timedelta(hours=hours), moves=0
    )
    return replace(plain, **changes)


def asked(*texts: str, account: Any = None, measure: Measure | None = None, strength: float | None = None) -> Need:
    """What a ticket with these messages asks of the desk in tier 2."""
    found = builders.seen(builders.conversation(*texts), account=account)
    lines = [builders.contribution("outage", 20, family=Family.TECHNICAL, strength=strength)] if strength else []
    return need(found, builders.score(*lines), tier=2, certification="", measure=measure or Measure())


@pytest.mark.parametrize(
    ("skills", "expected"),
    [
        (("webhooks",), 10),
        (("webhooks", "refunds"), 20),
        (("webhook", "refunding", "exports"), 20),
        (("failed payments",), None),
        (("web",), None),
        ((), None),
    ],
)
def test_skills_are_found_in_what_the_customer_wrote(skills: tuple[str, ...], expected: int | None) -> None:
    wanted = asked("Our webhook failed, export stopped, and we want a refund.")
    assert points("skill", tess(skills=skills), wanted) == expected


@pytest.mark.parametrize(
    ("tier", "strength", "expected"),
    [(2, None, 12), (3, None, 6), (1, None, 0), (2, 0.9, 0), (3, 0.9, 12), (1, 0.9, -6), (None, 0.9, None)],
)
def test_a_hard_ticket_asks_for_a_tier_more(tier: int | None, strength: float | None, expected: int | None) -> None:
    assert points("complexity", tess(tier=tier), asked("It fails.", strength=strength)) == expected


def test_a_valued_account_goes_to_who_knows_it_or_is_senior() -> None:
    account = builders.account("northwind", builders.fact("value", 100_000))
    known = Measure(cases=(case("tess", 7, account=AccountId("northwind"), alike=0.0),))
    wanted = asked("It fails.", account=account, measure=known)
    found = line("account value", tess(), wanted)
    assert found is not None
    assert (found.points, found.because) == (
        10,
        "the account is worth $100,000 a year, and solved one for it before",
    )
    assert points("account value", member("abe", "Technical", tier=3), wanted) == 5
    assert points("account value", member("abe", "Technical", tier=2), wanted) is None
    assert points("account value", tess(), asked("It fails.")) is None
    assert points("history", tess(), wanted) is None  # it was not alike


@pytest.mark.parametrize(
    ("capacity", "load", "expected"),
    [(5, 0, 30), (5, 4, 6), (5, 5, 0), (5, 9, 0), (0, 0, 0), (None, 0, 30), (None, 5, 15)],
)
def test_workload_counts_what_is_free(capacity: int | None, load: int, expected: int) -> None:
    assert points("workload", tess(capacity=capacity), load=load) == expected


@given(st.none() | st.integers(0, 60), st.integers(0, 60), st.integers(0, 1000))
def test_one_more_ticket_never_leaves_more_points(capacity: int | None, load: int, most: int) -> None:
    agent, weights = tess(capacity=capacity), FitWeights(workload=most)
    assert workload_points(agent, load + 1, weights=weights) <= workload_points(agent, load, weights=weights)


def test_a_shift_that_ends_soon_counts_half() -> None:
    week = frozenset(range(5))
    assert points("shift", tess(shift=Shift(week, time(8), time(17)))) == 6
    soon = line("shift", tess(shift=Shift(week, time(8), time(10, 30))))
    assert soon == Factor("shift", 3, "on shift for 30 minutes")
    assert points("shift", tess(shift=Shift(week, time(4), time(9)))) is None


def test_what_is_not_known_is_no_line() -> None:
    found = Fit(NOTHING, weights=FitWeights(), as_of=NOW).factors(tess(**UNKNOWN), 2)
    assert [each.factor for each in found] == ["workload"]


def test_a_required_certification_is_named_and_worth_nothing() -> None:
    wanted = replace(NOTHING, certification="security")
    assert points("certification", tess(certifications=("security",)), wanted) == 0
    assert line("certification", tess(), wanted) is None


def test_history_is_shrunk_for_few_cases() -> None:
    def standing(count: int, **changes: Any) -> float:
        return records([case("tess", number, **changes) for number in range(count)])[builders.owner_id("tess")].standing

    assert standing(1) == pytest.approx(1 / 4)
    assert standing(9) == pytest.approx(9 / 12)
    assert standing(9, alike=0.5) < standing(9)
    assert standing(9, moves=2) == pytest.approx(-9 / 12)
    assert standing(9, moves=1) > 0


def test_quick_is_no_slower_than_half_of_all() -> None:
    cases = [*(case("tess", n, hours=2) for n in range(3)), *(case("abe", n, hours=20) for n in range(3, 6))]
    measure = Measure(cases=tuple(cases))
    wanted = asked("It fails.", measure=measure)
    assert line("history", tess(), wanted) == Factor("history", 15, "solved 3 like it in 2 h, none bounced")
    assert points("history", member("abe", "Technical"), wanted) == 0
    bounced = Measure(cases=tuple(replace(each, moves=3) for each in cases))
    assert line("history", tess(), asked("It fails.", measure=bounced)) == Factor(
        "history", -15, "solved 3 like it in 2 h, 3 after a bounce"
    )


def test_a_handoff_is_one_move_and_taking_it_is_none() -> None:
    def happened(*kinds: tuple[EventKind, str, str]) -> int:
        return moves(
            builders.event(kind, remote=str(at), at=NOW + timedelta(minutes=at), old=old, new=new)
            for at, (kind, old, new) in enumerate(kinds)
        )

    group, owner = EventKind.GROUP, EventKind.OWNER
    assert happened((owner, "Nobody", "ana")) == 0
    assert happened((group, "Tier 1", "Tier 2"), (owner, "ana", "bob")) == 1
    assert happened((owner, "ana", "bob"), (owner, "bob", "cid")) == 2
    assert happened((group, "A", "B"), (owner, "ana", "bob"), (owner, "bob", "cid")) == 2


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 9), st.sets(st.sampled_from(["api", "tax", "sso"]))), max_size=6))
def test_points_are_the_sum_of_their_lines_and_rank_who_fits(people: list[tuple[int, set[str]]]) -> None:
    agents = [member(f"p{n}", "Technical", skills=tuple(sorted(skills))) for n, (_, skills) in enumerate(people)]
    loads = {agent.id: load for agent, (load, _) in zip(agents, people, strict=True)}
    wanted = asked("The API and the tax are wrong.")
    found = rank(agents, group="Technical", certification="", loads=loads, as_of=NOW, wanted=wanted)
    fitting = [each for each in found if not each.why_not]
    assert [each.points for each in fitting] == sorted((each.points for each in fitting), reverse=True)
    assert all(each.points == sum(line.points for line in each.factors) for each in found)
    assert all(line.because for each in found for line in each.factors)


def test_the_consequence_counts_this_ticket() -> None:
    assert Candidate(tess(), open_tickets=5).after == 6


@pytest.mark.parametrize(
    "wrong", [{"skil": 3}, {"skill": 1.5}, {"skill": True}, {"skill": -1}, {"skill": 1001}, {"skill": "a"}]
)
def test_wrong_weights_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        fit_weights_from(wrong)


def test_a_factor_without_weight_counts_nothing() -> None:
    none = fit_weights_from(
        dict.fromkeys(("skill", "complexity", "value", "workload", "shift", "presence", "history"), 0)
    )
    found = Fit(asked("The API fails."), weights=none, as_of=NOW).factors(tess(skills=("api",)), 1)
    assert {each.points for each in found} == {0}


def test_people_who_have_much_in_common_are_told_apart_by_what_they_have_not() -> None:
    wanted = replace(asked("The API fails."), value=80_000.0, knows={tess().id: 2})
    people = [
        (tess(), 1),
        (tess(), 4),
        (replace(tess(), id=builders.owner_id("other")), 1),
        (tess(capacity=9), 1),
        (tess(skills=("api", "webhooks")), 1),
        (tess(tier=3), 1),
        (tess(presence=Presence.UNKNOWN), 1),
    ]
    together = Fit(wanted, weights=FitWeights(), as_of=NOW)
    alone = [Fit(wanted, weights=FitWeights(), as_of=NOW).factors(each, load) for each, load in people]
    assert [together.factors(each, load) for each, load in people] == alone
    assert len(set(alone)) > 4
