"""Checking a rulebook while one types: 300 rules, and as many as there may be, of several shapes.

The figures are pytest-benchmark's. What is asserted are ratios taken in the same run: cost is linear in the rules, and
a text that was checked before costs next to nothing. Each text is another one, as with every letter that is typed.
"""

from collections.abc import Callable
from itertools import count

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from app import paths
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.rulebook_findings import Checked
from app.rules.checking import MOST_RULES, check_rulebook
from app.service.rulebooks import vocabulary_of
from tests.benchmarks.stopwatch import least
from tests.benchmarks.test_rules import rules

USUAL = 300
SHAPES = {
    "all kinds": "",
    "all to one group, one bound narrower and the other wider": (
        'account.value > {n}00 && signals.outage > 0.{left:04} && (time.open_days > {n} || said.contains("word{n}"))'
    ),
    "all to one group, twelve words each": " || ".join(f'said.contains("word{{n}}x{each}")' for each in range(12)),
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of(paths.models() / "manifest.toml")


@pytest.fixture(scope="module", params=list(SHAPES.values()), ids=list(SHAPES))
def checking(request: pytest.FixtureRequest, vocabulary: Vocabulary) -> Callable[[int], Callable[[], Checked]]:
    """Makes a deed of a number of rules: to check a text of so many, each time with another letter in it."""
    letters = count()

    def of(number: int) -> Callable[[], Checked]:
        text = book(request.param, number)
        return lambda: check_rulebook(f"{text}# {next(letters)}\n", vocabulary, revision="r")

    return of


def book(shape: str, number: int) -> str:
    if not shape:
        return rules(number)
    return rules(0) + "".join(
        f"[[rule]]\nname = 'R{n}'\ngroup = 'Tier 3 Product'\nwhen = '''{shape.format(n=n, left=9_999 - n)}'''\n"
        for n in range(number)
    )


def test_three_hundred_rules_are_checked_while_one_types(
    benchmark: BenchmarkFixture, checking: Callable[[int], Callable[[], Checked]]
) -> None:
    checked = benchmark.pedantic(checking(USUAL), rounds=3, warmup_rounds=1)  # type: ignore[no-untyped-call]
    assert checked.findings == ()


def test_cost_of_a_check_is_linear_up_to_the_most_rules(
    benchmark: BenchmarkFixture, checking: Callable[[int], Callable[[], Checked]]
) -> None:
    most = checking(MOST_RULES)
    assert benchmark.pedantic(most, rounds=1, warmup_rounds=0).findings == ()  # type: ignore[no-untyped-call]
    all_of_them, usual = least(most, rounds=1), least(checking(USUAL), rounds=3)
    benchmark.extra_info["processor time, ms"] = round(all_of_them * 1000)
    benchmark.extra_info["of 300 rules, ms"] = round(usual * 1000)
    assert all_of_them < 2 * MOST_RULES / USUAL * usual


def test_a_start_pays_for_the_check_once(vocabulary: Vocabulary) -> None:
    text = f"{rules(USUAL)}# started\n"
    first = least(lambda: check_rulebook(text, vocabulary, revision="r"), rounds=1)
    assert least(lambda: check_rulebook(text, vocabulary, revision="r"), rounds=3) < first / 10
