"""Conditions compared in the plainest way, each with each: slow, and short enough to be believed."""

from collections.abc import Iterator, Sequence

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Comparison, Not, Question, clause_of, opposite
from app.domain.conditions.parser import parse
from app.domain.conditions.ranges import range_of
from app.domain.rulebook import Rule, Rulebook


def clause(text: str) -> Clause:
    return clause_of(parse(text), text)


def plainly_implies(one: Clause, other: Clause) -> bool:
    one, other = plain(one), plain(other)
    if isinstance(other, AllOf):
        return all(plainly_implies(one, each) for each in other.clauses)
    if isinstance(one, AnyOf):
        return all(plainly_implies(each, other) for each in one.clauses)
    if isinstance(other, AnyOf) and any(plainly_implies(one, each) for each in other.clauses):
        return True
    if isinstance(one, AllOf):
        return any(plainly_implies(each, other) for each in one.clauses)
    if isinstance(one, Question) and isinstance(other, Question):
        return same(one, other) or narrower(one, other)
    return isinstance(one, Not) and isinstance(other, Not) and plainly_implies(other.clause, one.clause)


def plainly_hidden(asked: Sequence[tuple[Rule, Clause]], rulebook: Rulebook) -> Iterator[tuple[str, str, bool]]:
    """The names of each rule that is hidden and of the one that hides it, and whether they contradict each other."""
    in_order = sorted(asked, key=lambda each: not each[0].hard)
    for place, (rule, condition) in enumerate(in_order):
        for by, wide in in_order[:place]:
            if reaches(by, rule, rulebook) and plainly_implies(condition, wide):
                yield rule.name, by.name, by.group != rule.group and plainly_implies(wide, condition)
                break


def reaches(one: Rule, other: Rule, rulebook: Rulebook) -> bool:
    if one.group == other.group:
        return True
    if rulebook.certified(other.group):
        return one.hard and rulebook.certified(one.group)
    return rulebook.certified(one.group) or rulebook.tier(one.group) >= rulebook.tier(other.group)


def plain(condition: Clause) -> Clause:
    match condition:
        case Not(clause=AllOf(clauses=clauses)):
            return AnyOf(tuple(plain(Not(each)) for each in clauses))
        case Not(clause=AnyOf(clauses=clauses)):
            return AllOf(tuple(plain(Not(each)) for each in clauses))
        case Not(clause=Not(clause=inner)):
            return plain(inner)
        case Not(clause=Question(comparison=Comparison() as comparison) as question):
            turned = opposite(comparison)
            return Question(f"{turned.name} {turned.sign} {turned.number:g}", question.names, turned)
    return condition


def same(one: Question, other: Question) -> bool:
    if one.comparison is not None or other.comparison is not None:
        return one.comparison == other.comparison
    return one.text == other.text


def narrower(one: Question, other: Question) -> bool:
    ours, theirs = one.comparison, other.comparison
    if ours is None or theirs is None or ours.name != theirs.name or "!=" in {ours.sign, theirs.sign}:
        return False
    return range_of(ours).within(range_of(theirs))
