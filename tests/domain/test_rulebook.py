"""A rulebook is checked when it is read, so that a wrong rule is met by its author and not by a ticket."""

from typing import Any

import pytest

from app.domain.rulebook import Desk, Mode, Rule, Tier, rulebook_from
from app.errors import SettingsInvalid
from tests.domain.books import book, document, rule

TIER = {"number": 1, "name": "First", "criteria": ""}
DESK = {"group": "Technical", "tier": 2, "about": ""}
LEGAL = rule("Legal", "Compliance", "legal_threat", at_least=0.6, hard=True, mode="automatic", certification="legal")


def test_a_rulebook_is_read_as_written() -> None:
    made = book(LEGAL, rule("Money", "Billing", "refund", also=["low_sentiment"], minimum_value=50_000))
    assert made.rules == (
        Rule("Legal", ("legal_threat",), "Compliance", Mode.AUTOMATIC, 0.6, hard=True, certification="legal"),
        Rule("Money", ("refund",), "Billing", minimum_value=50_000.0, also=("low_sentiment",)),
    )
    assert made.tiers[0] == Tier(1, "Tier 1", "As agreed.")
    assert made.desk("Billing") == Desk("Billing", 2, "Money")
    assert (made.revision, made.default) == ("r1", "Technical")


def test_a_group_that_the_rulebook_does_not_name_is_first_line() -> None:
    made = book()
    assert made.desk("Walk-ins") is None
    assert (made.tier("Walk-ins"), made.tier(""), made.tier("Executive")) == (1, 1, 4)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (rule("Odd", "Nowhere", "bounced"), "'Nowhere', which has no"),
        (rule("Odd", "Billing"), "could never fire"),
        (rule("Odd", "Billing", "bounced", mode="sometimes"), "sometimes"),
        (rule("Odd", "Billing", "bounced", at_least=0), "at_least"),
        (rule("Odd", "Billing", "bounced", at_least=1.5), "at_least"),
        (rule("Odd", "Billing", "bounced", at_least="much"), "much"),
        (rule("Odd", "Billing", "bounced", minimum_value=-1), "minimum_value"),
        (rule("Odd", "Billing", "bounced", minimum_value=float("nan")), "minimum_value"),
        (rule("Odd", "Billing", "bounced", hard="yes"), "hard"),
        (rule("Odd", "Billing", "bounced", weight=3), "weight"),
        ({"name": "Odd", "group": "Billing", "signals": "bounced"}, "list of signal names"),
        ({"name": "Odd", "group": "Billing", "signals": [1]}, "list of signal names"),
        ({"name": "Odd", "group": "Billing"}, "signals"),
        ({"group": "Billing", "signals": ["bounced"]}, "name"),
        ({}, "name"),
        (
            rule("Odd", "Billing", "bounced", points=1001),
            "points = 1001: a whole number from -1,000 to 1,000 is wanted",
        ),
        (rule("Odd", "Billing", "bounced", points=10**20), "from -1,000 to 1,000"),
        (rule("Odd", "Billing", "bounced", minimum_value=float("inf")), "minimum_value = inf: a number from 0 to"),
        (rule("Odd", "Billing", "bounced", mode="autmatic"), "automatic is wanted; 'automatic' is meant, perhaps"),
        (rule("Odd", "Billing", "bounced", gruop="x"), "'Odd' has 'gruop', .*; 'group' is meant, perhaps"),
        (rule("Odd", "Billing", "bounced", colour="x"), "'colour', which is not known; known are name, signals"),
        (rule("Odd", "Billing", "bounced", notify="Billing"), "notify = 'Billing': a list of groups and addresses"),
        (rule(" ", "Billing", "bounced"), "entry 2 has no name"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_and_named(entry: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says) as refused:
        book(LEGAL, entry)
    assert "rulebook.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"default": "Nowhere"}, "default sends to 'Nowhere'"),
        ({"desk": [{"group": "Technical", "tier": 9, "about": ""}]}, "tier 9"),
        ({"desk": [{"group": "Technical"}]}, "tier"),
        ({"tier": [{"number": 1, "name": "a", "criteria": ""}] * 2}, "two .*tier.* entries 1"),
        ({"tier": "many"}, "cannot be used"),
        (
            {"rule": [rule("Legal", "Compliance", "a"), rule("Legal", "Compliance", "b")]},
            "two .*rule.* entries 'Legal'",
        ),
        ({"rule": {"name": "Legal"}}, "cannot be used"),
        ({"desk": None}, "cannot be used"),
        ({"laeds": []}, "the file has 'laeds', which is not known; 'leads' is meant, perhaps"),
        ({"tier": [TIER]}, "number of .*tier.* entries is 1; a rulebook has 2 to 6"),
        ({"tier": [TIER | {"number": 7}]}, "'First' has number = 7: a whole number from 1 to 6 is wanted"),
        ({"tier": [TIER | {"name": 7}]}, "entry 1 has name = 7: a name is wanted"),
        ({"tier": [TIER | {"criteria": 5}]}, "'First' has criteria = 5: a text is wanted"),
        ({"desk": [DESK | {"tier": "2"}]}, "'Technical' has tier = '2': the whole number of a tier is wanted"),
        ({"desk": [DESK | {"group": ""}]}, "entry 1 has group = '': a name is wanted"),
        ({"desk": [DESK | {"about": 4}]}, "about = 4: a text is wanted"),
        ({"certifications": ["legal", ""]}, "certifications is wanted, none of them empty"),
        ({"scenario": [{"name": "S", "mode": "shadwo"}]}, "'S' has mode = 'shadwo': .*'shadow' is meant, perhaps"),
    ],
)
def test_a_rulebook_that_cannot_hold_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        book(**changes)


@pytest.mark.parametrize("missing", ["tier", "desk", "rule", "default"])
def test_a_rulebook_needs_all_its_parts(missing: str) -> None:
    rest = {key: value for key, value in document().items() if key != missing}
    with pytest.raises(SettingsInvalid, match=missing):
        rulebook_from(rest, revision="r1", name="rulebook.toml")


def test_there_may_be_two_tiers_and_six_and_no_more() -> None:
    tiers = [TIER | {"number": number} for number in range(1, 7)]
    desks = [DESK | {"group": "Technical"}]
    assert len(book(tier=tiers[:2], desk=desks).tiers) == 2
    assert len(book(tier=tiers, desk=desks).tiers) == 6


@pytest.mark.parametrize("points", [-1000, 1000])
def test_a_rule_may_add_as_many_points_as_the_form_offers(points: int) -> None:
    assert book(rule("Much", "Billing", "bounced", points=points)).rules[0].points == points
