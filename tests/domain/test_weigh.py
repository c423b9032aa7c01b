"""Caps and pairs: what several signals together are worth, each a line of its own."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.score import Contribution, Family, Line, ScoreState
from app.domain.snapshot import Reading, Span
from app.domain.tickets import MessageId
from app.domain.weigh import tally, weigh
from app.domain.weights import Group, Likelihood, Pair, Side, Weight, Weights

POINTS = {"low": 28, "falling": 20, "angry": 22, "value": 10, "thanks": -30, "goodbye": -20}
LARGE = Side("a large account", ("value",), 0.75)
FRUSTRATED = Side("frustrated", ("low", "falling", "angry"), 0.4)
WEIGHTS = Weights(
    revision="w1",
    suggest=40,
    automatic=90,
    by_signal={name: Weight(name, Family.SENTIMENT, points, name.capitalize()) for name, points in POINTS.items()},
    groups=(
        Group("mood", "Mood counted once", Family.SENTIMENT, 45, ("low", "falling", "angry")),
        Group("calm", "Calm counted once", Family.SENTIMENT, -35, ("thanks", "goodbye")),
    ),
    pairs=(Pair("both", "Large and frustrated", Family.ACCOUNT, 8, LARGE, FRUSTRATED),),
    likelihood=Likelihood(56, 13),
)
READINGS = st.dictionaries(st.sampled_from(sorted(POINTS)), st.floats(0, 1))


def read(**strengths: float) -> dict[str, Reading]:
    return {name: Reading(strength, f"{name} it is", (span(name),)) for name, strength in strengths.items()}


def span(name: str) -> Span:
    return Span(MessageId("desk:1"), 0, len(name))


def lines(**strengths: float) -> dict[str, Contribution]:
    return {each.signal: each for each in weigh(read(**strengths), weights=WEIGHTS).contributions}


def test_the_surplus_of_a_group_is_a_line_of_its_own_that_says_of_what() -> None:
    found = lines(low=1, falling=1, angry=0.5)
    assert {name: each.points for name, each in found.items()} == {"low": 28, "falling": 20, "angry": 11, "mood": -14}
    mood = found["mood"]
    assert (mood.line, mood.weight, mood.of) == (Line.CAP, 45, ("low", "falling", "angry"))
    assert mood.because == "“Low”, “Falling” and “Angry” say much the same: 45 of 59 points count"


@settings(max_examples=100, deadline=None)
@given(READINGS)
def test_points_alone_are_those_of_the_lines(strengths: dict[str, float]) -> None:
    readings = read(**strengths)
    assert tally(readings, weights=WEIGHTS) == weigh(readings, weights=WEIGHTS).points


def test_a_group_within_its_cap_takes_nothing_back() -> None:
    assert "mood" not in lines(low=1, falling=0.85)
    assert lines(low=1, falling=0.9)["mood"].points == -1


def test_calm_is_capped_too_and_what_is_given_back_is_no_reason() -> None:
    score = weigh(read(thanks=1, goodbye=1), weights=WEIGHTS)
    assert [(each.signal, each.points) for each in score.contributions] == [
        ("thanks", -30),
        ("goodbye", -20),
        ("calm", 15),
    ]
    assert score.raising == ()


def test_two_facts_that_mean_more_together_are_a_line_with_both_reasons_and_both_evidences() -> None:
    found = lines(value=0.75, low=0.5)["both"]
    assert (found.points, found.strength, found.weight, found.line) == (4, 0.5, 8, Line.PAIR)
    assert found.of == ("value", "low")
    assert found.because == "a large account and frustrated: value it is; low it is"
    assert found.evidence == (span("value"), span("low"))


def test_a_pair_needs_both_sides_and_takes_the_signal_that_shows_each_best() -> None:
    assert "both" not in lines(low=1)
    assert "both" not in lines(value=0.74, low=1)
    assert "both" not in lines(value=1, low=0.39)
    assert lines(value=1, low=0.5, angry=0.9)["both"].of == ("value", "angry")
    assert lines(value=1, low=0.5, falling=0.5)["both"].of == ("value", "low")


def test_what_is_taken_back_stands_last() -> None:
    score = weigh(read(low=1, falling=1, angry=1, value=1, thanks=1), weights=WEIGHTS)
    assert [each.signal for each in score.contributions] == [
        "thanks",
        "low",
        "angry",
        "falling",
        "value",
        "both",
        "mood",
    ]


@settings(deadline=None)
@given(readings=READINGS)
def test_the_lines_always_sum_to_the_score_and_no_group_counts_beyond_its_cap(readings: dict[str, float]) -> None:
    score = weigh(read(**readings), weights=WEIGHTS)
    assert score.points == sum(each.points for each in score.contributions)
    assert 0 not in {each.points for each in score.contributions}
    for group in WEIGHTS.groups:
        counted = sum(each.points for each in score.contributions if each.signal in (*group.signals, group.name))
        assert min(group.cap, 0) <= counted <= max(group.cap, 0)


@settings(deadline=None)
@given(readings=READINGS.filter(bool), data=st.data())
def test_taking_a_signal_away_changes_only_the_lines_that_name_it(
    readings: dict[str, float], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(sorted(readings)))
    before = lines(**readings)
    after = lines(**{name: each for name, each in readings.items() if name != gone})
    different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    named = {name for name, each in before.items() if gone in (each.signal, *each.of)}
    assert different <= named
    interactions = {name for name in named if before[name].line is not Line.SIGNAL}
    change = sum(each.points for each in before.values()) - sum(each.points for each in after.values())
    shown = before[gone].points if gone in before else 0
    if not interactions:
        assert change == shown
    elif all(before[name].line is Line.CAP for name in interactions):
        assert min(shown, 0) <= change <= max(shown, 0)  # a cap only ever takes part of it back


@settings(deadline=None)
@given(readings=READINGS, seed=st.randoms())
def test_the_order_of_readings_changes_nothing(readings: dict[str, float], seed: Random) -> None:
    pairs = list(read(**readings).items())
    mixed = list(pairs)
    seed.shuffle(mixed)
    assert weigh(dict(pairs), weights=WEIGHTS) == weigh(dict(mixed), weights=WEIGHTS)


def test_a_probability_is_given_where_enough_is_known() -> None:
    known = weigh(read(low=1, falling=1), weights=WEIGHTS)
    unknown = weigh(read(low=1, falling=1), weights=WEIGHTS, enough=False)
    assert known.probability is not None
    assert 0.2 < known.probability < 0.4
    assert (unknown.probability, unknown.state) == (None, ScoreState.UNKNOWN)
