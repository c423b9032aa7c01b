"""Automatic rules that would send a ticket round in a circle, each from where the one before has sent it."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Not, Question, questions_in
from app.domain.conditions.contradictions import contradiction
from app.domain.conditions.normal import normal, ways
from app.domain.conditions.reach import implied
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.conditions.wider import Side, bounds_of
from app.domain.rule_verdicts import ACTIVE, decides
from app.domain.rulebook import Mode, Rule, Rulebook

PLACE = frozenset({"group", "tier"})  # the facts that a move changes
MOST_WAYS = 256  # in which the rules of one loop can fire together, each of which is looked at
MOST_LOOKS = 20_000  # steps from rule to rule, after which the search ends

At: TypeAlias = Callable[[Question, str], bool | None]
"""What a question about nothing but the ticket's place says of a ticket of that group."""

_GROWING = frozenset({"counts.moves", "signals.bounced"})  # what each round of a loop adds to
_MOVES = ("counts.moves", "high")  # a rule that bears so many at most fires no more after some rounds
_HOLDS, _NEVER = AllOf(()), AnyOf(())


@dataclass(frozen=True, slots=True)
class Loop:
    """Each of `rules` takes a ticket from where the one before it sends it, and the first one from the last.

    `sure` is false where a score has to be reached too, where it ends after some moves, or where it is not plain that
    all can fire on one ticket.
    """

    rules: tuple[Rule, ...]
    sure: bool

    @property
    def origins(self) -> tuple[str, ...]:
        """The groups that the rules take a ticket from, one each."""
        return _origins(self.rules)


class Loops:
    """Looks for loops. A rule that decides on where a ticket is already holds it there, and ends what would be one.

    Automatic rules move on what another has moved only where they are hard, so that one at most is not.
    """

    def __init__(
        self, asked: Sequence[tuple[Rule, Clause]], rulebook: Rulebook, vocabulary: Vocabulary, at: At
    ) -> None:
        in_order = sorted(asked, key=lambda each: not each[0].hard)
        self._deciders = [_Decider(rule, clause, at) for rule, clause in in_order if rule.mode in ACTIVE and rule.group]
        self._rulebook = rulebook
        self._vocabulary = vocabulary
        self._looks = 0
        self._from: dict[str, list[tuple[int, _Decider]]] = {}

    @property
    def finished(self) -> bool:
        """Whether all was looked at; there may be more loops where it was not."""
        return self._looks < MOST_LOOKS

    def found(self) -> Iterator[Loop]:
        """For each rule that comes first in a loop the shortest one, a sure one if there is any."""
        for place, first in enumerate(self._deciders):
            if first.moves and first.rule.hard and not self._stays(first):
                loops = list(self._of(place, first))
                if loops:
                    yield max(loops, key=lambda each: each.sure)

    def _stays(self, first: "_Decider") -> bool:
        """Whether the rule keeps a ticket where it sends it, before any that comes after it is asked."""
        return not first.by_place and decides(first.rule, first.rule.group, self._rulebook)

    def _of(self, place: int, first: "_Decider") -> Iterator[Loop]:
        """The loops of which all other rules come after this one, the shortest first; none after the first sure one."""
        paths: deque[tuple[_Decider, ...]] = deque([(first,)])
        while paths:
            path = paths.popleft()
            for number, after in self._leaving(path[-1].rule.group):
                if not self.finished:
                    return
                self._looks += 1
                longer = (*path, after)
                if number <= place or after in path or sum(not each.rule.hard for each in longer) > 1:
                    continue
                loop = self._closed(longer)
                if loop is not None:
                    yield loop
                    if loop.sure:
                        return
                elif all(after.rule.group != each.rule.group for each in path):
                    paths.append(longer)

    def _leaving(self, group: str) -> list[tuple[int, "_Decider"]]:
        """The automatic rules that take a ticket out of a group from where it may come back, with their places."""
        if group not in self._from:
            self._from[group] = [
                (number, each) for number, each in self._moving(group) if group in self._onwards(each.rule.group)
            ]
        return self._from[group]

    def _moving(self, group: str) -> list[tuple[int, "_Decider"]]:
        """The automatic rules that take a ticket out of a group, with their places."""
        return [
            (number, each)
            for number, each in enumerate(self._deciders)
            if each.moves and each.rule.group != group and self._may_decide(each, group)
        ]

    def _onwards(self, group: str) -> frozenset[str]:
        """Where a ticket of that group may come to."""
        found: set[str] = set()
        waiting = [group]
        while waiting:
            for each in self._next[waiting.pop()] - found:
                found.add(each)
                waiting.append(each)
        return frozenset(found)

    @cached_property
    def _next(self) -> Mapping[str, frozenset[str]]:
        """By group, where rules send from there."""
        groups = {each.rule.group for each in self._deciders if each.moves}
        return {group: frozenset(each.rule.group for _, each in self._moving(group)) for group in groups}

    def _may_decide(self, each: "_Decider", group: str) -> bool:
        return each.at(group) != _NEVER and decides(each.rule, group, self._rulebook)

    def _closed(self, path: "tuple[_Decider, ...]") -> Loop | None:
        """The loop that a path is where its first rule takes over from its last, None where it never goes round."""
        groups = _origins([each.rule for each in path])
        if groups[0] == path[0].rule.group or not self._may_decide(path[0], groups[0]):
            return None
        conditions = [each.at(group) for each, group in zip(path, groups, strict=True)]
        bounds = [bounds_of(each) for each in conditions]
        if not _goes_round([each.get(_MOVES) for each in bounds]):
            return None
        together = normal(AllOf(tuple(conditions)))
        possible = ways(together, most=MOST_WAYS)
        if possible is not None and all(contradiction(way, self._vocabulary) for way in possible):
            return None
        if any(self._held_back(each, group, together) for each, group in zip(path, groups, strict=True)):
            return None
        asked = {name for question in questions_in(together) for name in question.names}
        plain = possible is not None and PLACE.isdisjoint(asked)
        endless = all(each.rule.hard for each in path) and not _may_end(bounds, asked)
        return Loop(tuple(each.rule for each in path), sure=plain and endless)

    def _held_back(self, mover: "_Decider", group: str, together: Clause) -> bool:
        """Whether a rule that is asked before decides of the ticket in that group."""
        for each in self._deciders:
            if each is mover:
                return False
            if decides(each.rule, group, self._rulebook) and implied(together, each.at(group)):
                return True
        return False


class _Decider:
    """A rule in force, and its condition by where a ticket is."""

    def __init__(self, rule: Rule, clause: Clause, at: At) -> None:
        self.rule = rule
        self.moves = rule.mode is Mode.AUTOMATIC
        self._clause = normal(clause)
        self._at = at
        self._by_group: dict[str, Clause] = {}

    @cached_property
    def by_place(self) -> bool:
        """Whether its condition says where a ticket is."""
        return any(PLACE.intersection(each.names) for each in questions_in(self._clause))

    def at(self, group: str) -> Clause:
        """What is left of its condition for a ticket of that group."""
        if not self.by_place:
            return self._clause
        if group not in self._by_group:
            self._by_group[group] = self._placed(self._clause, group)
        return self._by_group[group]

    def _placed(self, clause: Clause, group: str) -> Clause:
        match clause:
            case AllOf(clauses=clauses) | AnyOf(clauses=clauses):
                return _joined(type(clause), [self._placed(each, group) for each in clauses])
            case Not(clause=inner):
                placed = self._placed(inner, group)
                return _NEVER if placed == _HOLDS else _HOLDS if placed == _NEVER else Not(placed)
        if PLACE.isdisjoint(clause.names):
            return clause
        said = self._at(clause, group) if PLACE.issuperset(clause.names) else None
        if said is None:  # it may say something else in another group
            return Question(f"{clause.text}, in {group}", clause.names)
        return _HOLDS if said else _NEVER


def _may_end(bounds: Sequence[Collection[Side]], asked: Collection[str]) -> bool:
    """Whether what each round adds to is bound from above, or asked for in a way that does not say."""
    return any(
        any((name, "high") in each for each in bounds)
        or (name in asked and not any((name, "low") in each for each in bounds))
        for name in _GROWING
    )


def _goes_round(counted: Sequence[tuple[float, bool] | None]) -> bool:
    """Whether a ticket that nobody has moved yet can go round once by rules which bear so many moves at most."""
    return any(
        all(
            bound is None or (-moves, False) >= bound
            for moves, bound in enumerate((*counted[start:], *counted[:start]))
        )
        for start in range(len(counted))
    )


def _origins(rules: Sequence[Rule]) -> tuple[str, ...]:
    return (rules[-1].group, *(each.group for each in rules[:-1]))


def _joined(kind: type[AllOf | AnyOf], clauses: Sequence[Clause]) -> Clause:
    nothing, settles = (_HOLDS, _NEVER) if kind is AllOf else (_NEVER, _HOLDS)
    left = [each for each in clauses if each != nothing]
    if settles in left:
        return settles
    return left[0] if len(left) == 1 else kind(tuple(left))
