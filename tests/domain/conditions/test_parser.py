"""Conditions are read as written, and what cannot be read is named with its place."""

import pytest

from app.domain.conditions.clauses import AllOf, AnyOf, Comparison, Not, Question, clause_of, questions_in
from app.domain.conditions.kinds import check
from app.domain.conditions.parser import parse
from app.domain.conditions.tokens import Faulty
from app.domain.conditions.tree import names_in
from app.domain.conditions.vocabulary import Vocabulary
from tests.benchmarks.stopwatch import least

VOCABULARY = Vocabulary(("bounced", "legal_threat"), ("refund",))


def fault(text: str) -> Faulty:
    with pytest.raises(Faulty) as refused:
        check(parse(text), VOCABULARY)
    return refused.value


def test_and_binds_closer_than_or_and_chains_are_flat() -> None:
    clause = clause_of(parse(text := "tier > 1 && tier < 4 && score > 9 || !(score > 3)"), text)
    assert isinstance(clause, AnyOf)
    both, negated = clause.clauses
    assert isinstance(both, AllOf)
    assert [each.text for each in questions_in(both)] == ["tier > 1", "tier < 4", "score > 9"]
    assert isinstance(negated, Not)


@pytest.mark.parametrize(
    ("text", "comparison"),
    [
        ("account.value > 50000", Comparison("account.value", ">", 50_000)),
        ("50000 < account.value", Comparison("account.value", ">", 50_000)),
        ("sentiment.last <= -0.5", Comparison("sentiment.last", "<=", -0.5)),
        ("score >= 10 * 4", Comparison("score", ">=", 40)),
        ("score >= tier", None),
    ],
)
def test_a_name_against_a_number_is_a_plain_comparison(text: str, comparison: Comparison | None) -> None:
    clause = clause_of(parse(text), text)
    assert isinstance(clause, Question)
    assert clause.comparison == comparison


def test_a_condition_needs_the_names_in_it_but_not_what_it_only_asks_about() -> None:
    node = parse("has(account.value) && tags.exists(t, t == group) && size(said) > 3 // why")
    assert names_in(node) == {"tags", "group", "said"}


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "ends too early"),
        ("score >", 7, "ends too early"),
        ("score > > 3", 8, "a value is missing before '>'"),
        ("(score > 3", 10, "')' is expected"),
        ("score = 3", 6, "== (equals)"),
        ("score > 3 & tier > 1", 10, "&& (and)"),
        ("score > 3 and tier > 1", 10, "written &&"),
        ("1 < score < 3", 10, "do not chain"),
        ("subject == 'a", 11, "no closing quote"),
        ("score > 50_000", 8, "no underscores"),
        ("lower(subject) == 'a'", 0, "no function lower()"),
        ("subject.trim() == 'a'", 8, "no function trim()"),
        ('fields["x"] == "a"', 6, "rather than brackets"),
        ("score > 3 tier", 10, "nothing is expected here but the end"),
        ("score > 3 \N{SNOWMAN}", 10, "means nothing here"),
        ('subject == "\\ud800"', 11, "half a character"),
        ("score > 1e30", 8, "larger than any fact"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, at: int, says: str) -> None:
    found = fault(text)
    assert says in found.says
    assert found.at == at


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("acount.value > 3", "account.value is meant, perhaps"),
        ("legal_threat > 0.5", "signals.legal_threat is meant, perhaps"),
        ("signals.legal_thread > 0.5", "signals.legal_threat is meant, perhaps"),
        ("value > 3", "account.value is meant, perhaps"),
        ("zebra > 3", "there is no zebra"),
        ("subject > 3", "a number belongs beside >; this is a text"),
        ("subject == 3", "compares a text with a number"),
        ("tags == tags", "lists are not compared"),
        ("score", "true or false; this is a number"),
        ("score && tier > 1", "a true or false belongs beside &&"),
        ("!score", "a true or false belongs after !"),
        ("-subject == 'a'", "a number belongs after -"),
        ('status == "opn"', "'open' is meant, perhaps"),
        ('"opn" == status', "'open' is meant, perhaps"),
        ('priority in ["hi gh"]', "never 'hi gh'"),
        ("3 in tags", "here are a number and a list of texts"),
        ('"a" in subject', "here are a text and a text"),
        ("score in [1, 'a']", "texts only, or numbers only"),
        ("score in []", "list is empty"),
        ("score / 0 > 1", "divides by zero"),
        ("score / (1 - 1) > 1", "divides by zero"),
        ("score % 2 == 1", "% is not used"),
        ("[1, 2].exists(x, score / x > 1)", "divide outside of exists()"),
        ("tags.exists(tier, tier == 'a')", "tier already means something"),
        ("subject.exists(x, x == 'a')", "goes through a list"),
        ("tags.exists(t, t)", "belongs in exists()"),
        ("subject.contains(3)", "a text belongs in contains()"),
        ("subject.contains('a', 'b')", "takes one text"),
        ("subject.matches(group)", "pattern of matches() is a text in quotes"),
        ("has(3)", "has() takes one name"),
        ("has(acount.value)", "account.value is meant"),
        ("size(score) > 1", "size() takes one text or one list"),
        ("score > 1 ? 2 : 'a'", "a number belongs after :"),
    ],
)
def test_names_and_kinds_are_checked_against_the_vocabulary(text: str, says: str) -> None:
    assert says in fault(text).says


@pytest.mark.parametrize(
    "text",
    [
        'tags.exists(t, t.startsWith("vip"))',
        'subject.contains("salesforce") || said.matches("sales ?force")',
        "score > 1 ? tier > 2 : !has(account.value)",
        "size(tags) + 1 > 2 && account.value / tier > 10",
        'priority in ["high", "urgent"] && r"\\d" != subject',
        "intents.refund >= 0.6 && signals.bounced < 1 && !account.executive_writes",
    ],
)
def test_what_the_vocabulary_knows_is_accepted(text: str) -> None:
    check(parse(text), VOCABULARY)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 10_000_000, "10,000,000 characters"),
        ("score > 1 && " * 1_000_000 + "score > 1", "characters"),
        ("(" * 900 + "true" + ")" * 900, "brackets"),
        ("!" * 1_900 + "true", "brackets"),
        ("[" * 900 + "]" * 900, "brackets"),
        ("true" + "?true:true" * 100, "brackets"),
        ("1" + "+1" * 900 + " > 0", "parts"),
        ("true" + "&&true" * 300, "parts"),
    ],
)
def test_what_is_too_long_or_too_deep_is_refused_about_as_fast_as_a_long_one_is_read(text: str, says: str) -> None:
    assert says in fault(text).says
    allowed = "score > 1 && " * 80 + "score > 1"
    assert least(lambda: fault(text), rounds=3) < 10 * least(lambda: check(parse(allowed), VOCABULARY), rounds=3)
