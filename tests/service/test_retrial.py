"""A trial of a ticket with facts changed says what judging that ticket anew says, whatever the rules are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.bootstrap import default_assessor
from app.domain.snapshot import Snapshot
from app.service.altered_facts import Step
from app.service.assess import Assessor
from app.service.counterfactuals import Trial
from app.service.what_if import to_rise, to_stay, without_messages
from tests.domain.books import book, rule
from tests.service.test_counterfactuals import in_full
from tests.signals.scene import customer, scene
from tests.signals.snapshots import snapshots

CONDITIONS = (
    "score > 40",
    "score > 20 && account.value > 1000",
    "account.value / (tier - 1) > 500",
    "!(sentiment.mean < -0.5) || has(account.value)",
    "has(account.value) && score > 10",
    "!has(account.renewal_days)",
    "time.open_days > 2",
    "counts.unanswered > 1 || time.due_hours < 4",
    "signals.low_sentiment >= 0.5",
    "said.contains('a')",
    "account.failed_payments >= 3",
    "!(signals.low_sentiment > 0.3)",
)
POINTS = (
    ("account.value > 1000", 15),
    ("!has(account.renewal_days)", -10),
    ("time.open_days > 2 && sentiment.last < 0.0", 20),
    ("account.failed_payments >= 3 || signals.low_sentiment > 0.5", 12),
)
MOST_AT_ONCE = 3  # facts changed together, as in what is told


def routing(number: int, condition: str) -> dict[str, Any]:
    return {**rule(f"R{number}", "Product", when=condition, hard=number % 4 == 0), "signals": []}


def adding(number: int, condition: str, points: int) -> dict[str, Any]:
    return {**rule(f"P{number}", "", when=condition, points=points), "signals": []}


ROUTING = [routing(number, condition) for number, condition in enumerate(CONDITIONS)]
ADDING = [adding(number, condition, points) for number, (condition, points) in enumerate(POINTS)]


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some of the rules in any order: those that send somewhere, then those that add points."""
    order = draw(st.permutations(ROUTING))
    return order[: draw(st.integers(1, len(order)))] + ADDING[: draw(st.integers(0, len(ADDING)))]


@pytest.fixture(scope="module")
def plain() -> Assessor:
    return default_assessor(weights=paths.resources() / "weights.toml")


@settings(max_examples=60, deadline=None)
@given(found=snapshots(), some=rules(), drawn=st.data())
def test_a_trial_says_what_judging_the_changed_ticket_says(
    plain: Assessor, found: Snapshot, some: list[dict[str, Any]], drawn: st.DataObject
) -> None:
    assessor = Assessor(plain.weights, book(*some))
    seen = assessor.in_hours(found)
    trial = Trial(assessor, assessor.look(seen))
    steps = steps_of(seen, trial, assessor)
    for _ in range(3):
        chosen = drawn.draw(st.lists(st.sampled_from(steps), max_size=MOST_AT_ONCE, unique_by=id)) if steps else []
        outcome = trial.run(chosen)
        assert (outcome.escalate, outcome.points) == in_full(assessor, seen, chosen), [each.words for each in chosen]


def steps_of(seen: Snapshot, trial: Trial, assessor: Assessor) -> list[Step]:
    once = {str(read.message.id): 1 for read in seen.customer}
    ladders = (
        *to_stay(seen, trial.readings, assessor.weights),
        *to_rise(seen, trial.readings, assessor.weights),
        *without_messages(seen, once),
    )
    return [step for ladder in ladders for step in ladder.steps]


@settings(max_examples=60, deadline=None)
@given(found=snapshots(), some=rules(), threshold=st.integers(1, 60))
def test_a_message_left_out_turns_what_a_whole_trial_without_it_turns(
    plain: Assessor, found: Snapshot, some: list[dict[str, Any]], threshold: int
) -> None:
    assessor = Assessor(replace(plain.weights, suggest=threshold), book(*some))
    seen = assessor.in_hours(found)
    trial = Trial(assessor, assessor.look(seen))
    base = trial.run(())
    for ladder in without_messages(seen, {str(read.message.id): 1 for read in seen.customer}):
        assert trial.turning(base, ladder.steps).escalate is trial.run(ladder.steps).escalate


def test_a_message_is_not_left_out_of_a_ticket_that_has_points_to_spare(plain: Assessor) -> None:
    loud = scene(*(customer("It fails.", sentiment=-0.9) for _ in range(3)))
    trial = Trial(plain, plain.look(loud))
    (first, *_) = without_messages(trial.snapshot, {str(read.message.id): 1 for read in loud.customer})
    base = replace(trial.run(()), escalate=True)
    far, near = replace(base, points=10_000), replace(base, points=plain.weights.suggest)
    assert trial.turning(far, first.steps) is far
    assert trial.turning(near, first.steps) == trial.run(first.steps)
