"""How far a change of facts can move a score at most, also where the cap of a group hides it."""

from collections.abc import Iterable, Mapping, Sequence

from app.domain.snapshot import Reading
from app.domain.weigh import pair_points, signal_points
from app.domain.weights import Group, Weights

Readings = Mapping[str, Reading]


def reaches(base: Readings, changed: Sequence[Readings], *, weights: Weights, upwards: bool, at_once: int) -> list[int]:
    """For each change how many points it moves the score at most `upwards`, or down, made with some of the others.

    `changed` are the readings with each change. No set of `at_once` changes or fewer moves the score further than what
    is told of its members adds up to, provided that of two that change the same signal one alone takes it as far as
    both. Points that rules add are left out.

    Of a group that has more points than its cap, what is beyond has to go before anything moves. So a member counts
    with what is left of its points when the strongest others go with it.
    """
    way = 1 if upwards else -1
    moved = [_moved(base, each, weights, way) for each in changed]
    group_of = {name: group for group in weights.groups for name in group.signals}
    found = [0] * len(moved)
    grouped: dict[str, list[int]] = {}  # by group, what each change moves of it
    for place, each in enumerate(moved):
        for name, points in each.items():
            group = group_of.get(name)
            own = found if group is None else grouped.setdefault(group.name, [0] * len(moved))
            own[place] += max(0, points)
    for group in [each for each in weights.groups if each.name in grouped]:
        for place, points in enumerate(_within(group, grouped[group.name], base, weights, way, at_once)):
            found[place] += points
    for pair in weights.pairs:
        now = pair_points(pair, base)
        most = max(0, pair.points) - now if upwards else now - min(0, pair.points)
        sides = {*pair.one.signals, *pair.other.signals}
        for place, each in enumerate(moved):
            found[place] += most if most and not sides.isdisjoint(each) else 0
    return found


def at_stake(base: Readings, names: Iterable[str], *, weights: Weights) -> dict[str, int]:
    """How many points at most each of these signals can take from the score, by reading otherwise than it does.

    One that has no weight takes none.
    """
    worth = {name: weights.by_signal[name].points for name in names if name in weights.by_signal}
    return {name: _points(name, base.get(name), weights) - min(0, points) for name, points in worth.items()}


def pairs_at_stake(base: Readings, *, weights: Weights) -> int:
    """How many points at most all pairs can take from it. A cap never takes more than its signals do."""
    return sum([pair_points(pair, base) - min(0, pair.points) for pair in weights.pairs])


def points_lost(name: str, before: Reading | None, now: Reading | None, *, weights: Weights) -> int:
    """What a signal takes by reading so now; below 0 what it adds."""
    return _points(name, before, weights) - _points(name, now, weights)


def _moved(base: Readings, changed: Readings, weights: Weights, way: int) -> dict[str, int]:
    """The signals that read differently, each with the points that this moves the wanted way."""
    moved: dict[str, int] = {}
    for name in (*base, *(changed.keys() - base.keys())):
        before, now = base.get(name), changed.get(name)
        if before is not now:
            moved[name] = -way * points_lost(name, before, now, weights=weights)
    return moved


def _points(name: str, reading: Reading | None, weights: Weights) -> int:
    return signal_points(name, reading, weights) if reading is not None else 0


def _within(group: Group, own: list[int], base: Readings, weights: Weights, way: int, at_once: int) -> list[int]:
    """What is left of each change's `own` points under the group's cap."""
    there = abs(sum(_points(name, base.get(name), weights) for name in group.signals))
    cap = abs(group.cap)
    if way * group.cap > 0:  # more of the same: up to the cap
        return [min(each, max(0, cap - there)) for each in own]
    beyond = max(0, there - cap)
    ordered = sorted(own, reverse=True)
    most = sum(ordered[:at_once])
    without = sum(ordered[: at_once - 1])
    least = ordered[:at_once][-1]
    return [min(each, max(0, (most if each >= least else each + without) - beyond)) for each in own]
