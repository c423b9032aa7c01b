"""What would have to be different for the verdict to turn: the fewest facts, found by giving it anew without them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Generic, TypeVar

from app.domain.snapshot import Reading

S = TypeVar("S")

MOST_FACTS = 3  # that are changed together: nobody keeps more in mind
TRIED_TOGETHER = 6  # the strongest ones: 15 twos and 20 threes, so that the cost has a bound
MOST_FOUND = 3


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """With all these facts different the verdict is `escalate`, at so many points; with fewer of them it is not.

    Each fact ends the sentence "suggested if ..." or "not suggested if ...".
    """

    escalate: bool
    facts: tuple[str, ...]
    points: int

    @property
    def words(self) -> str:
        """The whole sentence."""
        listed = f"{', '.join(self.facts[:-1])} and {self.facts[-1]}" if len(self.facts) > 1 else self.facts[0]
        return f"{'Suggested' if self.escalate else 'Not suggested'} if {listed}."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the verdict was on a ticket with some facts changed, and the readings that it rests on."""

    escalate: bool
    points: int
    readings: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ladder(Generic[S]):
    """One fact and the ways to change it, the mildest first; no two of them can be true at once.

    Of several facts that turn the verdict, those of the lower `rank` are said first. What is dear to change is only
    tried `alone`.
    """

    steps: tuple[S, ...]
    rank: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Tried(Generic[S]):
    ladder: Ladder[S]
    outcome: Outcome  # with its strongest step
    reach: float = 0.0


def search(
    base: Outcome,
    ladders: Iterable[Ladder[S]],
    execute: Callable[[Sequence[S]], Outcome],
    *,
    threshold: int,
    reach: Callable[[Sequence[Outcome]], Sequence[float]],
    words: Callable[[S], str],
    beside: float = 0,
) -> tuple[Counterfactual, ...]:
    """The smallest sets of changes that turn the verdict, a few of them, each in its mildest form.

    `base` is the verdict that stands, `execute` gives it with these steps taken. No set is found of which a smaller
    part would do.

    Each change is tried by itself, in its strongest form. Several are executed together, because that costs, only of
    the `TRIED_TOGETHER` with the longest `reach`, and only where they could cross the `threshold`. `reach` tells for
    the outcomes of changes how far each can move the score at most, where as many as `MOST_FACTS` are made: no set may
    move it further than its reaches and `beside`, what moves it whatever is changed, add up to. So nothing of two or
    three among those is missed by which the score crosses the threshold and the verdict turns, nor any where the score
    is on the other side already. Missed are sets that turn a verdict by rules alone, unless `beside` allows for it.
    """
    attempt = _Attempt(base, execute, words)
    tried: list[_Tried[S]] = []
    for _, same in groupby(sorted(ladders, key=_rank), key=_rank):
        alike = [_Tried(each, execute(each.steps[-1:])) for each in same if each.steps]
        alike.sort(key=lambda each: abs(each.outcome.points - base.points))
        for each in alike:
            attempt.take([each], each.outcome)
        if attempt.enough:
            return attempt.found  # without asking what is said later, and is dearer
        tried += alike
    strongest = _strongest([each for each in tried if not each.ladder.alone], reach)
    for count in range(2, MOST_FACTS + 1):
        if attempt.found:
            break
        for some in _together(strongest, base, count, threshold, beside):
            attempt.take(some)
    return attempt.found


def _rank(ladder: Ladder[S]) -> int:
    return ladder.rank


class _Attempt(Generic[S]):
    """What was found so far. Once that is enough, nothing more is executed."""

    def __init__(self, base: Outcome, execute: Callable[[Sequence[S]], Outcome], words: Callable[[S], str]) -> None:
        self._base = base
        self._execute = execute
        self._words = words
        self.found: tuple[Counterfactual, ...] = ()

    @property
    def enough(self) -> bool:
        return len(self.found) == MOST_FOUND

    def take(self, some: Sequence[_Tried[S]], outcome: Outcome | None = None) -> None:
        """Keep these changes where they turn the verdict. `outcome` is what they came to where that is known."""
        if self.enough:
            return
        steps = [each.ladder.steps[-1] for each in some]
        outcome = outcome or self._execute(steps)
        if outcome.escalate is not self._base.escalate:
            mildest, reached = _relaxed(some, steps, outcome, self._execute)
            facts = tuple(self._words(each) for each in mildest)
            self.found = (*self.found, Counterfactual(reached.escalate, facts, reached.points))


def _strongest(tried: list[_Tried[S]], reach: Callable[[Sequence[Outcome]], Sequence[float]]) -> list[_Tried[S]]:
    """Those that can move the score furthest, in the order in which they are said: facts before signals."""
    reaching = reach([each.outcome for each in tried])
    known = [_Tried(each.ladder, each.outcome, most) for each, most in zip(tried, reaching, strict=True) if most >= 0]
    furthest = sorted(known, key=lambda each: -each.reach)[:TRIED_TOGETHER]
    return sorted(furthest, key=lambda each: (each.ladder.rank, -each.reach))


def _together(
    strongest: Sequence[_Tried[S]], base: Outcome, count: int, threshold: int, beside: float
) -> Iterator[tuple[_Tried[S], ...]]:
    """What could cross the threshold together, or is a part of what could: so that no smaller part is passed by."""
    missing = (base.points - threshold + 1 if base.escalate else threshold - base.points) - beside
    reaching = [each.reach for each in strongest]
    if sum(sorted(reaching)[-MOST_FACTS:]) < missing:
        return
    for places in combinations(range(len(strongest)), count):
        others = sorted((most for place, most in enumerate(reaching) if place not in places), reverse=True)
        if sum(reaching[place] for place in places) + sum(others[: MOST_FACTS - count]) >= missing:
            yield tuple(strongest[place] for place in places)


def _relaxed(
    some: Sequence[_Tried[S]], steps: list[S], outcome: Outcome, execute: Callable[[Sequence[S]], Outcome]
) -> tuple[list[S], Outcome]:
    """The same changes, each as mild as still turns the verdict."""
    for place, each in enumerate(some):
        for step in each.ladder.steps[:-1]:
            milder = [*steps[:place], step, *steps[place + 1 :]]
            reached = execute(milder)
            if reached.escalate is outcome.escalate:
                steps, outcome = milder, reached
                break
    return steps, outcome
