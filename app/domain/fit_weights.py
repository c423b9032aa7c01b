"""What each factor of a person's fit is worth, as a lead writes it down under [routing] in `weights.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.domain.entries import read_table, whole_number
from app.domain.score import MOST_POINTS


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
    """The weights that a [routing] table holds. Raises `Wrong` where one cannot be used."""
    readers = dict.fromkeys((each.name for each in fields(FitWeights)), whole_number(0, MOST_POINTS))
    return FitWeights(**read_table(entry, readers, called="[routing]"))
