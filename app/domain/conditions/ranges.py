"""The numbers that comparisons leave."""

from dataclasses import dataclass
from math import inf

from app.domain.conditions.clauses import Comparison
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


def possible(name: str, vocabulary: Vocabulary) -> Range:
    """What a number can be at all."""
    term = vocabulary.term(name)
    if term is None:
        return Range()
    return Range(-inf if term.low is None else float(term.low), inf if term.high is None else float(term.high))


def range_of(comparison: Comparison) -> Range:
    """What a comparison leaves; all of it where that is no one stretch, as of `!=`."""
    number = comparison.number
    match comparison.sign:
        case "<":
            return Range(high=number, high_in=False)
        case "<=":
            return Range(high=number)
        case ">":
            return Range(low=number, low_in=False)
        case ">=":
            return Range(low=number)
        case "==":
            return Range(number, number)
    return Range()
