"""Which of many conditions may hold wherever a given one does, found without comparing it with each of them.

Sets of conditions are the bits of a number, by their places: to join two of thousands costs less than one comparison.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Comparison, Not, Question
from app.domain.conditions.normal import conjuncts, same_as

Places: TypeAlias = int

Side: TypeAlias = tuple[str, str]
"""A number's name, and "low" or "high"."""

Bound: TypeAlias = tuple[float, bool]
"""A number, and whether it is left out. What is narrower is greater: at the high side the sign is turned."""

_Key: TypeAlias = Comparison | str | tuple[str, str]


class Wider:
    """Looks through normal conditions. May find one that does not follow after all; never leaves out one that does."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._sides: defaultdict[Side, _Ladder] = defaultdict(_Ladder)
        self._others: defaultdict[str, _Singles] = defaultdict(_Singles)
        often = Counter(same_as(each) for clause in clauses for each in _without_bounds(clause))
        for place, clause in enumerate(clauses):
            for side, bound in bounds_of(clause).items():
                self._sides[side].add(bound, place)
            if rare := sorted(_without_bounds(clause), key=lambda each: often[same_as(each)])[:1]:
                self._others["single"].add(rare, place)
            for number, each in enumerate(each for each in conjuncts(clause) if isinstance(each, AnyOf)):
                self._others[f"choice {number}"].add(_needed(each), place)

    def among(self, places: Places, clause: Clause) -> Iterator[int]:
        """The places of those that may hold wherever this one does, in order."""
        left, bounds = places, bounds_of(clause)
        for side, ladder in self._sides.items():
            left &= ~ladder.members | ladder.up_to(bounds.get(side))
        for singles in self._others.values():
            if left & singles.members:
                left &= ~singles.members | singles.reached(clause)
        while left:
            lowest = left & -left
            yield lowest.bit_length() - 1
            left ^= lowest


class _Ladder:
    """The bounds that conditions have at one side of a number, from the widest to the narrowest."""

    def __init__(self) -> None:
        self.members: Places = 0
        self._added: list[tuple[Bound, int]] = []
        self._bounds: list[Bound] = []
        self._up_to: list[Places] = []

    def add(self, bound: Bound, place: int) -> None:
        self.members |= 1 << place
        self._added.append((bound, place))

    def up_to(self, bound: Bound | None) -> Places:
        """Those that hold wherever this bound does."""
        if bound is None:
            return 0
        if len(self._up_to) <= len(self._added):
            self._sort()
        return self._up_to[bisect_right(self._bounds, bound)]

    def _sort(self) -> None:
        found: Places = 0
        self._bounds, self._up_to = [], [found]
        for bound, place in sorted(self._added):
            found |= 1 << place
            self._bounds.append(bound)
            self._up_to.append(found)


class _Singles:
    """Conditions by single clauses of which each of them needs one at least."""

    def __init__(self) -> None:
        self.members: Places = 0
        self._same: dict[_Key, Places] = {}
        self._sides: defaultdict[Side, _Ladder] = defaultdict(_Ladder)

    def add(self, needed: Sequence[Clause], place: int) -> None:
        self.members |= 1 << place
        for single in needed:
            bounds = _single_bounds(single)
            for side, bound in list(bounds.items())[:1]:  # one of two is enough
                self._sides[side].add(bound, place)
            if not bounds:
                self._same[same_as(single)] = self._same.get(same_as(single), 0) | 1 << place

    def reached(self, clause: Clause) -> Places:
        """Those of which one of the clauses holds wherever this one does."""
        match clause:
            case AllOf(clauses=clauses):
                found = 0
                for each in clauses:
                    found |= self.reached(each)
                return found
            case AnyOf(clauses=clauses):
                found = self.members
                for each in clauses:
                    if not found:
                        break
                    found &= self.reached(each)
                return found
        found = self._same.get(same_as(clause), 0)
        for side, bound in _single_bounds(clause).items():
            if side in self._sides:
                found |= self._sides[side].up_to(bound)
        return found


def bounds_of(clause: Clause) -> Mapping[Side, Bound]:
    """Between what the numbers lie wherever a normal condition holds; upper bounds with their signs turned."""
    match clause:
        case AllOf(clauses=clauses):
            found: dict[Side, Bound] = {}
            for each in clauses:
                for side, bound in bounds_of(each).items():
                    found[side] = max(bound, found.get(side, bound))
            return found
        case AnyOf(clauses=clauses):
            every = [bounds_of(each) for each in clauses]
            shared = set(every[0]).intersection(*every[1:])
            return {side: min(each[side] for each in every) for side in shared}
    return _single_bounds(clause)


def _single_bounds(clause: Clause) -> Mapping[Side, Bound]:
    comparison = clause.comparison if isinstance(clause, Question) else None
    if comparison is None or comparison.sign == "!=":
        return {}
    low, high = (comparison.name, "low"), (comparison.name, "high")
    number, without = comparison.number, comparison.sign in {"<", ">"}
    if comparison.sign in {">", ">="}:
        return {low: (number, without)}
    if comparison.sign in {"<", "<="}:
        return {high: (-number, without)}
    return {low: (number, False), high: (-number, False)}


def _without_bounds(clause: Clause) -> list[Clause]:
    """The single clauses that must all hold and are no stretch of a number."""
    return [each for each in conjuncts(clause) if isinstance(each, Question | Not) and not _single_bounds(each)]


def _needed(clause: Clause) -> list[Clause]:
    """Single clauses of which one at least holds wherever the clause does."""
    match clause:
        case AllOf(clauses=clauses):
            return min((_needed(each) for each in clauses), key=_breadth)
        case AnyOf(clauses=clauses):
            return [single for each in clauses for single in _needed(each)]
    return [clause]


def _breadth(needed: Sequence[Clause]) -> tuple[bool, int]:
    """How many conditions are reached by these, roughly."""
    return any(map(_single_bounds, needed)), len(needed)
