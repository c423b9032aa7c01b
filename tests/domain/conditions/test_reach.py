"""What is plain of conditions without a ticket: never, always, and one that implies another."""

import pytest

from app.domain.conditions.clauses import Clause, clause_of
from app.domain.conditions.parser import parse
from app.domain.conditions.reach import always, implies, never, zero_divisors
from app.domain.conditions.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("bounced", "legal_threat"), ("refund",))


def clause(text: str) -> Clause:
    return clause_of(parse(text), text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("signals.bounced > 1", "bounced is 0 to 1, so signals.bounced > 1 never holds"),
        ("score > 9 && score < 3", "no score meets all"),
        ("tier == 2 && tier == 3", "no tier meets all"),
        ("false || false", "it is false whatever"),
        ("!(signals.bounced <= 1)", "never holds"),
        ("counts.moves < 0 || sentiment.last > 1", "never holds"),
        ("score > 9 && !(score > 3)", "no score meets all"),
        ("score > 9", ""),
        ("score > 9 || score < 3", ""),
        ("score > 3 && score < 9", ""),
        ('subject == "a"', ""),
        ('status == "open" && status == "closed"', "no status meets all that is asked of it"),
        ('"open" == status && status != "open"', "no status meets all"),
        ('status == "open" && !(status in ["new", "open"])', "no status meets all"),
        ('status in ["new", "open"] && status == "open"', ""),
        ('status != "open" && status != "closed"', ""),
        ('subject == "ab" && !subject.startsWith("A")', "no subject meets all"),
        ('subject == "ab" && subject.endsWith("b")', ""),
        ('(status == "open" || status == "new") && status == "closed"', "no status meets all"),
        ('(status == "open" || score > 3) && status == "closed"', ""),
        ("score == 3 && score != 3", "no score meets all"),
        ("score >= 3 && score != 3", ""),
        ('said.contains("a") && !said.contains("a")', 'it asks for said.contains("a") and for the opposite'),
        ("said.contains(\"A\") && !said.contains('a')", "and for the opposite"),
        ('said.contains("a") && !said.contains("b")', ""),
        ("account.executive_writes && !account.executive_writes", "and for the opposite"),
        ("account.value > 0 && !has(account.value)", "it asks for account value where that is not known"),
        ("account.value > 0 || !has(account.value)", ""),
        ("!has(account.value) && has(account.plan)", ""),
        ("account.value > account.value", "account.value > account.value is false whatever the ticket"),
        ("!(score + 1 >= score)", "(score + 1) >= score is true whatever the ticket"),
        ("!true && score > 1", "it is false whatever the ticket"),
        ("score - score > 2", "false whatever the ticket"),
        ("subject != subject", "whatever the ticket"),
        ('"a" == "b"', "false whatever the ticket"),
        ("score * 2 - score > 2", ""),
        ("score * tier > tier * score", ""),
        ("account.value > account.open_tickets", ""),
    ],
)
def test_what_can_hold_of_no_ticket_is_said(text: str, why: str) -> None:
    assert why in (found := never(clause(text), VOCABULARY))
    assert bool(found) is bool(why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("true", "it is true whatever"),
        ("signals.bounced >= 0", "bounced is 0 to 1, so signals.bounced >= 0 always holds"),
        ("score > 9 || counts.messages >= 0", "always holds"),
        ("tier >= 1 && tier <= 6", "always holds"),
        ("!(signals.bounced > 1)", "always holds"),
        ("signals.bounced > 0", ""),
        ("score >= 0", ""),
        ("score >= score", "score >= score is true whatever the ticket"),
        ("!(score < score)", "whatever the ticket"),
    ],
)
def test_what_holds_of_every_ticket_is_said(text: str, why: str) -> None:
    assert why in (found := always(clause(text), VOCABULARY))
    assert bool(found) is bool(why)


@pytest.mark.parametrize(
    ("one", "other", "does"),
    [
        ("score > 9", "score > 9", True),
        ("score > 9", "score >= 9", True),
        ("score >= 9", "score > 9", False),
        ("score > 9 && tier > 1", "score > 3", True),
        ("score > 9", "score > 3 || tier > 1", True),
        ("score > 9 || tier > 2", "score > 3 || tier > 1", True),
        ("score > 9 || tier > 2", "score > 3", False),
        ("score == 4", "score > 3 && score < 5", True),
        ("!(score > 3)", "score < 5", True),
        ("!(score > 3 || tier > 2)", "score <= 3", True),
        ('subject.contains( "a" )', 'subject.contains("a")', True),
        ('subject.contains("a")', 'subject.contains("b")', False),
        ('!subject.contains("a")', '!subject.contains("a")', True),
        ("score > 3", "tier > 3", False),
        ("score != 3", "score != 3", True),
        ("score > 3", "score != 3", False),
        ('said.contains("a")', "said.contains('a')", True),
        ('said.contains("a b")', 'said.contains("ab")', False),
        ('said.contains("Salesforce")', 'said.contains("salesforce")', True),
        ('group == "Law"', 'group == "law"', False),
        ('"open" == status', 'status == "open"', True),
        ('!(subject == "a")', 'subject != "a"', True),
        ("(score + 1) > tier", "score + 1 > tier", True),
        ("score - (tier - 1) > 2", "score - tier - 1 > 2", False),
    ],
)
def test_one_condition_implies_another_where_that_is_plain(one: str, other: str, does: bool) -> None:
    assert implies(clause(one), clause(other)) is does


@pytest.mark.parametrize(
    ("text", "divisors"),
    [
        ("account.value / (counts.moves - counts.moves) > 2", ["counts.moves - counts.moves"]),
        ("score > 1 || 3 / (2 * tier - tier - tier) > 2", ["(2 * tier) - tier) - tier"]),
        ("account.value / (counts.moves - counts.messages) > 2", []),
        ("account.value / (counts.moves - 1) > 2", []),
        ("account.value / tier > 2", []),
    ],
)
def test_what_is_always_zero_is_found_among_divisors(text: str, divisors: list[str]) -> None:
    found = list(zero_divisors(clause(text)))
    assert len(found) == len(divisors)
    assert all(each in said for each, said in zip(divisors, found, strict=True))
