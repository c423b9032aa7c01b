"""Every rule's verdict is kept with what was seen; points of rules are lines of the score like any other."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions.facts import Facts
from app.domain.conditions.seen import Seen
from app.domain.rule_points import with_rules
from app.domain.rule_verdicts import RuleVerdict, Verdict, rule_words, verdicts
from app.domain.rulebook import Mode, Rulebook
from app.domain.score import Family, ScoreState
from app.domain.snapshot import Reading
from app.rules.judge import Judge
from app.service.assess import Assessor
from tests import builders
from tests.domain.books import book, document, judged, rule
from tests.signals.scene import customer, fact, scene
from tests.signals.test_defaults import WEIGHTS


def said(
    rulebook: Rulebook, *, followed: str = "", short: int = 0, stays: str = "", **signals: float
) -> dict[str, RuleVerdict]:
    found = scene(customer("Hi"), facts=(fact("value", 60_000),))
    readings = {name: Reading(strength, f"{name} seen") for name, strength in signals.items()}
    every = verdicts(
        judged(rulebook, found, readings),
        rulebook=rulebook,
        group="Tier 1",
        followed=followed,
        short=short,
        stays=stays,
    )
    return {each.rule: each for each in every}


BOOK = book(
    rule("Money", "Billing", "refund", minimum_value=50_000),
    rule("More money", "Executive", "refund", minimum_value=90_000),
    rule("Bounced", "Technical", "bounced", also=["low"]),
    rule("Shadow", "Product", "refund", mode="shadow"),
    rule("Off", "Product", "refund", mode="off"),
    rule("Stays", "Tier 1", "refund"),
)


def test_each_rule_says_which_clause_settled_it_and_with_which_value() -> None:
    found = said(BOOK, followed="Money", refund=0.8)
    assert (found["Money"].verdict, found["Money"].decides) == (Verdict.FIRED, True)
    assert found["Money"].because == "refund is 0.80, at least 0.50; account value is 60,000, above 50,000"
    assert found["More money"].verdict is Verdict.DID_NOT
    assert found["More money"].because == "account value is 60,000, not above 90,000"
    assert found["Bounced"].verdict is Verdict.UNKNOWN
    assert found["Bounced"].because == "bounced is not known; low is not known"


@pytest.mark.parametrize(
    ("name", "changes", "aside"),
    [
        ("Shadow", {}, "it only records what it would do: send it to Product"),
        ("Off", {}, "it is off"),
        ("Stays", {}, "it would not lift the ticket, which is with Tier 1"),
        ("Money", {"followed": "Legal"}, '"Legal" comes first'),
        ("Money", {"short": 7}, "the score is 7 points short, and it is no hard rule"),
        ("Money", {"stays": "The ticket is solved."}, "The ticket is solved."),
        ("Money", {"followed": "Money"}, ""),
    ],
)
def test_a_rule_that_fires_in_vain_says_why(name: str, changes: dict[str, Any], aside: str) -> None:
    verdict = said(BOOK, refund=0.8, **changes)[name]
    assert verdict.aside == aside
    assert rule_words(verdict).endswith(aside)


def test_a_scenario_gives_its_rules_one_mode() -> None:
    made = book(
        rule("Loud", "Billing", "refund", mode="automatic", scenario="Money"),
        scenario=[{"name": "Money", "mode": "shadow"}],
    )
    assert made.rules[0].mode is Mode.SHADOW


def adding(points: int, condition: str, **more: Any) -> dict[str, Any]:
    return {"name": "Adds", "when": condition, "points": points, **more}


def test_points_of_a_rule_are_a_line_of_its_own_and_may_reach_the_threshold() -> None:
    assessor = Assessor(WEIGHTS, book(adding(45, "account.value > 50000", notify=["Security"])))
    found = scene(customer("Hi"), facts=(fact("value", 60_000),))
    triage = assessor.assess(found, model_revision="m")
    line = next(each for each in triage.score.contributions if each.label == "Adds")
    assert (line.points, line.because, line.family) == (45, "account value is 60,000, above 50,000", Family.ACCOUNT)
    assert triage.score.points == sum(each.points for each in triage.score.contributions)
    assert triage.score.state is ScoreState.SUGGEST
    assert triage.suggestion.notify == ("Security",)
    assert triage.rules[0].aside == "it adds points and sends nowhere"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-90, 90).filter(bool), max_size=5), st.integers(0, 100))
def test_the_score_stays_the_sum_of_what_is_shown(points: list[int], base: int) -> None:
    made = book(*(adding(each, "score > 1 || true") | {"name": f"R{n}"} for n, each in enumerate(points)))
    found = builders.seen([builders.message()])
    plain = builders.score(builders.contribution(points=base), suggest_at=40, automatic_at=90)
    scored = with_rules(plain, Judge(made).ask(Facts(Seen(found, {}, 1))).scoring(), {}, weights=WEIGHTS)
    assert scored.points == sum(each.points for each in scored.contributions) == base + sum(points)
    assert scored.to_suggest == 40 - scored.points
    assert (scored.state is ScoreState.QUIET) == (scored.points < 40)


def test_not_enough_known_stays_so_whatever_a_rule_adds() -> None:
    plain = builders.score(builders.contribution(points=1), state=ScoreState.UNKNOWN)
    made = book(adding(500, "true"))
    found = builders.seen([builders.message()])
    scored = with_rules(plain, Judge(made).ask(Facts(Seen(found, {}, 1))).scoring(), {}, weights=WEIGHTS)
    assert scored.state is ScoreState.UNKNOWN


def test_the_product_says_if_legal_then_compliance_in_words_too() -> None:
    made = book({"name": "Word", "when": 'said.contains("legal")', "group": "Compliance", "hard": True})
    found = scene(customer("Our LEGAL team asks."))
    triage = Assessor(WEIGHTS, replace(made)).assess(found, model_revision="m")
    assert triage.suggestion.destination is not None
    assert triage.suggestion.destination.group == "Compliance"
    assert triage.suggestion.because == 'said.contains("legal") is true: said is "our legal team asks."'
    assert document()["default"] == "Technical"
