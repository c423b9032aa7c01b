"""Criteria of which two people would read a ticket differently are told from those that can be seen on it."""

import tomllib

import pytest

from app import paths
from app.domain.vague_criteria import vague


@pytest.mark.parametrize(
    ("criteria", "why"),
    [
        ("VIP customers", "who is a VIP"),
        ("Tickets of VIPs", "who is a VIP"),
        ("hard SQL", "what is hard"),
        ("Hard SQL", "what is hard"),
        ("Important API work", "who or what is important"),
        ("customer says it is complex", "how complex"),
        ("Tricky stuff", "what is tricky"),
        ("Everything else", "what everything is"),
        ("Everything", "what everything is"),
        ("Whatever needs an expert", "what belongs to whatever"),
        ("The rest", "what the rest is"),
        ("Needs an expert", "what needs an expert"),
        ("Senior matters", "for somebody senior"),
        ("TODO", "still to be written"),
        ("tbd", "still to be written"),
        ("TODO: ask Salesforce people", "still to be written"),
        ("Technical complexity", "what is technical"),
        ("Technical questions about the API", "what is technical"),
        ("Other issues", "which others"),
        ("A failing webhook; anything else", "what belongs to anything"),
        ("High value accounts", "how high high is"),
        ("A high-value account", "how high high is"),
        ("Passwords and other things", "which others"),
        ("Fails many times", "how many many are"),
        ("Angry customers", "how angry"),
        ("Urgent Salesforce questions", "what is urgent"),
    ],
)
def test_what_people_differ_on_is_vague_whatever_stands_beside_it(criteria: str, why: str) -> None:
    assert why in next(vague(criteria)).why


@pytest.mark.parametrize(
    "criteria",
    [
        "SQL errors",
        "SSO or SAML does not work",
        "API issues",
        "Problems with Salesforce",
        "Mentions integration with Salesforce",
        "Mentions the Advanced Security add-on",
        "A high value: above $50,000 a year",
        "More than 3 complex questions",
        'Says "urgent" or "critical"',
        "Tagged urgent",
        "Priority is urgent",
        "A REST API call fails",
        "A GDPR request, a subpoena",
        "Everything about invoices",
        "Anything that mentions SSO",
        "Asks for a senior engineer",
        "A failing hard drive",
        "Error after a major version upgrade",
        "Special characters in a file name",
        "Stack traces, lost data",
        "A customer demanding a refund",
        "A CVE is named",
        "The login page does not load",
    ],
)
def test_what_can_be_seen_on_a_ticket_is_not(criteria: str) -> None:
    assert list(vague(criteria)) == []


def test_the_default_criteria_are_not_vague() -> None:
    book = tomllib.loads((paths.resources() / "rulebook.toml").read_text("utf-8"))
    assert [list(vague(tier["criteria"])) for tier in book["tier"]] == [[], [], [], []]
