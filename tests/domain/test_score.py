"""The score is a plain sum of whole points, and says where each of them comes from."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.score import Family, ScoreState, spans
from app.domain.snapshot import Reading, Span
from app.domain.tickets import MessageId
from app.domain.weigh import weigh
from app.domain.weights import Weight, Weights
from app.errors import SettingsInvalid

NAMES = ("falling_sentiment", "account_value", "legal_threat", "bounced", "calm")


def weights(**points: int) -> Weights:
    made = {name: Weight(name, Family.LOOPS, worth, name.capitalize()) for name, worth in points.items()}
    return Weights(revision="w1", suggest=40, automatic=90, by_signal=made)


def reading(strength: float = 1.0, because: str = "a reason") -> Reading:
    return Reading(strength, because)


@settings(deadline=None)
@given(
    strengths=st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1)),
    points=st.lists(st.integers(-1000, 1000), min_size=len(NAMES), max_size=len(NAMES)),
)
def test_what_is_shown_sums_to_the_score_and_taking_one_away_takes_what_it_showed(
    strengths: dict[str, float], points: list[int]
) -> None:
    worth = weights(**dict(zip(NAMES, points, strict=True)))
    readings = {name: reading(strength) for name, strength in strengths.items()}
    score = weigh(readings, weights=worth)
    assert score.points == sum(each.points for each in score.contributions)
    assert 0 not in {each.points for each in score.contributions}
    shown = {each.signal: each.points for each in score.contributions}
    for name in readings:
        rest = weigh({other: each for other, each in readings.items() if other != name}, weights=worth)
        assert score.points - rest.points == shown.get(name, 0)


@settings(deadline=None)
@given(strengths=st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1)), seed=st.randoms())
def test_the_order_of_readings_does_not_matter(strengths: dict[str, float], seed: Any) -> None:
    worth = weights(**dict.fromkeys(NAMES, 20))
    pairs = [(name, reading(strength)) for name, strength in strengths.items()]
    shuffled = list(pairs)
    seed.shuffle(shuffled)
    assert weigh(dict(pairs), weights=worth) == weigh(dict(shuffled), weights=worth)


@settings(deadline=None)
@given(strength=st.floats(0, 1), points=st.integers(-1000, 1000))
def test_a_contribution_is_never_more_than_its_weight(strength: float, points: int) -> None:
    score = weigh({"bounced": reading(strength)}, weights=weights(bounced=points))
    assert min(points, 0) <= score.points <= max(points, 0)


@pytest.mark.parametrize(
    ("points", "state", "to_suggest", "to_automatic"),
    [
        (39, ScoreState.QUIET, 1, 51),
        (40, ScoreState.SUGGEST, 0, 50),
        (89, ScoreState.SUGGEST, -49, 1),
        (90, ScoreState.AUTOMATIC, -50, 0),
        (-5, ScoreState.QUIET, 45, 95),
    ],
)
def test_the_state_follows_from_the_thresholds(
    points: int, state: ScoreState, to_suggest: int, to_automatic: int
) -> None:
    score = weigh({"bounced": reading()}, weights=weights(bounced=points))
    assert (score.state, score.to_suggest, score.to_automatic) == (state, to_suggest, to_automatic)


def test_too_little_known_is_a_state_of_its_own_and_the_points_stand() -> None:
    score = weigh({"bounced": reading()}, weights=weights(bounced=95), enough=False)
    assert (score.points, score.state) == (95, ScoreState.UNKNOWN)


def test_contributions_come_strongest_first_and_those_of_no_point_not_at_all() -> None:
    readings = {
        "falling_sentiment": reading(0.5),
        "account_value": reading(0.01),
        "calm": reading(1.0),
        "bounced": reading(0.5),
    }
    worth = weights(falling_sentiment=20, account_value=10, calm=-15, bounced=20)
    score = weigh(readings, weights=worth)
    assert [(each.signal, each.points) for each in score.contributions] == [
        ("calm", -15),
        ("bounced", 10),
        ("falling_sentiment", 10),
    ]


def test_a_contribution_carries_reason_evidence_and_label() -> None:
    span = Span(MessageId("desk:1"), 3, 9)
    seen = Reading(0.5, "handed on twice", evidence=(span,))
    score = weigh({"bounced": seen}, weights=weights(bounced=20))
    (only,) = score.contributions
    assert (only.label, only.because, only.strength, only.weight) == ("Bounced", "handed on twice", 0.5, 20)
    assert spans(score.contributions) == (span,)
    assert score.weights_revision == "w1"


def test_a_signal_without_a_weight_is_not_swallowed() -> None:
    with pytest.raises(SettingsInvalid, match="'bounced' has no weight"):
        weigh({"bounced": reading()}, weights=weights(calm=1))


@pytest.mark.parametrize("strength", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_strength_outside_its_range_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match="lies in"):
        reading(strength)
