"""A full rulebook: 300 rules on a ticket of 14 messages, scored, judged and explained without the model.

The figures are pytest-benchmark's. What is asserted is a ratio taken in the same run: cost is linear in the rules.
"""

import tomllib
from functools import partial

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from app import paths
from app.domain.rulebook import Rulebook
from app.domain.triage import Triage
from app.domain.weights import weights_from
from app.rules.checking import read_rulebook
from app.service.assess import Assessor
from app.service.rulebooks import vocabulary_of
from tests.benchmarks.stopwatch import least
from tests.benchmarks.test_triage import SHORT, conversation, team, whole

ONE, FEW, MANY = 1, 100, 300
CONDITIONS = (
    "signals.disappointment >= 0.{n} && account.value > {n}0000",
    'subject.contains("word{n}") || "tag{n}" in tags',
    "sentiment.mean < -0.{n} && counts.exchanges > 3 && time.open_days > {n}",
    "(intents.outage > 0.{n} || intents.api_integration > 0.{n}) && score > {n}",
    'account.value / (tier + 1) > {n}000 && !(status == "closed")',
)


MODES = ("suggest", "shadow", "automatic")
GROUPS = ("Tier 2 Billing", "Tier 2 Technical", "Tier 3 Product", "Tier 4 Executive")


def rules(count: int) -> str:
    """A rulebook of so many rules in all modes, all of them different, each with a condition in words.

    Those that ask for more come first, so that none hides another. Every seventh tells somebody.
    """
    text = (paths.resources() / "rulebook.toml").read_text("utf-8").partition("[[rule]]")[0]
    return text + "".join(
        f"[[rule]]\nname = 'R{n}'\nmode = '{MODES[n % len(MODES)]}'\ngroup = '{GROUPS[n % len(GROUPS)]}'\n"
        f"notify = {['lead@example.com'] if n % 7 == 0 else []}\n"
        f"when = '''{CONDITIONS[n % len(CONDITIONS)].format(n=n + 10)}'''\n"
        for n in reversed(range(count))
    )


def book(count: int) -> Rulebook:
    vocabulary = vocabulary_of(paths.models() / "manifest.toml")
    return read_rulebook(rules(count), vocabulary, revision=str(count), name="rulebook.toml")


@pytest.fixture(scope="module")
def assessors() -> dict[int, Assessor]:
    document = tomllib.loads((paths.resources() / "weights.toml").read_text("utf-8"))
    weights = weights_from(document, revision="default", name="weights.toml")
    return {count: Assessor(weights, book(count)) for count in (ONE, FEW, MANY)}


def test_three_hundred_rules_on_a_ticket_of_fourteen_messages(
    benchmark: BenchmarkFixture, assessors: dict[int, Assessor]
) -> None:
    found, people = conversation(SHORT), team()
    triage: Triage = benchmark(lambda: whole(assessors[MANY], found, people))
    assert len(triage.rules) == MANY
    benchmark.extra_info["with one rule, ms"] = round(least(lambda: whole(assessors[ONE], found, people)) * 1000, 2)


def test_cost_is_linear_in_the_rules(assessors: dict[int, Assessor]) -> None:
    found, people = conversation(SHORT), team()
    took = {count: least(partial(whole, assessor, found, people)) for count, assessor in assessors.items()}
    one, few, many = took[ONE], took[FEW], took[MANY]
    assert many - one < 2 * MANY / FEW * (few - one)
