"""Rules that can never decide, because an earlier one always does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.conditions.clauses import Clause, questions_in
from app.domain.conditions.reach import implies
from app.domain.rule_verdicts import ACTIVE
from app.domain.rulebook import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Hidden:
    """`rule` never decides: wherever it fires, `by` fires and comes first. `same` conditions contradict each other."""

    rule: Rule
    by: Rule
    same: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    rule: Rule
    clause: Clause
    names: frozenset[str]


def hidden(asked: Sequence[tuple[Rule, Clause]], rulebook: Rulebook) -> Iterator[Hidden]:
    """Every rule in force that an earlier one always decides before, each once."""
    placed = [
        _Placed(rule, clause, frozenset(name for question in questions_in(clause) for name in question.names))
        for rule, clause in sorted(asked, key=lambda each: not each[0].hard)
        if rule.mode in ACTIVE and rule.group
    ]
    for place, each in enumerate(placed):
        earlier = (
            other
            for other in placed[:place]
            if (other.names & each.names or not other.names)  # or there is nothing to compare
            and _reaches(other.rule, each.rule, rulebook)
            and implies(each.clause, other.clause)
        )
        by = next(earlier, None)
        if by is not None:
            same = by.rule.group != each.rule.group and implies(by.clause, each.clause)
            yield Hidden(each.rule, by.rule, same)


def _reaches(one: Rule, other: Rule, rulebook: Rulebook) -> bool:
    """Whether the one decides of every ticket that the other would move, where both fire."""
    if one.group == other.group:
        return True
    if rulebook.certified(other.group):
        return one.hard and rulebook.certified(one.group)
    return rulebook.certified(one.group) or rulebook.tier(one.group) >= rulebook.tier(other.group)
