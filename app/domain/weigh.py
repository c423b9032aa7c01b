"""How readings become one whole number whose lines can be shown: each signal, each pair, and what caps take back."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from app.domain.score import Contribution, Line, Score, ScoreState
from app.domain.snapshot import Reading
from app.domain.weights import Group, Pair, Side, Weight, Weights
from app.errors import SettingsInvalid

_T = TypeVar("_T")


def weigh(readings: Mapping[str, Reading], *, weights: Weights, enough: bool = True) -> Score:
    """The exactly additive score of readings by signal name.

    A signal's line is `weight * strength` rounded half to even to a whole point; a pair's is its points times the
    weaker of its two sides; lines of zero points are dropped. Where the points of a group exceed its cap, a line of its
    own takes the surplus back. Without a reading only the lines that name it in `signal` or `of` are different.

    `enough` is False while no customer message has been analysed: the points stand, the state says that they may lie.
    A signal without a weight is a `SettingsInvalid`, since silence would hide it from the score.
    """
    signals = [each for name, reading in readings.items() if (each := _signal(name, reading, weights)).points]
    pairs = [made for pair in weights.pairs if (made := _paired(pair, readings)) is not None and made.points]
    by_name = {each.signal: each for each in signals}
    caps = [surplus for group in weights.groups if (surplus := _surplus(group, by_name)) is not None]
    return scored([*signals, *pairs, *caps], weights=weights, enough=enough)


def tally(readings: Mapping[str, Reading], *, weights: Weights) -> int:
    """The points of `weigh`, without its lines: for the many verdicts of which nothing else is asked."""
    points = {name: signal_points(name, reading, weights) for name, reading in readings.items()}
    pairs = sum([pair_points(pair, readings) for pair in weights.pairs])
    totals = [(group, sum([points[name] for name in group.signals if name in points])) for group in weights.groups]
    return sum(points.values()) + pairs + sum([group.cap - total for group, total in totals if _exceeds(total, group)])


def signal_points(name: str, reading: Reading, weights: Weights) -> int:
    """What one reading is worth before any cap."""
    return _points(_weight(name, weights), reading)


def pair_points(pair: Pair, readings: Mapping[str, Reading]) -> int:
    """What a pair is worth; 0 where one of its sides is not shown."""
    found = _sides(pair, readings)
    return round(pair.points * found[2]) if found else 0


def scored(lines: Iterable[Contribution], *, weights: Weights, enough: bool) -> Score:
    """The score that is the sum of these lines: the strongest first, then what caps take back."""
    every = list(lines)
    caps = [each for each in every if each.line is Line.CAP]
    contributions = (*_strongest_first(each for each in every if each.line is not Line.CAP), *_strongest_first(caps))
    points = sum(each.points for each in contributions)
    known = enough and weights.likelihood is not None
    return Score(
        points=points,
        state=_state(points, weights) if enough else ScoreState.UNKNOWN,
        contributions=contributions,
        weights_revision=weights.revision,
        to_suggest=weights.suggest - points,
        to_automatic=weights.automatic - points,
        probability=round(weights.likelihood.of(points), 4) if known and weights.likelihood else None,
    )


def _strongest_first(lines: Iterable[Contribution]) -> list[Contribution]:
    return sorted(lines, key=lambda each: (-abs(each.points), each.signal))


def _signal(name: str, reading: Reading, weights: Weights) -> Contribution:
    weight = _weight(name, weights)
    return Contribution(
        signal=name,
        label=weight.label,
        family=weight.family,
        points=_points(weight, reading),
        strength=reading.strength,
        weight=weight.points,
        because=reading.because,
        evidence=reading.evidence,
        facts=reading.facts,
        intents=reading.intents,
    )


def _weight(name: str, weights: Weights) -> Weight:
    weight = weights.by_signal.get(name)
    if weight is None:
        raise SettingsInvalid(f"The signal {name!r} has no weight; add [signals.{name}] to weights.toml.")
    return weight


def _points(weight: Weight, reading: Reading) -> int:
    return round(weight.points * reading.strength)


def _paired(pair: Pair, readings: Mapping[str, Reading]) -> Contribution | None:
    """Both facts at once, as sure as the less sure of them, with the evidence of both."""
    found = _sides(pair, readings)
    if found is None:
        return None
    one, other, strength = found
    both = readings[one], readings[other]
    return Contribution(
        signal=pair.name,
        label=pair.label,
        family=pair.family,
        points=round(pair.points * strength),
        strength=strength,
        weight=pair.points,
        because=f"{pair.one.says} and {pair.other.says}: {both[0].because}; {both[1].because}",
        evidence=_each_once(span for reading in both for span in reading.evidence),
        facts=_each_once(fact for reading in both for fact in reading.facts),
        line=Line.PAIR,
        of=(one, other),
    )


def _sides(pair: Pair, readings: Mapping[str, Reading]) -> tuple[str, str, float] | None:
    """The signals that show the two facts best, and how sure both are together; None where one is not shown."""
    one = _strongest(pair.one, readings)
    other = _strongest(pair.other, readings) if one is not None else None
    if one is None or other is None:
        return None
    return one, other, min(readings[one].strength, readings[other].strength)


def _strongest(side: Side, readings: Mapping[str, Reading]) -> str | None:
    """The signal that shows a side of a pair best; of equal ones the first that the side names."""
    there = [name for name in side.signals if name in readings and readings[name].strength >= side.at_least]
    if len(there) < 2:
        return there[0] if there else None
    return max(there, key=lambda name: readings[name].strength)


def _surplus(group: Group, signals: Mapping[str, Contribution]) -> Contribution | None:
    """What takes the points of a group back to its cap; None where they stay within it."""
    there = [signals[name] for name in group.signals if name in signals]
    total = sum(each.points for each in there)
    if not _exceeds(total, group):
        return None
    members = _strongest_first(there)
    return Contribution(
        signal=group.name,
        label=group.label,
        family=group.family,
        points=group.cap - total,
        strength=1.0,
        weight=group.cap,
        because=f"{_listed(each.label for each in members)} say much the same: {group.cap} of {total} points count",
        line=Line.CAP,
        of=tuple(each.signal for each in members),
    )


def _exceeds(total: int, group: Group) -> bool:
    return abs(total) > abs(group.cap)


def _state(points: int, weights: Weights) -> ScoreState:
    if points >= weights.automatic:
        return ScoreState.AUTOMATIC
    return ScoreState.SUGGEST if points >= weights.suggest else ScoreState.QUIET


def _listed(labels: Iterable[str]) -> str:
    quoted = [f"“{label}”" for label in labels]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]


def _each_once(things: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(things))
