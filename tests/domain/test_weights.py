"""The weights as a lead writes them: what can be read, and what cannot hold is refused by name."""

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from app import paths
from app.domain.score import Family
from app.domain.weights import Group, Likelihood, Pair, Side, Weight, Weights, completed, weights_from
from app.errors import SettingsInvalid


def document(**changes: Any) -> dict[str, Any]:
    entry = {"family": "loops", "points": 20, "label": "Handed on"}
    return {"thresholds": {"suggest": 40, "automatic": 90}, "signals": {"bounced": entry}} | changes


def test_weights_are_read_from_a_document() -> None:
    made = weights_from(document(), revision="abc", name="weights.toml")
    assert made == Weights("abc", 40, 90, {"bounced": Weight("bounced", Family.LOOPS, 20, "Handed on")})


@pytest.mark.parametrize(
    "changes",
    [
        {"thresholds": {"suggest": 40}},
        {"thresholds": {"suggest": 90, "automatic": 40}},
        {"thresholds": {"suggest": 0, "automatic": 40}},
        {"thresholds": {"suggest": True, "automatic": 40}},
        {"thresholds": 7},
        {"signals": {"bounced": {"family": "loop", "points": 20, "label": "x"}}},
        {"signals": {"bounced": {"family": "loops", "points": 2.5, "label": "x"}}},
        {"signals": {"bounced": {"family": "loops", "points": "20", "label": "x"}}},
        {"signals": {"bounced": {"family": "loops", "points": 20}}},
        {"signals": {"bounced": 20}},
        {"signals": []},
    ],
)
def test_weights_that_cannot_hold_are_refused_by_name(changes: Mapping[str, Any]) -> None:
    with pytest.raises(SettingsInvalid, match=r"weights\.toml"):
        weights_from(document(**changes), revision="abc", name="weights.toml")


@pytest.mark.parametrize("missing", ["thresholds", "signals"])
def test_weights_need_both_their_parts(missing: str) -> None:
    rest = {key: value for key, value in document().items() if key != missing}
    with pytest.raises(SettingsInvalid, match=missing):
        weights_from(rest, revision="abc", name="weights.toml")


MOVED = {"family": "loops", "points": 20, "label": "Handed on"}
CALM = {"family": "sentiment", "points": -30, "label": "Content"}
SIGNALS = {"bounced": MOVED, "reopened": MOVED, "content": CALM}
GROUP = {"family": "loops", "cap": 30, "label": "Loops counted once", "signals": ["bounced", "reopened"]}
ONE = {"says": "handed on", "at_least": 0.5, "signals": ["bounced"]}
OTHER = {"says": "reopened", "at_least": 0.5, "signals": ["reopened"]}
PAIR = {"family": "loops", "points": 8, "label": "Lost", "one": ONE, "other": OTHER}


def whole(**changes: Any) -> dict[str, Any]:
    """A document with everything in it."""
    parts = {
        "signals": SIGNALS,
        "groups": {"loops": GROUP},
        "pairs": {"lost": PAIR},
        "probability": {"even": 56, "spread": 12.5},
    }
    return document(**{**parts, **changes})


def test_groups_pairs_and_the_likelihood_are_read() -> None:
    made = weights_from(whole(), revision="abc", name="weights.toml")
    assert made.groups == (Group("loops", "Loops counted once", Family.LOOPS, 30, ("bounced", "reopened")),)
    one, other = Side("handed on", ("bounced",), 0.5), Side("reopened", ("reopened",), 0.5)
    assert made.pairs == (Pair("lost", "Lost", Family.LOOPS, 8, one, other),)
    assert made.likelihood == Likelihood(56.0, 12.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groups": {"loops": {**GROUP, "signals": ["bounced", "lost"]}}}, "'lost', which has no"),
        ({"pairs": {"lost": {**PAIR, "one": {**ONE, "signals": ["gone"]}}}}, "'gone', which has no"),
        ({"groups": {"one": GROUP, "two": GROUP}}, "'bounced' is in two groups"),
        ({"groups": {"loops": {**GROUP, "signals": ["bounced", "content"]}}}, "the same sign"),
        ({"groups": {"loops": {**GROUP, "cap": 0}}}, "the same sign"),
        ({"groups": {"bounced": GROUP}}, "called 'bounced'"),
        ({"pairs": {"loops": PAIR}}, "called 'loops'"),
        ({"groups": {"loops": {**GROUP, "signals": []}}}, "list of signal names"),
        ({"groups": {"loops": {**GROUP, "signals": "bounced"}}}, "list of signal names"),
        ({"pairs": {"lost": {**PAIR, "one": {**ONE, "at_least": 0}}}}, "at_least"),
        ({"pairs": {"lost": {**PAIR, "one": {**ONE, "at_least": True}}}}, "number"),
        ({"pairs": {"lost": {**PAIR, "one": {**ONE, "says": 7}}}}, "says = 7: a text is wanted"),
        ({"probability": {"even": 56, "spread": 0}}, "spread"),
        ({"probability": {"spread": 10}}, "even"),
        ({"probability": {"even": float("nan"), "spread": 10}}, "even = nan: a number from -1,000 to 1,000 is wanted"),
        ({"probability": {"even": 66, "spread": float("inf")}}, "spread = inf: a number from 0 to 1,000 is wanted"),
        ({"signals": {**SIGNALS, "bounced": {**MOVED, "points": 1001}}}, "points = 1001: .* from -1,000 to 1,000"),
        ({"signals": {**SIGNALS, "bounced": {**MOVED, "points": 1e23}}}, "points = 1e[+]23: a whole number from"),
        ({"signals": {**SIGNALS, "bounced": {**MOVED, "points": 10**400}}}, "signals.bounced.* has points = "),
        ({"signals": {**SIGNALS, "bounced": {**MOVED, "family": "lops"}}}, "'loops' is meant, perhaps"),
        ({"groups": {"loops": {**GROUP, "cap": -(10**9)}}}, "cap = -1000000000: .* to 1,000 is wanted"),
        ({"pairs": {"lost": {**PAIR, "points": 10**9}}}, "pairs.lost.* has points"),
        (
            {"thresholds": {"suggest": 40, "automatic": 10**9}},
            "automatic = 1000000000: a whole number from 1 to 1,000,000",
        ),
        ({"thresholds": {"suggest": 40, "automatc": 90}}, "'automatc', .*; 'automatic' is meant, perhaps"),
        ({"signls": {}}, "the file has 'signls', which is not known; 'signals' is meant, perhaps"),
        ({"routing": {"skil": 3}}, "'skil', which is not known; 'skill' is meant, perhaps"),
        ({"routing": {"skill": -1}}, "routing.* has skill = -1: a whole number from 0 to 1,000 is wanted"),
        ({"routing": 5}, "routing = 5: a table is wanted"),
    ],
)
def test_groups_and_pairs_that_cannot_hold_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsInvalid, match=words):
        weights_from(whole(**changes), revision="abc", name="weights.toml")


@pytest.mark.parametrize(("points", "share"), [(56, 0.5), (100_000, 1.0), (-100_000, 0.0)])
def test_the_likelihood_rises_with_the_points_and_stays_a_probability(points: int, share: float) -> None:
    likely = Likelihood(56, 13)
    assert likely.of(points) == pytest.approx(share)
    assert likely.of(points - 1) <= likely.of(points) <= likely.of(points + 1)


def test_what_the_shipped_threshold_means_is_said_beside_it() -> None:
    """Whoever moves the threshold or the curve must say anew how likely a suggestion is at the least."""
    text = (paths.resources() / "weights.toml").read_text("utf-8")
    shipped = weights_from(tomllib.loads(text), revision="shipped", name="weights.toml")
    assert shipped.likelihood is not None
    said = f"At the threshold of {shipped.suggest} it says {shipped.likelihood.of(shipped.suggest):.2f}."
    assert said in text


def test_a_weight_of_a_signal_that_there_is_not_is_refused_with_what_was_meant() -> None:
    with pytest.raises(SettingsInvalid, match=r"signals\.reopend.* is of no signal that there is; 'reopened' is meant"):
        weights_from(
            document(signals={"reopend": MOVED}), revision="abc", name="weights.toml", signals=("bounced", "reopened")
        )


def test_a_signal_without_a_weight_takes_the_shipped_one_in_the_group_that_it_is_shipped_in() -> None:
    new = {**MOVED, "points": 25}
    shipped = weights_from(
        whole(
            signals={**SIGNALS, "many_exchanges": new, "matter_closed": CALM},
            groups={"loops": {**GROUP, "signals": ["bounced", "many_exchanges"]}},
        ),
        revision="shipped",
        name="weights.toml",
    )
    own = weights_from(
        whole(signals={**SIGNALS, "bounced": {**MOVED, "points": 3}}), revision="own", name="weights.toml"
    )
    both = completed(own, shipped)
    worth = {name: weight.points for name, weight in both.by_signal.items()}
    assert worth == {"bounced": 3, "reopened": 20, "content": -30, "many_exchanges": 25, "matter_closed": -30}
    assert [each.signals for each in both.groups] == [("bounced", "reopened", "many_exchanges")]
    assert completed(shipped, own) == shipped
