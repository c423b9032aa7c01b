"""A condition and its form say the same, and what fits no form is left to its text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.domain.conditions.clauses import clause_of
from app.domain.conditions.kinds import check
from app.domain.conditions.parser import parse
from app.domain.conditions.plain_form import (
    ConditionForm,
    FormClause,
    Join,
    Relation,
    form_of,
    form_of_signals,
    relations_of,
    value_for,
    written,
)
from app.domain.conditions.reach import implies
from app.domain.conditions.vocabulary import Kind, Vocabulary
from app.domain.rule_verdicts import clause
from app.domain.rulebook import Rule

VOCABULARY = Vocabulary(("bounced", "low_sentiment", "reopened"), ("refund",))
TERMS = list(VOCABULARY.terms())
TEXTS = some.text(some.characters(codec="utf-8"), max_size=12)
NUMBERS = some.floats(-1e12, 1e12, allow_nan=False).map(lambda number: round(number, 4))


@some.composite
def clauses(draw: some.DrawFn) -> FormClause:
    term = draw(some.sampled_from(TERMS))
    relation = draw(some.sampled_from(relations_of(term)))
    value = value_for(term, relation, None)
    if isinstance(value, float):
        value = draw(NUMBERS)
    elif value is not None:
        value = draw(some.sampled_from(term.choices) if term.choices else TEXTS)
    return FormClause(term.name, relation, value)


FORMS = some.builds(
    ConditionForm,
    some.sampled_from(Join),
    some.lists(some.lists(clauses(), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
)


@given(FORMS)
@settings(max_examples=60, deadline=None)
def test_every_form_comes_back_from_its_text(form: ConditionForm) -> None:
    text = written(form)
    check(parse(text), VOCABULARY)
    assert form_of(text, VOCABULARY) == form.normal


@pytest.mark.parametrize(
    "text",
    [
        "score > 40",
        "signals.bounced >= 0.5 && account.value > 50000",
        "(signals.bounced >= 0.5 || tier > 1) && !executive".replace("executive", "account.executive_writes"),
        "!has(account.value) || account.value < 1000",
        '"vip" in tags && !("spam" in tags) && priority == "urgent"',
        'said.contains("sales\\"force") && !subject.startsWith("Re:")'.replace("!subject", "subject"),
        "sentiment.last <= -0.25",
    ],
)
def test_the_form_of_a_text_means_what_the_text_means(text: str) -> None:
    form = form_of(text, VOCABULARY)
    assert form is not None
    again = written(form)
    one, other = clause_of(parse(text), text), clause_of(parse(again), again)
    assert implies(one, other)
    assert implies(other, one)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "score >",
        "score + 1 > 40",
        "50 < score",
        "score > 40  // from the meeting of May",
        "!(score > 40)",
        "!(score > 40 && tier > 1)",
        "(score > 1 && (tier > 1 || tier < 3)) || score > 3 && tier > 2 || (score > 2 && (tier > 1 || tier < 2))",
        'tags.exists(t, t == "vip")',
        "acount.value > 3",
        'priority == "urgnt"',
        'account.value > "much"',
        "score > 1 ? true : false",
    ],
)
def test_what_fits_no_form_has_none(text: str) -> None:
    assert form_of(text, VOCABULARY) is None


def test_a_rule_that_names_signals_has_a_form_of_the_same_meaning() -> None:
    rule = Rule("A", ("bounced", "reopened"), "Tech", at_least=0.4, also=("low_sentiment",), minimum_value=50_000)
    text = written(form_of_signals(rule))
    assert implies(clause_of(parse(text), text), clause(rule))
    assert implies(clause(rule), clause_of(parse(text), text))
    assert form_of(text, VOCABULARY) == form_of_signals(rule)


def test_a_value_is_kept_as_long_as_it_fits() -> None:
    terms = {each.name: each for each in TERMS}
    assert value_for(terms["account.value"], Relation.ABOVE, 50_000.0) == 50_000.0
    assert value_for(terms["signals.bounced"], Relation.AT_LEAST, 50_000.0) == 0.5
    assert value_for(terms["priority"], Relation.IS, "vip") == "low"
    assert value_for(terms["subject"], Relation.CONTAINS, "vip") == "vip"
    assert value_for(terms["subject"], Relation.KNOWN, "vip") is None
    assert {term.kind for term in TERMS} <= set(Kind)
