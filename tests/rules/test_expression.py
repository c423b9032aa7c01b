"""Conditions asked of tickets: three-valued, never an error, and never true where a fact that they need is missing."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions.clauses import Question, Told, clause_of, questions_in, tell
from app.domain.conditions.kinds import check
from app.domain.conditions.parser import parse
from app.domain.conditions.tokens import Faulty
from app.domain.conditions.vocabulary import Value, Vocabulary
from app.domain.conditions.wording import Wording
from app.rules.expression import Variables, compiled

VOCABULARY = Vocabulary(("bounced", "legal_threat"), ("refund",))


class Known:
    """Facts as a test names them."""

    def __init__(self, facts: Mapping[str, Value]) -> None:
        self._facts = facts

    def value(self, name: str) -> Value | None:
        return self._facts.get(name)


def ask(text: str, **facts: Value) -> Told:
    """What a condition says where these facts are known; `account__value` is account.value."""
    return asked(text, {name.replace("__", "."): value for name, value in facts.items()})


def asked(text: str, facts: Mapping[str, Value]) -> Told:
    node = parse(text)
    check(node, VOCABULARY)
    clause, known = clause_of(node, text), Known(facts)
    ready = {question: compiled(question) for question in questions_in(clause)}
    context, wording = Variables(ready.values()).context(known.value), Wording(known.value)

    def answer(question: Question) -> bool | None:
        missing = any(known.value(name) is None for name in question.names)
        return None if missing else ready[question].holds(context)

    return tell(clause, answer, wording.explain)


@pytest.mark.parametrize(
    ("text", "facts", "holds"),
    [
        ("score > 3", {"score": 3.5}, True),
        ("score > 3", {"score": 3.0}, False),
        ("score > 3", {}, None),
        ("!(score > 3)", {}, None),
        ("score > 3 && tier > 1", {"tier": 1.0}, False),  # however the score is
        ("score > 3 && tier > 1", {"tier": 2.0}, None),
        ("score > 3 || tier > 1", {"tier": 2.0}, True),
        ("score > 3 || tier > 1", {"tier": 1.0}, None),
        ("has(score) && score > 3", {}, False),
        ("!has(score) || score > 3", {}, True),
        ('"vip" in tags', {"tags": ("vip",)}, True),
        ('"vip" in tags', {"tags": ()}, False),
        ('tags.exists(t, t.startsWith("v")) && tags.all(t, size(t) < 9)', {"tags": ("vip",)}, True),
        ("size(tags) + 1 > 2", {"tags": ("a", "b")}, True),
        ('subject.contains("caf\u00e9 \\"x\\"")', {"subject": 'the caf\u00e9 "x"'}, True),
        ('said.matches("sales ?force")', {"said": "uses sales force"}, True),
        ("score / tier > 2", {"score": 9.0, "tier": 3.0}, True),
        ("score / tier > 2", {"score": 9.0, "tier": 0.0}, None),
        ("score / (tier - 1) > 2 || score > 1", {"score": 9.0, "tier": 1.0}, True),
        ("tier > 1 ? score > 3 : score < 3", {"tier": 2.0, "score": 9.0}, True),
        ("tier > 1 ? score > 3 : score < 3", {"tier": 2.0}, None),
        ('priority in ["high", "urgent"]', {"priority": "high"}, True),
        ("account.executive_writes", {"account.executive_writes": True}, True),
        ("!account.executive_writes", {}, None),
    ],
)
def test_a_condition_holds_does_not_or_cannot_be_told(
    text: str, facts: Mapping[str, Value], holds: bool | None
) -> None:
    assert asked(text, facts).holds is holds


def test_the_clause_that_settles_it_is_named_with_what_was_seen() -> None:
    text = "account.value > 50000 && intents.refund >= 0.6"
    assert ask(text, account__value=84_000.0, intents__refund=0.5).because == ("refund is 0.50, not at least 0.60",)
    assert ask(text, account__value=84_000.0).because == ("refund is not known",)
    assert ask(text, account__value=84_000.0, intents__refund=0.9).because == (
        "account value is 84,000, above 50,000",
        "refund is 0.90, at least 0.60",
    )
    assert ask('"vip" in tags', tags=("eu",)).because == ('"vip" in tags is false: tags is "eu"',)
    assert ask("score / tier > 2", score=1.0, tier=0.0).because == ("score / tier > 2 cannot be computed",)
    assert ask("has(score)").because == ("score is not known",)


@pytest.mark.parametrize("pattern", ["(", "[a", "*"])
def test_a_pattern_that_is_none_is_refused_with_its_place(pattern: str) -> None:
    with pytest.raises(Faulty, match="no pattern") as refused:
        ask(f'subject.matches("{pattern}")')
    assert refused.value.at == len("subject.matches(")


def test_a_pattern_that_would_take_for_ever_elsewhere_does_not() -> None:
    assert ask('said.matches("(a+)+$")', said="a" * 50_000 + "b").holds is False


NUMBERS = ["score", "tier", "account.value", "sentiment.last", "signals.bounced", "intents.refund"]
TEXTS = ["subject", "group", "said"]
number = st.recursive(
    st.sampled_from(NUMBERS) | st.integers(0, 100).map(str) | st.floats(0, 10).map(lambda each: f"{each:.3f}"),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({' '.join(each)})"),
    max_leaves=4,
)
text = st.sampled_from(TEXTS) | st.sampled_from(['"a"', '"vip"', "'\\\\n'", '"\u00e9\\u20ac"'])
leaf = st.one_of(
    st.tuples(number, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), number).map(" ".join),
    st.tuples(text, st.sampled_from(["==", "!="]), text).map(" ".join),
    text.map(lambda each: f"{each} in tags"),
    st.tuples(text, st.sampled_from(["contains", "startsWith", "matches"])).map(
        lambda each: f'{each[0]}.{each[1]}("a")'
    ),
    st.tuples(st.sampled_from(["exists", "all", "exists_one"]), text).map(lambda e: f"tags.{e[0]}(t, t != {e[1]})"),
    st.sampled_from(NUMBERS + TEXTS).map(lambda each: f"has({each})"),
    st.just("account.executive_writes"),
)
conditions = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda each: f"({' '.join(each)})"),
        inner.map(lambda each: f"!({each})"),
        st.tuples(inner, inner, inner).map(lambda each: "({} ? {} : {})".format(*each)),
    ),
    max_leaves=6,
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
facts = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.floats(-1e15, 1e15) for name in NUMBERS},
        **dict.fromkeys(TEXTS, words),
        "tags": st.lists(words, max_size=3).map(tuple),
        "account.executive_writes": st.booleans(),
    },
)


def readable(condition: str) -> bool:
    return fault_of(condition) is None


@settings(max_examples=200, deadline=None)
@given(condition=conditions.filter(readable), known=facts)
def test_no_condition_raises_and_none_is_true_where_a_fact_that_it_rests_on_is_missing(
    condition: str, known: Mapping[str, Value]
) -> None:
    told = asked(condition, known)
    assert told.holds in {True, False, None}
    if told.holds is not None:
        assert set(told.names) <= known.keys()


@settings(max_examples=200, deadline=None)
@given(condition=conditions.filter(readable), known=facts, data=st.data())
def test_learning_more_never_turns_what_was_told_around(
    condition: str, known: Mapping[str, Value], data: st.DataObject
) -> None:
    """Where a condition is told, it is told the same with every further fact; `has` is what asks for the difference."""
    if "has(" in condition:
        return
    fewer = {name: value for name, value in known.items() if data.draw(st.booleans())}
    told = asked(condition, fewer).holds
    assert told is None or asked(condition, known).holds is told


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text("score()&|!<>=. +-*/\"'[],?:1aintags", max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_place(typed: str) -> None:
    fault = fault_of(typed)
    if fault is not None:
        assert fault.says
        assert 0 <= fault.at <= len(typed)
        return
    for question in questions_in(clause_of(parse(typed), typed)):
        compiled(question)


def fault_of(condition: str) -> Faulty | None:
    """Why a condition could not be saved."""
    try:
        check(parse(condition), VOCABULARY)
    except Faulty as fault:
        return fault
    return None
