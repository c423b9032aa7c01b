"""What is plain of conditions without a ticket: that one never holds or always does, that one implies another."""

from dataclasses import dataclass
from math import inf

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Comparison, Not, Question, opposite, shown, spoken
from app.domain.conditions.tree import Literal
from app.domain.conditions.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers between two bounds, which belong to it or not."""

    low: float = -inf
    high: float = inf
    low_in: bool = True
    high_in: bool = True

    @property
    def empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    def and_also(self, other: "Range") -> "Range":
        low = max((self.low, not self.low_in), (other.low, not other.low_in))
        high = min((self.high, self.high_in), (other.high, other.high_in))
        return Range(low[0], high[0], not low[1], high[1])

    def within(self, other: "Range") -> bool:
        return self.and_also(other) == self


def never(clause: Clause, vocabulary: Vocabulary) -> str:
    """Why a condition can hold of no ticket at all; "" where it can, or where that is not plain to see."""
    positive = plain(clause)
    match positive:
        case AnyOf(clauses=clauses):
            reasons = [never(each, vocabulary) for each in clauses]
            return reasons[0] if all(reasons) else ""
        case AllOf(clauses=clauses):
            return next((why for each in clauses if (why := never(each, vocabulary))), "") or _disjoint(
                clauses, vocabulary
            )
        case Question():
            return _alone(positive, vocabulary, holds=False)
    return ""


def always(clause: Clause, vocabulary: Vocabulary) -> str:
    """Why a condition holds of every ticket of which it can be told; "" where it does not."""
    positive = plain(clause)
    match positive:
        case AllOf(clauses=clauses):
            reasons = [always(each, vocabulary) for each in clauses]
            return reasons[0] if all(reasons) else ""
        case AnyOf(clauses=clauses):
            return next((why for each in clauses if (why := always(each, vocabulary))), "")
        case Question():
            return _alone(positive, vocabulary, holds=True)
    return ""


def implies(one: Clause, other: Clause) -> bool:  # noqa: PLR0911 - one case a pair of kinds
    """Whether the other holds wherever the one does, as far as that is plain to see."""
    one, other = plain(one), plain(other)
    if one == other:
        return True
    if isinstance(other, AllOf):
        return all(implies(one, each) for each in other.clauses)
    if isinstance(one, AnyOf):
        return all(implies(each, other) for each in one.clauses)
    if isinstance(other, AnyOf) and any(implies(one, each) for each in other.clauses):
        return True
    if isinstance(one, AllOf):
        return any(implies(each, other) for each in one.clauses)
    if isinstance(one, Question) and isinstance(other, Question):
        return _same(one, other) or _narrower(one, other)
    return isinstance(one, Not) and isinstance(other, Not) and implies(other.clause, one.clause)


def plain(clause: Clause) -> Clause:  # noqa: PLR0911 - one case a kind
    """The same with `!` moved down to single tests, and into comparisons."""
    match clause:
        case AllOf(clauses=clauses):
            return AllOf(tuple(map(plain, clauses))) if len(clauses) > 1 else plain(clauses[0])
        case AnyOf(clauses=clauses):
            return AnyOf(tuple(map(plain, clauses))) if len(clauses) > 1 else plain(clauses[0])
        case Not(clause=AllOf(clauses=clauses)):
            return AnyOf(tuple(plain(Not(each)) for each in clauses))
        case Not(clause=AnyOf(clauses=clauses)):
            return AllOf(tuple(plain(Not(each)) for each in clauses))
        case Not(clause=Not(clause=inner)):
            return plain(inner)
        case Not(clause=Question(comparison=Comparison() as comparison) as question):
            turned = opposite(comparison)
            return Question(f"{turned.name} {turned.sign} {turned.number:g}", question.names, turned)
    return clause


def _alone(question: Question, vocabulary: Vocabulary, *, holds: bool) -> str:
    if isinstance(question.node, Literal):
        return f"it is {shown(question.node.value)} whatever the ticket" if question.node.value is holds else ""
    if question.comparison is None or question.comparison.sign == "!=":
        return ""
    possible, wanted = _possible(question.comparison.name, vocabulary), _range(question.comparison)
    settled = possible.within(wanted) if holds else possible.and_also(wanted).empty
    if not settled:
        return ""
    bounds = (
        f"{shown(possible.low)} to {shown(possible.high)}" if possible.high < inf else f"{shown(possible.low)} or more"
    )
    return f"{spoken(question.comparison.name)} is {bounds}, so {question.text} {'always' if holds else 'never'} holds"


def _disjoint(clauses: tuple[Clause, ...], vocabulary: Vocabulary) -> str:
    """Two demands on one number, or on one text, that no value meets."""
    ranges: dict[str, Range] = {}
    for each in clauses:
        if not isinstance(each, Question) or each.comparison is None or each.comparison.sign == "!=":
            continue
        name = each.comparison.name
        ranges[name] = ranges.get(name, _possible(name, vocabulary)).and_also(_range(each.comparison))
        if ranges[name].empty:
            return f"no {spoken(name)} meets all that is asked of it"
    return ""


def _possible(name: str, vocabulary: Vocabulary) -> Range:
    term = vocabulary.term(name)
    if term is None:
        return Range()
    return Range(-inf if term.low is None else float(term.low), inf if term.high is None else float(term.high))


def _range(comparison: Comparison) -> Range:
    number = comparison.number
    return {
        "<": Range(high=number, high_in=False),
        "<=": Range(high=number),
        ">": Range(low=number, low_in=False),
        ">=": Range(low=number),
        "==": Range(number, number),
        "!=": Range(),
    }[comparison.sign]


def _same(one: Question, other: Question) -> bool:
    if one.comparison is not None or other.comparison is not None:
        return one.comparison == other.comparison
    return "".join(one.text.split()) == "".join(other.text.split())


def _narrower(one: Question, other: Question) -> bool:
    ours, theirs = one.comparison, other.comparison
    if ours is None or theirs is None or ours.name != theirs.name or "!=" in {ours.sign, theirs.sign}:
        return False
    return _range(ours).within(_range(theirs))
