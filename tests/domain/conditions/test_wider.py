"""The quick way of comparing conditions says the same as the slow and plain one, and nothing that is not so."""

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions.clauses import Question, holds, plainly
from app.domain.conditions.reach import always, implies, never
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.rule_order import hidden
from app.domain.rulebook import Rule
from tests.domain.books import book
from tests.domain.conditions.plainly import clause, plainly_hidden, plainly_implies

VOCABULARY = Vocabulary()
GROUPS = ("Billing", "Technical", "Product", "Security", "Compliance", "Executive")
BOOK = book()

numbers = st.tuples(
    st.sampled_from(["score", "tier"]), st.sampled_from(["<", "<=", "==", "!=", ">=", ">"]), st.integers(1, 3)
)
singles = numbers.map(lambda each: f"{each[0]} {each[1]} {each[2]}") | st.sampled_from(
    ['said.contains("a")', 'said.contains("b")', "has(score)", "has(said)"]
)
conditions = st.recursive(
    singles,
    lambda inner: st.one_of(
        inner.map("!({})".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"({' && '.join(each)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"({' || '.join(each)})"),
    ),
    max_leaves=6,
)


@given(conditions, conditions)
@settings(max_examples=300)
def test_one_implies_another_in_the_quick_way_as_in_the_plain_one(one: str, other: str) -> None:
    assert implies(clause(one), clause(other)) is plainly_implies(clause(one), clause(other))


@given(st.lists(st.tuples(conditions, st.sampled_from(GROUPS), st.booleans()), min_size=2, max_size=9))
@settings(max_examples=300)
def test_the_same_rules_are_hidden_as_where_each_is_compared_with_each(rules: list[tuple[str, str, bool]]) -> None:
    asked = [
        (Rule(f"R{number}", group=group, hard=hard, when=when), clause(when))
        for number, (when, group, hard) in enumerate(rules)
    ]
    found = [(each.rule.name, each.by.name, each.same) for each in hidden(asked, BOOK)]
    assert found == list(plainly_hidden(asked, BOOK))


@given(conditions, conditions)
@settings(max_examples=150, deadline=None)
def test_what_is_said_of_conditions_is_so_on_every_ticket(one: str, other: str) -> None:
    follows, in_vain, sure = (
        implies(clause(one), clause(other)),
        never(clause(one), VOCABULARY),
        always(clause(one), VOCABULARY),
    )
    for facts in tickets():
        said = told(one, facts)
        assert not (follows and said and told(other, facts) is not True), facts
        assert not (in_vain and said), facts
        assert not (sure and said is False), facts


def tickets() -> Iterator[Mapping[str, float | str | None]]:
    for score, tier, said in product([None, 0.0, 1.0, 1.5, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0], [None, "", "a", "b", "ab"]):
        yield {"score": score, "tier": tier, "said": said}


def told(condition: str, facts: Mapping[str, float | str | None]) -> bool | None:
    def answer(question: Question) -> bool | None:
        if question.text.startswith("has("):
            return facts[question.text[4:-1]] is not None
        value = facts[question.names[0]]
        if isinstance(value, float) and question.comparison is not None:
            return plainly(question.comparison, value)
        return question.text[-3] in value if isinstance(value, str) else None

    return holds(clause(condition), answer)
