"""Plain questions are answered without the evaluator, and as it would."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions.clauses import Question, clause_of
from app.domain.conditions.parser import parse
from app.domain.conditions.vocabulary import Value
from app.rules.expression import Variables, compiled
from app.rules.plain import plain_ones, plainly_asked

NUMBERS, TEXTS = ("score", "account.value"), ("subject", "group")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=3) | st.sampled_from(["a", "ab", "b'", '\\"', "é\0"])
number = st.floats(-1e15, 1e15) | st.integers(-3, 3).map(float)


def written(text: str) -> str:
    """A text as one writes it in a condition."""
    return '"' + "".join(each if each.isalnum() else f"\\U{ord(each):08x}" for each in text) + '"'


constant = st.integers(0, 3).map(str) | st.floats(0, 10).map(lambda each: f"{each:.3f}")
plain = st.one_of(
    st.tuples(st.sampled_from(NUMBERS), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), constant).map(" ".join),
    st.tuples(constant, st.sampled_from(["<", ">="]), st.sampled_from(NUMBERS)).map(" ".join),
    st.tuples(st.sampled_from(TEXTS), st.sampled_from(["==", "!="]), words.map(written)).map(" ".join),
    st.tuples(st.sampled_from(TEXTS), st.sampled_from(["contains", "startsWith", "endsWith"]), words.map(written)).map(
        lambda each: "{}.{}({})".format(*each)
    ),
    words.map(lambda each: f"{written(each)} in tags"),
)
facts = st.fixed_dictionaries(
    {**dict.fromkeys(NUMBERS, number), **dict.fromkeys(TEXTS, words), "tags": st.lists(words, max_size=3).map(tuple)}
)


def asked(condition: str) -> Question:
    clause = clause_of(parse(condition), condition)
    assert isinstance(clause, Question)
    return clause


@settings(max_examples=150, deadline=None)
@given(condition=plain, known=facts)
def test_a_plain_question_is_answered_as_the_evaluator_would(condition: str, known: Mapping[str, Value]) -> None:
    question = asked(condition)
    (one,) = plain_ones([question])
    assert isinstance(known[one.name], one.of)
    ready = compiled(question)
    by_evaluator = ready.holds(Variables([ready]).context(known.get))
    assert dict(one.answers(known[one.name])) == {condition: by_evaluator}


@pytest.mark.parametrize(
    "condition",
    [
        "score > tier",
        "score / tier > 2",
        "subject == group",
        'subject.matches("a")',
        "has(subject)",
        'tags.exists(t, t == "a")',
        'group in ["a", "b"]',
        "account.executive_writes",
    ],
)
def test_any_other_question_is_left_to_the_evaluator(condition: str) -> None:
    assert plainly_asked(asked(condition)) is None
