"""The smallest set of changes that turns a verdict, on a made-up world in which facts are numbers of points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.counterfactual import MOST_FACTS, MOST_FOUND, Counterfactual, Ladder, Outcome, search

THRESHOLD = 40


@dataclass
class World:
    """A score of so many points; a step moves it by itself, and the more steps are taken the dearer it was."""

    points: int
    executed: list[tuple[int, ...]] = field(default_factory=list)

    def execute(self, steps: Sequence[int]) -> Outcome:
        self.executed.append(tuple(steps))
        points = self.points + sum(steps)
        return Outcome(points >= THRESHOLD, points)

    def search(self, *ladders: Ladder[int]) -> tuple[Counterfactual, ...]:
        base = self.execute(())
        way = -1 if base.escalate else 1
        return search(
            base,
            ladders,
            self.execute,
            threshold=THRESHOLD,
            reach=lambda tried: [way * (each.points - base.points) for each in tried],
            words=lambda step: f"it moved {step}",
        )


def moves(*steps: int, rank: int = 0, alone: bool = False) -> Ladder[int]:
    return Ladder(steps, rank, alone)


def test_one_fact_is_enough_and_the_smaller_change_is_said_first() -> None:
    found = World(50).search(moves(-30), moves(-12), moves(-5))
    assert [each.facts for each in found] == [("it moved -12",), ("it moved -30",)]
    assert found[0] == Counterfactual(escalate=False, facts=("it moved -12",), points=38)
    assert found[0].words == "Not suggested if it moved -12."


def test_facts_are_said_before_signals_whatever_they_move() -> None:
    found = World(50).search(moves(-12, rank=1), moves(-30))
    assert [each.facts for each in found] == [("it moved -30",), ("it moved -12",)]


def test_a_ladder_is_only_climbed_as_far_as_it_takes() -> None:
    (found,) = World(50).search(moves(-5, -11, -20))
    assert found.facts == ("it moved -11",)


def test_what_is_not_suggested_says_what_would_make_it_so() -> None:
    (found,) = World(30).search(moves(5, 10, 20), moves(-10))
    assert found.words == "Suggested if it moved 10."
    assert (found.escalate, found.points) == (True, 40)


def test_two_or_three_facts_are_tried_together_where_one_does_not_do() -> None:
    two = World(60).search(moves(-15), moves(-12), moves(-3))
    assert [each.facts for each in two] == [("it moved -15", "it moved -12")]
    three = World(60).search(moves(-10), moves(-6), moves(-5))
    assert [each.words for each in three] == ["Not suggested if it moved -10, it moved -6 and it moved -5."]
    assert World(100).search(moves(-20), moves(-20), moves(-20)) == ()


def test_each_of_several_facts_is_as_mild_as_still_turns_it() -> None:
    (found,) = World(60).search(moves(-4, -11, -15), moves(-8, -10))
    assert found.facts == ("it moved -11", "it moved -10")


def test_what_is_dear_is_tried_alone_only() -> None:
    assert World(60).search(moves(-15), moves(-15, alone=True)) == ()
    assert len(World(50).search(moves(-15, alone=True))) == 1


def test_what_is_too_far_for_the_strongest_three_is_not_tried_together() -> None:
    world = World(100)
    assert world.search(*(moves(-19) for _ in range(9))) == ()
    assert len(world.executed) == 1 + 9


def test_what_is_said_later_is_not_even_asked_once_enough_is_found() -> None:
    world = World(50)
    assert len(world.search(*(moves(-12) for _ in range(MOST_FOUND)), moves(-20, rank=1))) == MOST_FOUND
    assert (-20,) not in world.executed


@settings(deadline=None)
@given(points=st.integers(-50, 150), steps=st.lists(st.integers(-60, 60), max_size=20))
def test_what_is_found_turns_the_verdict_nothing_smaller_does_and_the_cost_is_bounded(
    points: int, steps: list[int]
) -> None:
    world = World(points)
    found = world.search(*(moves(step) for step in steps))
    assert len(world.executed) <= 1 + len(steps) + 15 + 20
    assert len(found) <= MOST_FOUND
    stands = points >= THRESHOLD
    for each in found:
        taken = [int(fact.removeprefix("it moved ")) for fact in each.facts]
        assert each.points == points + sum(taken)
        assert 1 <= len(taken) <= MOST_FACTS
        assert (each.points >= THRESHOLD) is each.escalate is not stands
        for smaller in (some for count in range(len(taken)) for some in combinations(taken, count)):
            assert (points + sum(smaller) >= THRESHOLD) is stands
