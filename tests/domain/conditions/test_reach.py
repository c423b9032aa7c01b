"""What is plain of conditions without a ticket: never, always, and one that implies another."""

import pytest

from app.domain.conditions.clauses import Clause, clause_of
from app.domain.conditions.parser import parse
from app.domain.conditions.reach import always, implies, never
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
    ],
)
def test_one_condition_implies_another_where_that_is_plain(one: str, other: str, does: bool) -> None:
    assert implies(clause(one), clause(other)) is does
