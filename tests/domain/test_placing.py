"""A desk is sent what it has room for, the most deserving first; what must not wait never does."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.placing import Placement, Room, held_back, overloads, placement, rooms
from app.domain.routing import suggest
from app.domain.score import ScoreState
from app.domain.snapshot import Reading
from app.domain.tickets import TicketId
from app.errors import SettingsInvalid
from tests import builders
from tests.domain.books import book, document, judged, member, rule


def asks(number: int, points: int = 50, group: str = "Product", **changes: Any) -> Placement:
    return replace(Placement(TicketId(f"desk:{number}"), group, points), **changes)


def test_the_most_deserving_are_suggested_and_the_rest_is_told_what_is_full() -> None:
    room = Room("Product", ("Product",), held=10, limit=12)
    waiting = [asks(1, 50), asks(2, 90), asks(3, 70), asks(4, 95, "Billing")]
    assert held_back(waiting, [room]) == {"desk:1": "Product is full: 12 of 12"}
    assert held_back(waiting, [replace(room, limit=11)]).keys() == {"desk:1", "desk:3"}
    assert held_back(waiting, []) == {}


def test_what_must_not_wait_takes_its_room_first() -> None:
    room = Room("Product", ("Product",), held=1, limit=2)
    assert held_back([asks(1, 90), asks(2, 40, firm=True)], [room]).keys() == {"desk:1"}
    assert held_back([asks(n, 40, firm=True) for n in range(5)], [room]) == {}


def test_a_tier_is_full_for_all_its_groups() -> None:
    limited = book(rule("R", "Product", "outage"))
    tiers = tuple(replace(each, capacity=3) if each.number == 2 else each for each in limited.tiers)
    desks = tuple(replace(each, capacity=9) if each.group == "Product" else each for each in limited.desks)
    every = rooms(replace(limited, tiers=tiers, desks=desks), {"Billing": 1, "Technical": 2, "Product": 4})
    assert [(each.name, each.held, each.limit) for each in every] == [("Tier 2 Tier 2", 3, 3), ("Product", 4, 9)]
    found = held_back([asks(1, group="Billing"), asks(2, group="Technical"), asks(3)], every)
    assert found.keys() == {"desk:1", "desk:2"}


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=12),
    st.integers(0, 6),
    st.integers(0, 6),
    st.randoms(use_true_random=False),
)
def test_room_is_never_overdrawn_and_order_makes_no_difference(
    waiting: list[tuple[int, bool]], held: int, limit: int, chance: object
) -> None:
    asked = [asks(n, points, firm=firm) for n, (points, firm) in enumerate(waiting)]
    room = Room("Product", ("Product",), held, limit)
    found = held_back(asked, [room])
    plain = [each for each in asked if not each.firm]
    let_in = [each for each in plain if each.ticket not in found]
    firm = len(asked) - len(plain)
    assert len(let_in) == min(len(plain), max(limit - held - firm, 0))
    waits = [each.points for each in plain if each.ticket in found]
    assert max(waits, default=0) <= min((each.points for each in let_in), default=99)
    shuffled = list(asked)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert held_back(shuffled, [room]) == found


def test_an_overload_names_the_rule_that_sends_most() -> None:
    room = Room("Product", ("Product",), held=3, limit=4)
    waiting = [asks(1, rule="Looping"), asks(2, rule="Looping", held=True), asks(3, rule="Billing")]
    (found,) = overloads(waiting, [room])
    assert found.words == (
        "Product is overloaded: 3 open and 3 more for it, of 4. Most come from the rule “Looping”: 2 of 3."
    )
    assert overloads(waiting[:1], [room]) == ()
    assert overloads([], [replace(room, held=9)]) == ()
    (unclaimed,) = overloads([asks(1), asks(2)], [room])
    assert "scores that no rule claims: 2 of 2" in unclaimed.words


def test_only_what_is_or_would_be_suggested_asks_for_room() -> None:
    made = builders.triage("1", builders.contribution(points=60))
    asked = placement(made)
    assert asked is not None
    assert (asked.group, asked.points, asked.held) == ("Tier 2 Billing", 60, False)
    held = replace(made, suggestion=replace(made.suggestion, escalate=False, held="full"))
    assert placement(held) == replace(asked, held=True)
    assert placement(builders.triage("1")) is None


@pytest.mark.parametrize(
    ("hard", "mode", "firm"), [(True, "suggest", True), (False, "automatic", True), (False, "suggest", False)]
)
def test_hard_and_automatic_rules_are_firm(hard: bool, mode: str, firm: bool) -> None:
    rulebook = book(rule("R", "Product", "outage", hard=hard, mode=mode))
    found, readings = builders.seen(builders.conversation("It is down.")), {"outage": Reading(1.0, "down")}
    score = builders.score(builders.contribution("outage", 60))
    made = suggest(found, score, readings=readings, judged=judged(rulebook, found, readings), rulebook=rulebook)
    assert made.escalate
    assert made.firm is firm


def test_nobody_fits_is_said_and_leads_are_told() -> None:
    rulebook = book(rule("R", "Product", "outage"), leads=["lead@relay.example", "Executive"])
    found, readings = builders.seen(builders.conversation("It is down.")), {"outage": Reading(1.0, "down")}
    score = builders.score(builders.contribution("outage", 60))
    assert score.state is ScoreState.SUGGEST
    said = judged(rulebook, found, readings)
    full = member("pam", "Product", capacity=0)
    made = suggest(found, score, readings=readings, judged=said, rulebook=rulebook, agents=[full])
    assert made.nobody == "nobody in Product can take it now: Pam full: 0 of 0"
    assert made.nobody in made.because
    assert made.notify == ("lead@relay.example", "Executive")
    assert made.destination is not None
    assert made.destination.agent is None
    free = suggest(
        found, score, readings=readings, judged=said, rulebook=rulebook, agents=[full, member("pat", "Product")]
    )
    assert (free.nobody, free.notify) == ("", ())


def test_a_group_in_which_nobody_is_known_is_said_where_others_are_known() -> None:
    rulebook = book(rule("R", "Product", "outage"), leads=["lead@relay.example"])
    found, readings = builders.seen(builders.conversation("It is down.")), {"outage": Reading(1.0, "down")}
    score, said = builders.score(builders.contribution("outage", 60)), judged(rulebook, found, readings)
    elsewhere, nowhere = member("tess", "Technical"), builders.agent("lea", groups=())
    made = suggest(found, score, readings=readings, judged=said, rulebook=rulebook, agents=[nowhere, elsewhere])
    assert (made.nobody, made.notify) == ("nobody is known in Product", ("lead@relay.example",))
    assert made.because.endswith("; nobody is known in Product")
    assert made.destination is not None
    assert (made.destination.group, made.destination.agent, made.candidates) == ("Product", None, ())
    for unknown in ([nowhere], []):
        silent = suggest(found, score, readings=readings, judged=said, rulebook=rulebook, agents=unknown)
        assert (silent.nobody, silent.notify) == ("", ())


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"leads": ["Nobody"]}, "leads names 'Nobody'"), ({"leads": "x"}, "list of")],
)
def test_leads_that_are_not_there_are_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        book(rule("R", "Product", "outage"), **changes)


@pytest.mark.parametrize("wrong", [-1, 2.5, True, "12"])
def test_a_capacity_is_a_whole_number_of_tickets(wrong: object) -> None:
    written = document(rule("R", "Product", "outage"))
    desks = [each | {"capacity": wrong} if each["group"] == "Product" else each for each in written["desk"]]
    with pytest.raises(SettingsInvalid, match="'Product' has capacity"):
        book(rule("R", "Product", "outage"), desk=desks)
