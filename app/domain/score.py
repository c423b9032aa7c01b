"""A score: one whole number, and the lines that it is the sum of, each with its reason and what shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.people import Fact
from app.domain.snapshot import Span

MOST_POINTS = 1_000  # of one line, either way: many times the thresholds, and more would only hide what else is there


class Family(StrEnum):
    """The families of triggers."""

    SENTIMENT = "sentiment"
    ACCOUNT = "account"
    TECHNICAL = "technical"
    COMPLIANCE = "compliance"
    LOOPS = "loops"
    TIME = "time"


class ScoreState(StrEnum):
    """Where a score stands against the thresholds; not enough known is a state of its own."""

    QUIET = "quiet"
    SUGGEST = "suggest"
    AUTOMATIC = "automatic"
    UNKNOWN = "not enough known"


class Line(StrEnum):
    """What one line of a score stands for."""

    SIGNAL = "signal"
    PAIR = "pair"  # two things that mean more together than each by itself
    CAP = "cap"  # what is taken back because several signals say the same


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of a score, with the words or the dated facts that earned it.

    `signal` names the signal, or the pair or the group that the line stands for; `of` then names the signals that it
    rests on, and taking one of those away may change the line. Of a cap, `weight` is the most that its signals count
    together, and its points are what they exceed it by, taken back.
    """

    signal: str
    label: str
    family: Family
    points: int
    strength: float
    weight: int
    because: str
    evidence: tuple[Span, ...] = ()
    facts: tuple[Fact, ...] = ()
    line: Line = Line.SIGNAL
    of: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()  # that the evidence was read for


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of its contributions, to the last point: signals and pairs strongest first, then what caps take back.

    `probability` is that a lead would escalate a ticket of so many points; None where that is not known.
    """

    points: int
    state: ScoreState
    contributions: tuple[Contribution, ...]
    weights_revision: str
    to_suggest: int  # points still missing to the threshold; zero or less once it is reached
    to_automatic: int
    probability: float | None = None

    @property
    def raising(self) -> tuple[Contribution, ...]:
        """The signals that speak for an escalation, strongest first; pairs and caps only repeat what they say."""
        return tuple(each for each in self.contributions if each.points > 0 and each.line is Line.SIGNAL)


def spans(contributions: Iterable[Contribution]) -> tuple[Span, ...]:
    """Every span of evidence, in the order of the contributions."""
    return tuple(span for each in contributions for span in each.evidence)
