"""What would turn a verdict: really executed, minimal, and in words."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.signals
from app import paths
from app.bootstrap import default_assessor
from app.domain.snapshot import Snapshot
from app.domain.tickets import Requester, SlaClock, Status
from app.service import counterfactuals as subject
from app.service.altered_facts import Step
from app.service.assess import Assessor
from app.service.counterfactuals import Trial, counterfactuals, of_verdict
from app.service.what_if import to_rise, to_stay, without_messages
from app.signals.said import CERTAIN
from tests.builders import MODEL, NOW
from tests.signals.scene import Turn, aged, agent, customer, fact, scene, unread
from tests.signals.snapshots import snapshots

DAY = timedelta(days=1)
UNHAPPY: tuple[Turn, ...] = (
    customer(sentiment=-0.5),
    customer("Not good enough.", sentiment=-0.6, disappointment=0.75),
)


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return default_assessor(weights=paths.resources() / "weights.toml", rulebook=paths.resources() / "rulebook.toml")


def said(assessor: Assessor, found: Snapshot) -> list[str]:
    return [each.words for each in counterfactuals(assessor, found)]


def test_a_renewal_that_is_near_enough_to_matter(assessor: Assessor) -> None:
    """The product's own example."""
    poor = customer("Not good enough.", sentiment=-0.55, disappointment=0.7)
    facts = [fact("value", 62_000), fact("renewal", (NOW + 20 * DAY).date())]
    found = scene(customer(sentiment=-0.3), agent(), poor, facts=facts)
    assert said(assessor, found)[:2] == [
        "Not suggested if the renewal were further than 90 days away.",
        "Not suggested if the account were worth less than $50,000 a year.",
    ]


def test_who_asks_for_a_supervisor_would_not_be_suggested_without_it(assessor: Assessor) -> None:
    found = scene(customer("Hello."), customer("Your manager, please.", supervisor_demand=CERTAIN))
    assert said(assessor, found) == [
        "Not suggested if the customer had not asked for a supervisor.",
        "Not suggested if the customer's message 2 had not been written.",
    ]


def test_a_rule_with_a_limit_is_turned_by_the_account_being_worth_less(assessor: Assessor) -> None:
    wants = customer("Please refund the second charge.", refund=0.85)
    found = scene(wants, facts=[fact("value", 60_000)])
    assert said(assessor, found)[0] == "Not suggested if the account were worth less than $50,000 a year."


def test_a_ticket_that_is_not_suggested_says_what_would_make_it_so(assessor: Assessor) -> None:
    ticket = replace(aged(hours=20), sla=SlaClock(NOW + 3 * DAY, "resolution"))
    turns = (customer(sentiment=-0.2), customer("Not good enough.", sentiment=-0.48, disappointment=0.7))
    found = scene(*turns, ticket=ticket, facts=[fact("value", 12_000), fact("renewal", (NOW + 200 * DAY).date())])
    assert said(assessor, found)[0] == "Suggested if the renewal were 30 days away."


def test_nothing_is_said_where_nothing_can_be_told(assessor: Assessor) -> None:
    demand = customer("Your manager, please.", supervisor_demand=CERTAIN)
    assert said(assessor, scene(unread("Hello?"))) == []
    assert said(assessor, scene(demand, ticket=aged(status=Status.SOLVED))) == []
    assert said(assessor, scene(demand, customer("x " * subject.LONGEST))) == []


def test_what_was_recorded_is_only_explained_as_long_as_it_is_what_would_be_said_now(assessor: Assessor) -> None:
    found = scene(customer("Hello."), customer("Your manager, please.", supervisor_demand=CERTAIN))
    triage = assessor.assess(found, model_revision=MODEL)
    assert of_verdict(assessor, found, triage)
    assert of_verdict(assessor, scene(customer("Hello.")), triage) == ()
    assert of_verdict(assessor, found, replace(triage, versions=replace(triage.versions, weights="others"))) == ()


LOUD: tuple[Turn, ...] = (
    customer(sentiment=0.1, api_integration=0.9),
    agent(),
    customer("It returns 502.", sentiment=-0.6, fix_did_not_work=0.8),
    customer("Poor.", sentiment=-0.8, disappointment=0.9),
)


@pytest.mark.parametrize(
    "found",
    [
        scene(*LOUD, facts=[fact("value", 310_000), fact("renewal", (NOW + 10 * DAY).date())]),
        scene(*LOUD, ticket=replace(aged(hours=200), sla=SlaClock(NOW - 2 * DAY, "next reply"))),
        scene(*UNHAPPY, facts=[fact("failed payment", 9, days=days) for days in (1, 2, 3, 50)]),
        scene(*UNHAPPY, ticket=replace(aged(hours=300), requester=Requester("Henrik Aas"))),
    ],
    ids=["renewal", "late", "payments", "old"],
)
def test_with_all_its_facts_changed_the_whole_assessment_turns_and_with_fewer_it_does_not(
    assessor: Assessor, found: Snapshot
) -> None:
    seen = assessor.in_hours(found)
    trial = Trial(assessor, assessor.look(seen))
    stands = trial.run(()).escalate
    score, _ = assessor.judge(seen, trial.readings)
    ladders = (
        [*to_stay(seen, trial.readings, assessor.weights), *without_messages(seen, subject._earned(score))]
        if stands
        else to_rise(seen, trial.readings, assessor.weights)
    )
    steps = {step.words: step for ladder in ladders for step in ladder.steps}
    for each in counterfactuals(assessor, found):
        taken = [steps[words] for words in each.facts]
        assert in_full(assessor, seen, taken) == (each.escalate, each.points)
        assert each.escalate is not stands
        for left_out in range(len(taken)):
            fewer = [*taken[:left_out], *taken[left_out + 1 :]]
            assert trial.run(fewer).escalate is stands


@settings(max_examples=40, deadline=None)
@given(found=snapshots(), data=st.data())
def test_asking_only_the_signals_that_see_a_change_is_the_same_as_asking_all(
    assessor: Assessor, found: Snapshot, data: st.DataObject
) -> None:
    trial = Trial(assessor, assessor.sight(found, app.signals.read(found)))
    ladders = [*to_stay(found, trial.readings, assessor.weights), *to_rise(found, trial.readings, assessor.weights)]
    steps = [step for ladder in ladders for step in ladder.steps]
    if steps:
        step = data.draw(st.sampled_from(steps))
        outcome = trial.run([step])
        assert (outcome.escalate, outcome.points) == in_full(assessor, found, [step])


def in_full(assessor: Assessor, snapshot: Snapshot, steps: list[Step]) -> tuple[bool, int]:
    """The long way: the changed ticket is read by every signal and asked about by every rule."""
    for step in steps:
        snapshot = step.alter(snapshot)
    readings = app.signals.read(snapshot)
    for step in steps:
        readings.pop(step.dropped, None)
        readings.update([step.added] if step.added else [])
    score, suggestion = assessor.judge(snapshot, readings)
    return suggestion.escalate, score.points


def test_the_default_weights_offer_what_might_happen_next() -> None:
    document = tomllib.loads((paths.resources() / "weights.toml").read_text("utf-8"))
    offered = [name for name, entry in document["signals"].items() if entry.get("given")]
    assert {"supervisor_demand", "disappointment", "fix_did_not_work"} <= set(offered)
