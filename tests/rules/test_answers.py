"""A rulebook is asked once, and what changes is asked anew: the answers are those of asking everything."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions.vocabulary import Value
from app.domain.rule_verdicts import Judged
from app.rules.judge import Judge
from tests.domain.books import book, rule

CONDITIONS = (
    "score > 40",
    "score > 40 && account.value > 1000",
    "account.value / (tier - 1) > 500",
    'subject.contains("invoice") || "vip" in tags',
    "!(sentiment.mean < -0.5) || has(account.value)",
    "has(account.value) && account.value > 5000 && score > 10",
    "signals.bounced >= 0.5",
)
BOOK = book(
    *(rule(f"R{n}", "Product", when=text, hard=n % 3 == 0) | {"signals": []} for n, text in enumerate(CONDITIONS)),
    rule("Points", "", when="account.value > 1000 || tier > 2", points=30) | {"signals": []},
)


class Known:
    """Facts as a test names them."""

    def __init__(self, facts: Mapping[str, Value | None]) -> None:
        self._facts = facts

    def value(self, name: str) -> Value | None:
        return self._facts.get(name)


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "account.value": st.sampled_from([0.0, 900.0, 4000.0, 90_000.0]),
        "tier": st.sampled_from([1.0, 2.0, 3.0]),
        "subject": st.sampled_from(["an invoice", "a printer"]),
        "tags": st.sampled_from([(), ("vip",)]),
        "sentiment.mean": st.sampled_from([-0.9, 0.2]),
        "signals.bounced": st.sampled_from([0.2, 0.8]),
    },
)
SCORES = st.none() | st.integers(0, 80)


def plain(judged: tuple[Judged, ...]) -> list[tuple[str, bool | None, tuple[str, ...]]]:
    return [(each.rule.name, each.holds, each.told.because) for each in judged]


def fresh(facts: Mapping[str, Value], points: int | None) -> list[tuple[str, bool | None, tuple[str, ...]]]:
    known = {**facts, **({} if points is None else {"score": float(points)})}
    return plain(Judge(BOOK).ask(Known(known)).judged())


@settings(max_examples=150, deadline=None)
@given(FACTS, SCORES, FACTS, SCORES)
def test_asking_anew_what_changed_is_the_same_as_asking_everything(
    one: Mapping[str, Value], first: int | None, other: Mapping[str, Value], second: int | None
) -> None:
    before = Judge(BOOK).ask(Known(one)).again(Known(one), first)
    assert plain(before.judged()) == fresh(one, first)
    after = before.again(Known(other), second)
    assert plain(after.judged()) == fresh(other, second)
    assert plain(before.judged()) == fresh(one, first), "and what was asked before stays as it was"
    if second is not None:
        assert plain(after.scored(second).judged()) == fresh(other, second)


@settings(max_examples=100, deadline=None)
@given(facts=FACTS, points=st.integers(0, 80), reached=st.booleans())
def test_the_rule_that_decides_is_the_first_of_those_that_fire_hard_ones_before_others(
    facts: Mapping[str, Value], points: int, *, reached: bool
) -> None:
    answers = Judge(BOOK).ask(Known(facts)).again(Known(facts), points)
    firing = [each.rule for each in answers.judged() if each.fired and each.rule.group]
    allowed = [each for each in sorted(firing, key=lambda each: not each.hard) if reached or each.hard]
    assert answers.deciding("Tier 1", reached=reached) == next(iter(allowed), None)


@pytest.mark.parametrize(
    ("condition", "facts", "because"),
    [
        ("account.value / (tier - 1) > 500", {"account.value": 4000.0, "tier": 1.0}, "cannot be computed"),
        ("account.value > 500", {}, "account value is not known"),
        ("signals.never_heard_of > 0.5", {}, "never heard of is not known"),
    ],
    ids=["zero", "missing fact", "unknown name"],
)
def test_a_rule_that_cannot_be_told_says_so_and_its_neighbours_go_on(
    condition: str, facts: Mapping[str, Value], because: str
) -> None:
    wrong = rule("Wrong", "Product", when=condition, hard=True) | {"signals": []}
    right = rule("Right", "Product", when="score >= 0") | {"signals": []}
    answers = Judge(book(wrong, right)).ask(Known(facts)).again(Known(facts), 50)
    told, other = answers.judged()
    assert told.holds is None
    assert because in told.told.because[0]
    assert other.fired
    assert answers.deciding("Tier 1", reached=True) == other.rule
