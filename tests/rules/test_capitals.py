"""What a lead writes with capitals finds what is held in small letters, and what is held as it is written only so."""

import pytest

from app.domain.conditions.clauses import clause_of, questions_in
from app.domain.conditions.parser import parse
from app.domain.conditions.vocabulary import TERMS, Kind, Value
from app.rules.checking import check_rulebook
from tests import builders
from tests.domain.books import book, judged
from tests.rules.test_checking import HEAD, VOCABULARY, rule, when
from tests.rules.test_expression import ask
from tests.signals.scene import customer, fact, scene

SAID = "we use salesforce. ticket abc-123 from straße 4"
FACTS: dict[str, Value] = {
    "said": SAID,
    "subject": "urgent: export",
    "tags": ("vip", "de"),
    "channel": "email",
    "account__plan": "enterprise",
    "account__segment": "mid market",
    "account__industry": "health care",
    "group": "Tier 2 Billing",
    "connection": "Desk",
    "tier": 2.0,
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('said.contains("Salesforce")', True),
        ("said.contains('SALESFORCE')", True),
        ('said.contains("Oracle")', False),
        ('!said.contains("Salesforce")', False),
        ('subject.startsWith("Urgent")', True),
        ('subject.endsWith("EXPORT")', True),
        ('"VIP" in tags', True),
        ('!("VIP" in tags)', False),
        ('"Gold" in tags', False),
        ('channel == "Email"', True),
        ('"Email" == channel', True),
        ('channel != "Email"', False),
        ('account.plan == "Enterprise"', True),
        ('account.plan in ["Enterprise", "Pro"]', True),
        ('account.plan in [group, "Enterprise"]', True),
        ('account.segment == "Mid Market" && account.industry == "Health Care"', True),
        ('(tier > 3 ? account.plan : account.industry) == "Health Care"', True),
        ('account.plan == (tier > 3 ? "Pro" : "Enterprise")', True),
        ('tags.exists(t, t == "VIP")', True),
        ('tags.exists(t, t.startsWith("V"))', True),
        ('tags.all(t, t in ["VIP", "DE"])', True),
        ('["VIP", "Gold"].exists(t, t in tags)', True),
        ('["Salesforce", "Oracle"].exists(t, said.contains(t) && tier > 1)', True),
        ('["VIP", "Gold"].exists(t, tags.exists(s, s == t))', True),
        ('["Pro", "Enterprise"].exists(t, account.plan == t && group == "Tier 2 Billing")', True),
        ('["Tier 2 Billing"].exists(g, g == group && account.plan == "Enterprise")', True),
        ('["Salesforce", "VIP"].all(t, t in tags || said.contains(t))', True),
        ('group == "Tier 2 Billing"', True),
        ('group == "tier 2 billing"', False),
        ('group.contains("Billing") && connection == "Desk"', True),
        ('["Tier 2 Billing"].exists(g, g == group)', True),
        ('(group == "Tier 2 Billing" ? subject : said).startsWith("Urgent")', True),
        ('said.matches("Salesforce\\\\.\\\\s")', True),
        ('said.matches("\\\\bABC-\\\\d+")', True),
        ('said.matches("[A-Z]+-[0-9]+")', True),
        ('said.matches("We\\\\SUse")', False),  # \S is no \s
        ('said.matches("We\\\\sUse")', True),
        ('said.matches("(?-i)Salesforce")', False),
        ('group.matches("^Tier \\\\d Billing$")', True),
        ('group.matches("^tier")', False),
    ],
)
def test_capitals_of_a_text_make_no_difference_where_the_fact_has_none(condition: str, holds: bool) -> None:
    assert ask(condition, **FACTS).holds is holds


def test_a_rule_with_capitals_fires_on_a_ticket_however_the_helpdesk_writes() -> None:
    asked = builders.ticket("1", subject="Urgent: EXPORT", tags=("VIP",), fields={"Channel": "Email"})
    found = scene(customer("We use SalesForce."), ticket=asked, facts=[fact("plan", "ENTERPRISE")])
    conditions = [
        '"Vip" in tags && said.contains("Salesforce")',
        'subject.startsWith("URGENT")',
        'channel == "EMAIL" && account.plan == "Enterprise"',
        'channel != "Email"',
    ]
    rules = [{"name": each, "group": "Technical", "when": each} for each in conditions]
    assert [each.holds for each in judged(book(*rules), found, {})] == [True, True, True, False]


def test_what_was_written_is_shown_as_it_was_written() -> None:
    assert ask('said.contains("Salesforce")', **FACTS).because[0].startswith('said.contains("Salesforce") is true')
    text = 'account.plan == "Enterprise" && "VIP" in tags'
    assert [each.text for each in questions_in(clause_of(parse(text), text))] == text.split(" && ")


def test_every_text_that_is_documented_in_small_letters_is_held_so() -> None:
    texts = [term for term in TERMS if term.kind in {Kind.TEXT, Kind.TEXTS}]
    documented = {term.name for term in texts if "in small letters" in term.about or term.choices}
    assert {term.name for term in texts if term.small} == documented
    assert {term.name for term in texts} - documented == {"group", "connection"}


@pytest.mark.parametrize(
    ("condition", "warned"),
    [
        ('said.matches("[A-Z]{5,}")', True),
        ('said.matches("\\\\p{Lu}+")', True),
        ('tags.exists(t, t.matches("[[:upper:]]"))', True),
        ('said.matches("Salesforce")', False),
        ('said.matches("[a-z]+-[0-9]+")', False),
        ('group.matches("[A-Z]")', False),
        ('group.matches("(?i)[A-Z]x")', False),
    ],
)
def test_a_pattern_that_asks_for_capitals_where_there_are_none_is_warned_of(condition: str, warned: bool) -> None:
    found = check_rulebook(HEAD + rule("A", when(condition)), VOCABULARY, revision="r")
    assert found.rulebook is not None
    assert ["capitals" in each.says for each in found.warnings] == [True] * warned
