"""What each factor of a person's fit is worth, as a lead writes it down under [routing] in `weights.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

MOST = 1000  # points; more would only hide what else is there


@dataclass(frozen=True, slots=True)
class FitWeights:
    """The most that each factor gives, in whole points; 0 leaves it out of account. These hold where none is given."""

    skill: int = 20
    complexity: int = 12
    value: int = 10
    workload: int = 30
    shift: int = 6
    presence: int = 6
    history: int = 30


def fit_weights_from(entry: Mapping[str, Any]) -> FitWeights:
    """The weights that a [routing] table holds. Raises `TypeError` or `ValueError` where one cannot be used."""
    known = [each.name for each in fields(FitWeights)]
    for name, points in entry.items():
        if name not in known:
            raise ValueError(f"[routing] has {name!r}; the factors are {', '.join(known)}")
        if isinstance(points, bool) or not isinstance(points, int):
            raise TypeError(f"points are whole numbers, not {points!r}")
        if not 0 <= points <= MOST:
            raise ValueError(f"[routing] {name} lies from 0 to {MOST}, not {points}")
    return FitWeights(**entry)
