"""What would have to be different for the verdict to turn: the fewest facts, found by giving it anew without them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

S = TypeVar("S")

MOST_FACTS = 3  # that are changed together: nobody keeps more in mind
TRIED_TOGETHER = 6  # the strongest ones: 15 twos and 20 threes, so that the cost has a bound
SLACK = 10  # points by which changes together may move a score further than each by itself adds up to
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
    """What the verdict was on a ticket with some facts changed."""

    escalate: bool
    points: int


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

    def moved(self, base: Outcome) -> int:
        return self.outcome.points - base.points


def search(
    ladders: Iterable[Ladder[S]],
    execute: Callable[[Sequence[S]], Outcome],
    *,
    threshold: int,
    words: Callable[[S], str],
) -> tuple[Counterfactual, ...]:
    """The smallest sets of changes that turn the verdict, a few of them, each in its mildest form.

    `execute` gives the verdict with these steps taken; with none, the one that stands. No set is found of which a
    smaller part would do; where no three changes among the strongest turn it, nothing is. Several changes are only
    executed together where what each does alone adds up to about the `threshold`: executing is what costs.
    """
    base = execute(())
    tried = [_Tried(each, execute(each.steps[-1:])) for each in ladders if each.steps]
    for count in range(1, MOST_FACTS + 1):
        found: list[Counterfactual] = []
        for some in _together(tried, base, count, threshold):
            if len(found) == MOST_FOUND:
                break
            steps = [each.ladder.steps[-1] for each in some]
            outcome = some[0].outcome if count == 1 else execute(steps)
            if outcome.escalate is not base.escalate:
                mildest, reached = _relaxed(some, steps, outcome, execute)
                found.append(Counterfactual(reached.escalate, tuple(words(each) for each in mildest), reached.points))
        if found:
            return tuple(found)
    return ()


def _together(tried: Sequence[_Tried[S]], base: Outcome, count: int, threshold: int) -> Iterator[tuple[_Tried[S], ...]]:
    """What is tried together, the most telling first: facts before signals, and small changes before large ones."""
    if count == 1:
        yield from ((each,) for each in sorted(tried, key=lambda each: (each.ladder.rank, abs(each.moved(base)))))
        return
    wanted = -1 if base.escalate else 1
    helping = [each for each in tried if each.moved(base) * wanted > 0 and not each.ladder.alone]
    strongest = sorted(helping, key=lambda each: -abs(each.moved(base)))[:TRIED_TOGETHER]
    for some in combinations(sorted(strongest, key=lambda each: (each.ladder.rank, -abs(each.moved(base)))), count):
        beyond = base.points + sum(each.moved(base) for each in some) - threshold
        if beyond * wanted >= -SLACK:
            yield some


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
