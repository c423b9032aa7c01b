"""Loops are found where tickets really go round, and only there: rulebooks made up, and tickets sent through them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.conditions.clauses import Clause, Question, holds, plainly
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.rule_loops import Loop, Loops
from app.domain.rule_verdicts import decides
from app.domain.rulebook import Mode, Rule
from tests.domain.books import book
from tests.domain.conditions.plainly import clause

BOOK = book()
GROUPS = ("Billing", "Product", "Security", "Compliance", "Executive")
VOCABULARY = Vocabulary()

Facts = Mapping[str, float | str]
Asked = Sequence[tuple[Rule, Clause]]

singles = st.sampled_from(
    ["score > 1", "score <= 2", "score == 3", "tier > 2", "tier == 3"]
    + ['said.contains("a")', '!said.contains("a")']
    + [f'group {sign} "{group}"' for sign in ("==", "!=") for group in GROUPS]
)
conjunctions = st.lists(singles, min_size=1, max_size=3).map(" && ".join)
conditions = st.lists(conjunctions, min_size=1, max_size=2).map(lambda each: " || ".join(map("({})".format, each)))


def rules(condition: st.SearchStrategy[str]) -> st.SearchStrategy[Asked]:
    mode = st.sampled_from([Mode.AUTOMATIC] * 4 + [Mode.SUGGEST, Mode.OFF])
    one = st.tuples(condition, st.sampled_from(GROUPS), mode)
    return st.lists(one, min_size=2, max_size=5).map(
        lambda several: [
            (Rule(f"R{place}", group=group, hard=True, mode=mode, when=when), clause(when))
            for place, (when, group, mode) in enumerate(several)
        ]
    )


@given(rules(conditions))
@settings(max_examples=300, deadline=None)
def test_where_a_ticket_goes_round_a_loop_is_found(asked: Asked) -> None:
    if any(goes_round(asked, facts, start) for facts in tickets() for start in GROUPS):
        assert any(each.sure for each in found(asked))


@given(rules(conjunctions))
@settings(max_examples=300, deadline=None)
def test_where_a_loop_is_found_a_ticket_goes_round_by_its_rules(asked: Asked) -> None:
    for loop in found(asked):
        rounds = [goes_round(asked, facts, loop.origins[0]) for facts in tickets()]
        assert [each.name for each in loop.rules] in rounds


def found(asked: Asked) -> list[Loop]:
    return list(Loops(asked, BOOK, VOCABULARY, at).found())


def at(question: Question, group: str) -> bool | None:
    return told(question, {"group": group, "tier": float(BOOK.tier(group))})


def tickets() -> Iterator[Facts]:
    for score, said in product([0.0, 1.0, 1.5, 2.0, 3.0, 4.0], ["", "a"]):
        yield {"score": score, "said": said}


def goes_round(asked: Asked, facts: Facts, start: str) -> list[str]:
    """The rules that bring a ticket back to where it was, [] where it comes to rest."""
    group, path, been = start, list[str](), list[str]()
    while group not in been:
        been.append(group)
        here = {**facts, "group": group, "tier": float(BOOK.tier(group))}
        mover = next((rule for rule, each in asked if _fires(rule, each, here) and decides(rule, group, BOOK)), None)
        if mover is None or mover.mode is not Mode.AUTOMATIC or mover.group == group:
            return []
        path.append(mover.name)
        group = mover.group
    return path[been.index(group) :]


def _fires(rule: Rule, condition: Clause, facts: Facts) -> bool:
    return rule.mode is not Mode.OFF and holds(condition, lambda question: told(question, facts)) is True


def told(question: Question, facts: Facts) -> bool:
    value = facts[question.names[0]]
    if isinstance(value, float):
        assert question.comparison is not None
        return plainly(question.comparison, value)
    text = question.text.split('"')[1]
    return (text == value) is ("==" in question.text) if "group" in question.names else text in value
