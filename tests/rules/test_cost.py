"""What a check of a rulebook costs, counted in calls of functions: it grows about as the rules do, and is paid once."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest

from app.rules.checking import check_rulebook, read_rulebook
from tests.rules.test_checking import HEAD, VOCABULARY, rule, when

FEW, MANY = 40, 160

CONDITIONS = {
    "the one bound narrower and the other wider, rule by rule": (
        'account.value > {n}00 && signals.bounced > 0.{left} && (time.open_days > {n} || said.contains("word{n}"))'
    ),
    "wider ones later": 'account.value > {left}00 && (time.open_days > {n} || said.contains("word{n}"))',
    "twelve words each": " || ".join(f'said.contains("word{{n}}x{each}")' for each in range(12)),
    "words that all have, and one of their own": 'said.contains("a") && "b" in tags && subject == "{n}" && score > {n}',
    "all but one": "!(account.value < {n} && signals.reopened <= 0.{left}) && tier != 2",
}


def text(condition: str, count: int, *more: str) -> str:
    rules = [rule(f"R{n}", when(condition.format(n=n, left=900 - n)), "Tech", *more) for n in range(count)]
    return HEAD + "".join(rules)


def calls(deed: Callable[[], object]) -> int:
    """How many functions are called, those of C included."""
    counted = 0

    def count(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        deed()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS.keys())
@pytest.mark.parametrize("more", ["", "mode = 'automatic'\nhard = true"], ids=["suggest", "automatic"])
def test_four_times_the_rules_cost_about_four_times_as_much(condition: str, more: str) -> None:
    few, many = text(condition, FEW, more), text(condition, MANY, more)
    checked = check_rulebook(many, VOCABULARY, revision="warm")
    assert checked.findings == ()  # so that each had to be compared with all before it
    less, most = (calls(partial(check_rulebook, each, VOCABULARY, revision="r")) for each in (few, many))
    assert most < 6 * less


def test_the_same_text_is_checked_once() -> None:
    book = text(CONDITIONS["all but one"], MANY)
    first, again = (calls(lambda: read_rulebook(book, VOCABULARY, revision="once", name="x")) for _ in range(2))
    assert again < first / 100
    assert read_rulebook(book, VOCABULARY, revision="once", name="x").rules
    assert read_rulebook(book, VOCABULARY, revision="other", name="x").revision == "other"
