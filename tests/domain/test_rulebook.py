"""A rulebook is checked when it is read, so that a wrong rule is met by its author and not by a ticket."""

from typing import Any

import pytest

from app.domain.rulebook import Desk, Mode, Rule, Tier, rulebook_from
from app.errors import SettingsInvalid
from tests.domain.books import book, document, rule

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
