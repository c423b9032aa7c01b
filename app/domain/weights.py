"""What each signal is worth, what several are together, and where the thresholds lie, as a lead writes it down."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import exp
from typing import Any

from app.domain.entries import (
    MANY,
    Wrong,
    a_table,
    a_text,
    number,
    one_of,
    perhaps,
    read_table,
    some_names,
    whole_number,
)
from app.domain.fit_weights import FitWeights, fit_weights_from
from app.domain.score import MOST_POINTS, Family
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


_POINTS = whole_number(-MOST_POINTS, MOST_POINTS)
_THRESHOLD = whole_number(1, MANY)  # above all sums where nothing should be suggested, or automatic
_FAMILY = one_of(Family)
_SIGNALS = some_names("signal names")
_SIGNAL = {"family": _FAMILY, "points": _POINTS, "label": a_text, "without": a_text, "given": a_text}
_GROUP = {"family": _FAMILY, "cap": _POINTS, "label": a_text, "signals": _SIGNALS}
_SIDE = {"says": a_text, "signals": _SIGNALS, "at_least": number(0, 1)}
_PAIR = {"family": _FAMILY, "points": _POINTS, "label": a_text, "one": a_table, "other": a_table}
_PROBABILITY = {"even": number(-MOST_POINTS, MOST_POINTS), "spread": number(0, MOST_POINTS)}
_TOP = dict.fromkeys(("thresholds", "signals", "groups", "pairs", "probability", "routing"), a_table)


def weights_from(document: Mapping[str, Any], *, revision: str, name: str, signals: Collection[str] = ()) -> Weights:
    """The weights that a parsed `weights.toml` holds; `name` is what to call the file in an error.

    `signals` are all that there are, of which each may have a weight or none; without them any may have one.
    """
    try:
        weights = _weights(document, revision)
        for wrong in _wrong(weights, signals):
            raise Wrong(wrong)  # noqa: TRY301 - one place names the file
    except Wrong as wrong:
        raise SettingsInvalid(f"{name} cannot be used: {wrong}") from wrong
    return weights


def completed(weights: Weights, shipped: Weights) -> Weights:
    """The weights with the shipped one of each signal that they have none of, each in the group that it is shipped in.

    So a signal that is new counts at once, also for a team whose own weights were written before there was one.
    """
    lacking = {name: weight for name, weight in shipped.by_signal.items() if name not in weights.by_signal}
    shipped_in = {name: group.name for group in shipped.groups for name in group.signals}

    def joined(group: Group) -> Group:
        new = (each for each in lacking.values() if shipped_in.get(each.signal) == group.name)
        return replace(group, signals=(*group.signals, *(each.signal for each in new if each.points * group.cap > 0)))

    groups = tuple(joined(each) for each in weights.groups)
    return replace(weights, by_signal={**weights.by_signal, **lacking}, groups=groups)


def _weights(document: Mapping[str, Any], revision: str) -> Weights:
    top = read_table(document, _TOP, needed=("thresholds", "signals"), called="the file")
    thresholds = read_table(
        top["thresholds"],
        {"suggest": _THRESHOLD, "automatic": _THRESHOLD},
        needed=("suggest", "automatic"),
        called="[thresholds]",
    )
    likely = top.get("probability")
    return Weights(
        revision=revision,
        **thresholds,
        by_signal={key: _weight(key, entry) for key, entry in top["signals"].items()},
        groups=tuple(_group(key, entry) for key, entry in top.get("groups", {}).items()),
        pairs=tuple(_pair(key, entry) for key, entry in top.get("pairs", {}).items()),
        likelihood=None if likely is None else _likelihood(likely),
        fit=fit_weights_from(top.get("routing", {})),
    )


def _wrong(weights: Weights, known: Collection[str]) -> Iterable[str]:
    """What cannot hold, in whole sentences."""
    for name in (each for each in weights.by_signal if known and each not in known):
        yield f"[signals.{name}] is of no signal that there is{perhaps(name, known)}."
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


def _weight(name: str, entry: object) -> Weight:
    needed = ("family", "points", "label")
    return Weight(signal=name, **read_table(entry, _SIGNAL, needed=needed, called=f"[signals.{name}]"))


def _group(name: str, entry: object) -> Group:
    return Group(name=name, **read_table(entry, _GROUP, needed=tuple(_GROUP), called=f"[groups.{name}]"))


def _pair(name: str, entry: object) -> Pair:
    read = read_table(entry, _PAIR, needed=tuple(_PAIR), called=f"[pairs.{name}]")
    sides = {side: _side(read[side], called=f"[pairs.{name}.{side}]") for side in ("one", "other")}
    return Pair(name=name, **{**read, **sides})


def _side(entry: object, *, called: str) -> Side:
    side = Side(**read_table(entry, _SIDE, needed=tuple(_SIDE), called=called))
    if not side.at_least > 0:
        raise Wrong(f"{called} has at_least = 0: at_least lies above 0 and up to 1.")
    return side


def _likelihood(entry: object) -> Likelihood:
    likelihood = Likelihood(**read_table(entry, _PROBABILITY, needed=tuple(_PROBABILITY), called="[probability]"))
    if not likelihood.spread > 0:
        raise Wrong(f"[probability] has spread = 0: spread is a number of points above 0, up to {MOST_POINTS:,}.")
    return likelihood
