"""A whole triage without the model: prepared analyses, then every signal, the score and the suggestion.

The figures are pytest-benchmark's. What is asserted are ratios taken in the same run, which hold on any machine: how
cost grows with the conversation, and what it is against writing the same snapshot down as JSON.
"""

import json
import random
import tomllib
from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import app.signals
from app.domain.analysis import IntentFound
from app.domain.people import Agent
from app.domain.rulebook import rulebook_from
from app.domain.snapshot import Snapshot
from app.domain.tickets import EventKind, Role
from app.domain.triage import Triage
from app.domain.weights import weights_from
from app.service.assess import Assessor
from app.service.counterfactuals import counterfactuals
from tests import builders
from tests.benchmarks.stopwatch import seconds
from tests.builders import NOW

RESOURCES = Path(app.signals.__file__).parents[2] / "resources"
DIMENSIONS = 384  # of the sentence encoder
SHORT, LONG = 14, 140  # messages
PARAGRAPH = (
    "We restarted the connector at 08:25 as you advised, and the sync of the orders failed again with HTTP 503 after "
    "some twenty minutes. Our warehouse works from printed lists of yesterday. I would like to understand whether this "
    "is going to be repaired today, and I am not happy with the way in which two answers passed over my question.\n"
    "08:41:13.004 ERROR sync gave up: ECONNRESET\n"
)


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    weights = tomllib.loads((RESOURCES / "weights.toml").read_text("utf-8"))
    rules = tomllib.loads((RESOURCES / "rulebook.toml").read_text("utf-8"))
    return Assessor(
        weights_from(weights, revision="default", name="weights.toml"),
        rulebook_from(rules, revision="default", name="rulebook.toml"),
    )


def test_a_whole_triage_without_the_model(benchmark: BenchmarkFixture, assessor: Assessor) -> None:
    """Against writing the same conversation down as JSON, which is about the least that one can do with it."""
    people, seeds = team(), count(100)

    def fresh() -> tuple[tuple[Snapshot], dict[str, object]]:
        return (conversation(SHORT, seed=next(seeds)),), {}

    benchmark.pedantic(lambda found: whole(assessor, found, people), setup=fresh, rounds=30, warmup_rounds=2)  # type: ignore[no-untyped-call]
    took = [_both(assessor, conversation(SHORT, seed=next(seeds)), people) for _ in range(15)]
    against = min(one for one, _ in took) / min(other for _, other in took)
    found = conversation(SHORT)
    assert whole(assessor, found, people).suggestion.escalate
    benchmark.extra_info["signals that read"] = len(app.signals.read(found))
    benchmark.extra_info["times as long as json.dumps"] = round(against, 1)
    assert against < 30  # twice what was measured


def test_cost_grows_with_the_messages_and_not_with_their_square(
    benchmark: BenchmarkFixture, assessor: Assessor
) -> None:
    people = team()
    short, long = conversation(SHORT), conversation(LONG)
    benchmark(lambda: whole(assessor, long, people))
    growth = ratio(
        lambda: whole(assessor, long, people),
        lambda: [whole(assessor, short, people) for _ in range(LONG // SHORT)],
    )
    benchmark.extra_info["one long one against ten short ones"] = round(growth, 2)
    assert growth < 5  # a square would be ten


def test_a_triage_with_what_would_turn_it_takes_a_few_milliseconds(
    benchmark: BenchmarkFixture, assessor: Assessor
) -> None:
    people, seeds = team(), count(500)

    def fresh() -> tuple[tuple[Snapshot], dict[str, object]]:
        return (conversation(SHORT, seed=next(seeds)),), {}

    def explained(found: Snapshot) -> Triage:
        triage = whole(assessor, found, people)
        counterfactuals(assessor, found)
        return triage

    benchmark.pedantic(explained, setup=fresh, rounds=30, warmup_rounds=2)  # type: ignore[no-untyped-call]
    found = conversation(SHORT)
    times = ratio(lambda: explained(found), lambda: whole(assessor, found, people))
    benchmark.extra_info["times as long as the triage alone"] = round(times, 1)
    assert times < 20  # some twenty verdicts, of which two may ask every signal again


def test_cost_of_explaining_grows_with_the_messages_and_not_with_their_square(
    benchmark: BenchmarkFixture, assessor: Assessor
) -> None:
    short, long = conversation(SHORT), conversation(LONG)
    benchmark(lambda: counterfactuals(assessor, long))
    growth = ratio(
        lambda: counterfactuals(assessor, long),
        lambda: [counterfactuals(assessor, short) for _ in range(LONG // SHORT)],
        rounds=5,
    )
    benchmark.extra_info["one long one against ten short ones"] = round(growth, 2)
    assert growth < 5


def _both(assessor: Assessor, found: Snapshot, people: tuple[Agent, ...]) -> tuple[float, float]:
    """A triage and its peer on a conversation that nothing is remembered of."""
    return seconds(lambda: whole(assessor, found, people)), seconds(lambda: written_down(found))


def whole(assessor: Assessor, found: Snapshot, people: tuple[Agent, ...]) -> Triage:
    return assessor.assess(found, model_revision=builders.MODEL, agents=people)


def written_down(found: Snapshot) -> str:
    return json.dumps(
        [
            {
                "text": read.message.text,
                "at": read.message.at.isoformat(),
                "sentiment": read.analysis.sentiment,
                "intents": {name: each.probability for name, each in read.analysis.intents.items()},
                "advice": read.analysis.advice.hex(),
            }
            for read in found.thread
            if read.analysis is not None
        ]
    )


def ratio(deed: Callable[[], object], peer: Callable[[], object], *, rounds: int = 15) -> float:
    """How many times the processor's time the one takes, by the fastest of alternating rounds: the least disturbed."""
    took = [(seconds(deed), seconds(peer)) for _ in range(rounds)]
    return min(one for one, _ in took) / min(other for _, other in took)


def conversation(length: int, *, seed: int = 14) -> Snapshot:
    """A loud conversation of so many messages, all read, with an account, a history and other tickets.

    With another `seed` all its texts are others.
    """
    chance = random.Random(seed)
    messages = [
        builders.message(
            f"{seed}.{index}: {PARAGRAPH}",
            remote=f"{index:04}",
            role=Role.AGENT if index % 2 else Role.CUSTOMER,
            at=NOW - timedelta(hours=length - index),
        )
        for index in range(length)
    ]
    intents = {
        name: IntentFound(0.7, ((0, 40), (120, 180))) for name in ("disappointment", "outage", "api_integration")
    }
    return builders.seen(
        messages,
        analyses=[
            replace(
                builders.analysis(message, sentiment=0.4 - index / length, advice=_vector(chance)),
                intents=intents,
                sentiment_spans=((200, 260),),
            )
            for index, message in enumerate(messages)
        ],
        account=builders.account(
            "northwind",
            builders.fact("value", 84_000),
            *(builders.fact("usage", 100 - 10 * week, as_of=NOW - timedelta(days=60 - 7 * week)) for week in range(8)),
        ),
        events=[
            builders.event(
                EventKind.OWNER, remote=f"{n}", at=NOW - timedelta(hours=9 - n), old=f"A{n}", new=f"A{n + 1}"
            )
            for n in range(4)
        ],
        siblings=[builders.ticket(str(number)) for number in range(50, 54)],
    )


def team() -> tuple[Agent, ...]:
    """Four people in every group."""
    groups = ("Tier 2 Billing", "Tier 2 Technical", "Tier 3 Product", "Security", "Compliance", "Tier 4 Executive")
    return tuple(
        builders.agent(f"{name}-{number}", groups=(name,), certifications=("legal", "security"))
        for name in groups
        for number in range(4)
    )


def _vector(chance: random.Random) -> bytes:
    values = [chance.gauss(0, 1) for _ in range(DIMENSIONS)]
    length = sum(value * value for value in values) ** 0.5
    return array("f", [value / length for value in values]).tobytes()
