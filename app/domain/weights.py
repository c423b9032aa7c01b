"""What each signal is worth, what several are together, and where the thresholds lie, as a lead writes it down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Any

from app.domain.fit_weights import FitWeights, fit_weights_from
from app.domain.score import Family
from app.errors import SettingsInvalid


@dataclass(frozen=True, slots=True)
class Weight:
    """What a signal at full strength is worth, in whole points; negative points calm.

    `without` and `given` end the sentences "not suggested if ..." and "suggested if ...": how it would be if the signal
    were not there, and if it were. Where `given` is empty the signal is not offered as something that might happen.
    """

    signal: str
    family: Family
    points: int
    label: str  # the signal's name on the screen
    without: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Signals that tend to come together, and the most that their points may come to. A negative cap bounds calm."""

    name: str
    label: str
    family: Family
    cap: int
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two facts of a pair: any of `signals`, read at `at_least` or stronger. `says` is the fact in words."""

    says: str
    signals: tuple[str, ...]
    at_least: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts that mean more together than each by itself, and how many points more."""

    name: str
    label: str
    family: Family
    points: int
    one: Side
    other: Side


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Points as a probability: a logistic curve that is one half at `even` points.

    Every `spread` points more make the odds e times as high.
    """

    even: float
    spread: float

    def of(self, points: int) -> float:
        return 1.0 / (1.0 + exp(min((self.even - points) / self.spread, 500.0)))  # beyond that e**x is no number


@dataclass(frozen=True, slots=True)
class Weights:
    """One revision of all weights and the two thresholds, in points."""

    revision: str
    suggest: int
    automatic: int
    by_signal: Mapping[str, Weight]
    groups: tuple[Group, ...] = ()
    pairs: tuple[Pair, ...] = ()
    likelihood: Likelihood | None = None
    fit: FitWeights = field(default_factory=FitWeights)


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
            groups=tuple(_group(key, entry) for key, entry in document.get("groups", {}).items()),
            pairs=tuple(_pair(key, entry) for key, entry in document.get("pairs", {}).items()),
            likelihood=_likelihood(document.get("probability")),
            fit=fit_weights_from(document.get("routing", {})),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsInvalid(f"{name} cannot be used: {error!r}. Compare it with the default weights.toml.") from error
    for wrong in _wrong(weights):
        raise SettingsInvalid(f"{name}: {wrong}")
    return weights


def _wrong(weights: Weights) -> Iterable[str]:
    """What cannot hold, in whole sentences."""
    if not 0 < weights.suggest < weights.automatic:
        yield f"thresholds need 0 < suggest < automatic, not {weights.suggest}, {weights.automatic}."
    named = [*weights.by_signal, *(group.name for group in weights.groups), *(pair.name for pair in weights.pairs)]
    for twice in (each for each in named if named.count(each) > 1):
        yield f"two lines of a score would be called {twice!r}; rename the group or the pair."
    sides = [side.signals for pair in weights.pairs for side in (pair.one, pair.other)]
    grouped = [group.signals for group in weights.groups]
    for unknown in (each for signals in (*sides, *grouped) for each in signals if each not in weights.by_signal):
        yield f"a group or a pair names {unknown!r}, which has no [signals.{unknown}] entry."
    members = [each for signals in grouped for each in signals]
    for twice in (each for each in members if members.count(each) > 1):
        yield f"the signal {twice!r} is in two groups; its points could be taken back twice."
    for group in weights.groups:
        opposed = [each for each in group.signals if weights.by_signal[each].points * group.cap <= 0]
        if opposed:
            yield f"the cap of group {group.name!r} and the points of {opposed[0]!r} need the same sign."


def _weight(name: str, entry: Mapping[str, Any]) -> Weight:
    return Weight(
        signal=name,
        family=Family(entry["family"]),
        points=_whole(entry["points"]),
        label=_text(entry["label"]),
        without=_text(entry.get("without", "")),
        given=_text(entry.get("given", "")),
    )


def _group(name: str, entry: Mapping[str, Any]) -> Group:
    return Group(
        name=name,
        label=_text(entry["label"]),
        family=Family(entry["family"]),
        cap=_whole(entry["cap"]),
        signals=_names(entry["signals"]),
    )


def _pair(name: str, entry: Mapping[str, Any]) -> Pair:
    return Pair(
        name=name,
        label=_text(entry["label"]),
        family=Family(entry["family"]),
        points=_whole(entry["points"]),
        one=_side(entry["one"]),
        other=_side(entry["other"]),
    )


def _side(entry: Mapping[str, Any]) -> Side:
    at_least = _number(entry["at_least"])
    if not 0 < at_least <= 1:
        raise ValueError(f"at_least lies above 0 and up to 1, not {at_least!r}")
    return Side(says=_text(entry["says"]), signals=_names(entry["signals"]), at_least=at_least)


def _likelihood(entry: Mapping[str, Any] | None) -> Likelihood | None:
    if entry is None:
        return None
    spread = _number(entry["spread"])
    if not spread > 0:
        raise ValueError(f"spread is a number of points above 0, not {spread!r}")
    return Likelihood(even=_number(entry["even"]), spread=spread)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"points are whole numbers, not {value!r}")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is wanted, not {value!r}")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"words are wanted, not {value!r}")
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise TypeError(f"a list of signal names is wanted, not {value!r}")
    return tuple(value)
