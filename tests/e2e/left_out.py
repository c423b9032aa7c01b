"""How wrong a curve from points to probabilities is on tickets that it was not fitted on: each is left out once."""

from collections.abc import Sequence
from math import exp

ROUNDS = 60
SCALE = 20.0  # points, near the curve's own spread, so that Newton's steps are even
TINY = 1e-9

Told = Sequence[tuple[int, bool]]  # a ticket's points, and whether a lead escalated it


def left_out_error(told: Told) -> float:
    """Mean squared error, each ticket's probability by a logistic curve fitted by likelihood on all the others."""
    wrong = 0.0
    for place, (points, escalated) in enumerate(told):
        offset, slope = _fitted([*told[:place], *told[place + 1 :]])
        wrong += (_probability(offset, slope, points) - escalated) ** 2
    return wrong / len(told)


def _fitted(told: Told) -> tuple[float, float]:
    """Offset and slope of the likeliest curve, by Newton's steps."""
    offset = slope = 0.0
    for _ in range(ROUNDS):
        up = along = curve = cross = curve_along = 0.0
        for points, escalated in told:
            at, probability = points / SCALE, _probability(offset, slope, points)
            weight = probability * (1 - probability)
            up += escalated - probability
            along += (escalated - probability) * at
            curve, cross, curve_along = curve + weight, cross + weight * at, curve_along + weight * at * at
        scale = curve * curve_along - cross * cross + TINY
        offset += (curve_along * up - cross * along) / scale
        slope += (curve * along - cross * up) / scale
    return offset, slope


def _probability(offset: float, slope: float, points: int) -> float:
    return 1 / (1 + exp(max(min(-(offset + slope * points / SCALE), 500.0), -500.0)))
