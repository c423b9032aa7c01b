"""What is plain of conditions without a ticket: that one never holds or always does, that one implies another."""

from collections.abc import Iterator

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Not, Question, questions_in
from app.domain.conditions.contradictions import contradiction, settled
from app.domain.conditions.normal import normal, same_as, ways
from app.domain.conditions.ranges import range_of
from app.domain.conditions.rendered import rendered
from app.domain.conditions.sums import always_number
from app.domain.conditions.tree import Pair, walk
from app.domain.conditions.vocabulary import Vocabulary

MOST_WAYS = 64  # in which a condition can hold, each of which is looked at


def never(clause: Clause, vocabulary: Vocabulary) -> str:
    """Why a condition can hold of no ticket at all; "" where it can, or where that is not plain to see."""
    return _never(normal(clause), vocabulary)


def always(clause: Clause, vocabulary: Vocabulary) -> str:
    """Why a condition holds of every ticket of which it can be told; "" where it does not."""
    return _always(normal(clause), vocabulary)


def implies(one: Clause, other: Clause) -> bool:
    """Whether the other holds wherever the one does, as far as that is plain to see."""
    return implied(normal(one), normal(other))


def implied(one: Clause, other: Clause) -> bool:
    """As `implies`, of conditions that are `normal` already."""
    if isinstance(other, AllOf):
        return all(implied(one, each) for each in other.clauses)
    if isinstance(one, AnyOf):
        return all(implied(each, other) for each in one.clauses)
    if isinstance(other, AnyOf) and any(implied(one, each) for each in other.clauses):
        return True
    if isinstance(one, AllOf):
        return any(implied(each, other) for each in one.clauses)
    return not isinstance(other, AnyOf) and (same_as(one) == same_as(other) or _narrower(one, other))


def zero_divisors(clause: Clause) -> Iterator[str]:
    """What a condition divides by although it is 0 on every ticket."""
    for question in questions_in(clause):
        for node in walk(question.node) if question.node is not None else ():
            if isinstance(node, Pair) and node.sign == "/" and always_number(node.right) == 0:
                yield rendered(node.right)


def _never(clause: Clause, vocabulary: Vocabulary) -> str:
    match clause:
        case AnyOf(clauses=clauses):
            reasons = [_never(each, vocabulary) for each in clauses]
            return reasons[0] if all(reasons) else ""
        case AllOf(clauses=clauses):
            alone = next((why for each in clauses if (why := _never(each, vocabulary))), "")
            return alone or _never_together(clause, vocabulary)
        case Question() | Not():
            return contradiction((clause,), vocabulary)


def _never_together(clause: AllOf, vocabulary: Vocabulary) -> str:
    singles = tuple(each for each in clause.clauses if isinstance(each, Question | Not))
    if why := contradiction(singles, vocabulary):
        return why
    reasons = [contradiction(way, vocabulary) for way in ways(clause, most=MOST_WAYS) or ()]
    return reasons[0] if reasons and all(reasons) else ""


def _always(clause: Clause, vocabulary: Vocabulary) -> str:
    match clause:
        case AllOf(clauses=clauses):
            reasons = [_always(each, vocabulary) for each in clauses]
            return reasons[0] if all(reasons) else ""
        case AnyOf(clauses=clauses):
            return next((why for each in clauses if (why := _always(each, vocabulary))), "")
        case Question() | Not():
            said = settled(clause, vocabulary)
            return said.why if said is not None and said.holds else ""


def _narrower(one: Clause, other: Clause) -> bool:
    if not isinstance(one, Question) or not isinstance(other, Question):
        return False
    ours, theirs = one.comparison, other.comparison
    if ours is None or theirs is None or ours.name != theirs.name or "!=" in {ours.sign, theirs.sign}:
        return False
    return range_of(ours).within(range_of(theirs))
