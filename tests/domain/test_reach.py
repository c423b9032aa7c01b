"""What signals and pairs can take from a score at most, by reading otherwise than they do."""

import tomllib
from dataclasses import replace

import pytest

from app import paths
from app.domain.reach import at_stake, pairs_at_stake, points_lost
from app.domain.snapshot import Reading
from app.domain.weights import Weights, weights_from


@pytest.fixture(scope="module")
def weights() -> Weights:
    document = tomllib.loads((paths.resources() / "weights.toml").read_text("utf-8"))
    return weights_from(document, revision="default", name="weights.toml")


def test_a_signal_can_lose_what_it_gives_and_a_calming_one_can_come_to_take_all_that_it_takes(weights: Weights) -> None:
    read = {"legal_threat": Reading(1.0, "said")}
    found = at_stake(read, ["legal_threat", "disappointment", "satisfied"], weights=weights)
    calming = weights.by_signal["satisfied"].points
    assert calming < 0
    assert found == {
        "legal_threat": weights.by_signal["legal_threat"].points,
        "disappointment": 0,
        "satisfied": -calming,
    }
    assert points_lost("legal_threat", read["legal_threat"], None, weights=weights) == found["legal_threat"]
    assert points_lost("satisfied", None, Reading(1.0, "glad"), weights=weights) == found["satisfied"]


def test_a_signal_that_the_teams_own_weights_do_not_name_has_nothing_at_stake(weights: Weights) -> None:
    few = replace(weights, by_signal={"legal_threat": weights.by_signal["legal_threat"]})
    assert at_stake({}, ["legal_threat", "disappointment"], weights=few) == {"legal_threat": 0}


def test_a_pair_can_lose_what_it_gives(weights: Weights) -> None:
    pair = next(each for each in weights.pairs if each.points > 0)
    read = {name: Reading(1.0, "said") for name in (*pair.one.signals, *pair.other.signals)}
    alone = replace(weights, pairs=(pair,))
    assert pairs_at_stake({}, weights=alone) == 0
    assert pairs_at_stake(read, weights=alone) == pair.points
