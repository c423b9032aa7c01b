"""How well an intent was read that a team is about to teach: figures with their uncertainty, and what was misread."""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import NewType

from app.domain.taught import IntentDraft

TrialId = NewType("TrialId", str)  # made by the client, so that asking twice is asking once

SURE = 1.96  # standard deviations of a 95 % interval


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with Wilson's 95 % interval."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """None where there is nothing to count."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return (0.0, 1.0)
        share, spread = self.hits / self.of, SURE**2 / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = SURE / (1 + spread) * sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        return (max(middle - half, 0.0), min(middle + half, 1.0))


@dataclass(frozen=True, slots=True)
class Misread:
    """A phrase that readers got wrong who had not seen it; `everyday` ones are none of the team's."""

    text: str
    present: bool  # what it is in truth
    probability: float  # what they gave it
    everyday: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What cross-validation found: each phrase was read by readers that were trained without it.

    `precision` counts near misses and `everyday` phrases alike; `f1_interval` is a bootstrap's, 95 %.
    """

    precision: Share
    recall: Share
    f1: float
    f1_interval: tuple[float, float]
    near: Share  # near misses that were taken for the intent
    everyday: Share  # phrases of everyday support that were
    parts: int
    repeats: int
    misread: tuple[Misread, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft that somebody wants tried; with `figures` once it was, or with the `problem` that it met."""

    id: TrialId
    draft: IntentDraft
    by: str
    at: datetime
    figures: Figures | None = None
    problem: str = ""

    @property
    def over(self) -> bool:
        return self.figures is not None or bool(self.problem)
