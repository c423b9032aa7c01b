"""What turns a verdict is found although the cap of a group hides it: against every set there is, tried one by one."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.bootstrap import default_assessor
from app.domain.counterfactual import MOST_FACTS, TRIED_TOGETHER, Outcome
from app.domain.snapshot import Reading, Snapshot
from app.service.altered_facts import Step
from app.service.assess import Assessor, Sight
from app.service.counterfactuals import Trial, counterfactuals
from app.service.what_if import to_rise, to_stay
from tests.domain.books import book, rule
from tests.signals.scene import customer, fact, scene

WEIGHTS = paths.resources() / "weights.toml"
RULES = paths.resources() / "rulebook.toml"
PLAIN = default_assessor(weights=WEIGHTS)
ASSESSORS = {
    "no rules": Assessor(PLAIN.weights, book()),
    "the rules that come with it": default_assessor(weights=WEIGHTS, rulebook=RULES),
    "rules that add points": Assessor(
        PLAIN.weights,
        book(
            {**rule("P1", "", when="signals.low_sentiment > 0.4 && signals.bounced > 0.4", points=25), "signals": []},
            {**rule("P2", "", when="!(signals.disappointment > 0.3)", points=-8), "signals": []},
        ),
    ),
}
SCENES = (
    scene(customer("Hello.", sentiment=0.0)),
    scene(customer("Hello.", sentiment=0.0), facts=[fact("value", 62_000), fact("value", 310_000)]),
)
OTHERS = (
    "disappointment",
    "content",
    "bounced",
    "many_exchanges",
    "outage",
    "technical_depth",
    "waiting_for_us",
    "account_value",
    "executive_contact",
    "churn_threat",
)
MOOD = {
    "disappointment": 34,
    "low_sentiment": 32,
    "falling_sentiment": 20,
    "last_sentiment": 12,
    "lowest_sentiment": 10,
}


def seen(assessor: Assessor, snapshot: Snapshot, strengths: Mapping[str, float]) -> Sight:
    """A ticket of which the signals said just this."""
    readings = {name: Reading(strength, "it is so") for name, strength in strengths.items()}
    return assessor.sight(assessor.in_hours(snapshot), readings)


class Everything:
    """A ticket's verdict with each set of up to three changes made, whatever it costs."""

    def __init__(self, assessor: Assessor, sight: Sight) -> None:
        self.trial = Trial(assessor, sight)
        self.base = self.trial.run(())
        offered = to_stay if self.base.escalate else to_rise
        ladders = offered(sight.snapshot, sight.readings, assessor.weights)
        self.steps = [each.steps[-1] for each in ladders]
        self.alone = [self.trial.run([each]) for each in self.steps]
        self.reach = self.trial.reach(self.base, self.alone)

    @property
    def strongest(self) -> list[Step]:
        order = sorted(range(len(self.steps)), key=lambda place: -self.reach[place])
        return [self.steps[place] for place in order[:TRIED_TOGETHER]]

    def smallest(self, steps: Sequence[Step], threshold: int) -> int | None:
        """How many of these changes turn the verdict by the score, at least."""
        for count in range(1, MOST_FACTS + 1):
            for some in combinations(steps, count):
                if self.crosses(self.trial.run(some), threshold):
                    return count
        return None

    def crosses(self, outcome: Outcome, threshold: int) -> bool:
        """Whether it turns the verdict, and not by a rule that needs no points."""
        turns = outcome.escalate is not self.base.escalate
        return turns and (self.base.escalate or outcome.points >= threshold)


@st.composite
def sights(draw: st.DrawFn) -> tuple[Assessor, Sight]:
    """One group with all its signals, which is more than its cap mostly, and a few signals of others."""
    assessor = ASSESSORS[draw(st.sampled_from(sorted(ASSESSORS)))]
    crowded = draw(st.sampled_from([each for each in assessor.weights.groups if each.name != "compliance"]))
    others = draw(st.lists(st.sampled_from(OTHERS), max_size=5, unique=True))
    strengths = {name: draw(st.sampled_from((0.6, 0.8, 1.0))) for name in (*crowded.signals, *others)}
    return assessor, seen(assessor, draw(st.sampled_from(SCENES)), strengths)


def test_three_facts_under_one_cap_that_move_nothing_each_by_itself() -> None:
    assessor = ASSESSORS["no rules"]
    points = {name: weight.points for name, weight in assessor.weights.by_signal.items()}
    sight = seen(assessor, SCENES[0], {name: worth / points[name] for name, worth in MOOD.items()})
    assert sight.score.points == 66
    found = counterfactuals(assessor, sight.snapshot, sight)
    assert set(found[0].facts) == {
        assessor.weights.by_signal[name].without for name in ("disappointment", "low_sentiment", "falling_sentiment")
    }
    assert found[0].points == 22


@settings(max_examples=80, deadline=None)
@given(drawn=sights())
def test_nothing_is_missed_of_the_strongest_and_nothing_smaller_would_do(drawn: tuple[Assessor, Sight]) -> None:
    assessor, sight = drawn
    every = Everything(assessor, sight)
    found = counterfactuals(assessor, sight.snapshot, sight)
    smallest = every.smallest(every.strongest, assessor.weights.suggest)
    assert bool(found) or smallest is None
    for each in found:
        assert smallest is None or len(each.facts) <= smallest
        assert each.escalate is not every.base.escalate


@settings(max_examples=30, deadline=None)
@given(drawn=sights())
def test_no_set_moves_the_score_further_than_its_members_reach(drawn: tuple[Assessor, Sight]) -> None:
    assessor, sight = drawn
    every = Everything(assessor, sight)
    way = -1 if every.base.escalate else 1
    beside = sum(abs(each.points) for each in assessor.rulebook.rules)
    for count in range(1, MOST_FACTS + 1):
        for some in combinations(range(len(every.steps)), count):
            moved = way * (every.trial.run([every.steps[place] for place in some]).points - every.base.points)
            assert moved <= sum(every.reach[place] for place in some) + beside
