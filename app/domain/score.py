"""How readings become one whole number whose parts can be shown: weights, contributions, score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.people import Fact
from app.domain.snapshot import Reading, Span
from app.errors import SettingsInvalid


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


@dataclass(frozen=True, slots=True)
class Weight:
    """What a signal at full strength is worth, in whole points; negative points calm."""

    signal: str
    family: Family
    points: int
    label: str  # the signal's name on the screen


@dataclass(frozen=True, slots=True)
class Weights:
    """One revision of all weights and the two thresholds, in points."""

    revision: str
    suggest: int
    automatic: int
    by_signal: Mapping[str, Weight]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One signal's share of the score, with the words or the dated facts that earned it."""

    signal: str
    label: str
    family: Family
    points: int
    strength: float
    weight: int
    because: str
    evidence: tuple[Span, ...] = ()
    facts: tuple[Fact, ...] = ()
    intents: tuple[str, ...] = ()  # that the evidence was read for


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of its contributions, to the last point, strongest first."""

    points: int
    state: ScoreState
    contributions: tuple[Contribution, ...]
    weights_revision: str
    to_suggest: int  # points still missing to the threshold; zero or less once it is reached
    to_automatic: int


def weigh(readings: Mapping[str, Reading], *, weights: Weights, enough: bool = True) -> Score:
    """The exactly additive score of readings by signal name.

    Each contribution is `weight * strength` rounded half to even to a whole point; those of zero points are dropped.
    `enough` is False while no customer message has been analysed: the points stand, the state says that they may lie.
    A signal without a weight is a `SettingsInvalid`, since silence would hide it from the score.
    """
    contributions = sorted(
        (each for name, reading in readings.items() if (each := _contribution(name, reading, weights)).points),
        key=lambda each: (-abs(each.points), each.signal),
    )
    points = sum(each.points for each in contributions)
    return Score(
        points=points,
        state=_state(points, weights) if enough else ScoreState.UNKNOWN,
        contributions=tuple(contributions),
        weights_revision=weights.revision,
        to_suggest=weights.suggest - points,
        to_automatic=weights.automatic - points,
    )


def weights_from(document: Mapping[str, Any], *, revision: str, name: str) -> Weights:
    """The weights that a parsed `weights.toml` holds; `name` is what to call the file in an error."""
    try:
        thresholds = document["thresholds"]
        signals = document["signals"]
        weights = Weights(
            revision=revision,
            suggest=_whole(thresholds["suggest"]),
            automatic=_whole(thresholds["automatic"]),
            by_signal={key: _weight(key, entry) for key, entry in signals.items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsInvalid(f"{name} cannot be used: {error!r}. Compare it with the default weights.toml.") from error
    if not 0 < weights.suggest < weights.automatic:
        raise SettingsInvalid(
            f"{name}: thresholds need 0 < suggest < automatic, not {weights.suggest}, {weights.automatic}."
        )
    return weights


def spans(contributions: Iterable[Contribution]) -> tuple[Span, ...]:
    """Every span of evidence, in the order of the contributions."""
    return tuple(span for each in contributions for span in each.evidence)


def _contribution(name: str, reading: Reading, weights: Weights) -> Contribution:
    weight = weights.by_signal.get(name)
    if weight is None:
        raise SettingsInvalid(f"The signal {name!r} has no weight; add [signals.{name}] to weights.toml.")
    return Contribution(
        signal=name,
        label=weight.label,
        family=weight.family,
        points=round(weight.points * reading.strength),
        strength=reading.strength,
        weight=weight.points,
        because=reading.because,
        evidence=reading.evidence,
        facts=reading.facts,
        intents=reading.intents,
    )


def _state(points: int, weights: Weights) -> ScoreState:
    if points >= weights.automatic:
        return ScoreState.AUTOMATIC
    return ScoreState.SUGGEST if points >= weights.suggest else ScoreState.QUIET


def _weight(name: str, entry: Mapping[str, Any]) -> Weight:
    return Weight(
        signal=name, family=Family(entry["family"]), points=_whole(entry["points"]), label=str(entry["label"])
    )


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"points are whole numbers, not {value!r}")
    return value
