"""The brief of a ticket of 14 messages: made anew without the models, kept, and shown when the ticket is opened.

The figures are pytest-benchmark's. What is asserted are ratios taken in the same run: against weighing the same ticket
by all signals, which happens as often, against reading the same ticket from the store, and against a longer talk. Each
bound is about twice what was measured.
"""

from collections.abc import Iterator
from itertools import count

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from app import signals
from app.bootstrap import default_assessor
from app.domain.brief import Brief, Slot
from app.domain.snapshot import Snapshot
from app.domain.tickets import Status
from app.service.briefs import Briefer
from app.service.past_cases import PastCases
from app.store.store import Store, open_store
from tests.benchmarks.stopwatch import least
from tests.builders import MODEL, NOW, ago, analysis, conversation, id_of, ticket
from tests.domain.briefing.briefed import briefed
from tests.signals.scene import Turn, agent, customer, fact, scene
from tests.store.testbed import KEY, pull

MESSAGES = 14
DIMENSIONS = 384  # of the sentence encoder
FINISHED = 300  # tickets to look among for similar ones
TOLD = (
    "Since the update on Tuesday the export of number {n} stops with error 50{n}. We need it for payroll, and it is "
    "the third time this month. I have restarted the agent, but it is still not working. Can you look into it today?"
)
SAID = (
    "Thank you for the details of number {n}. Please open Settings, raise the limit to {n}0, and run it again. We will "
    "come back to you by Friday. Which version do you use?"
)
FACTS = [fact("value", 84_000), *(fact("usage", 100 - week, days=7 * week + 1) for week in range(26, 0, -1))]


def turn(number: int, seed: int) -> Turn:
    if number % 2:
        return agent(SAID.format(n=f"{number}{seed}"), advice=0.9, promise=0.8, question=0.7)
    return customer(TOLD.format(n=f"{number}{seed}"), sentiment=-0.5, bug=0.9, fix_did_not_work=0.8)


def talk(length: int, *, seed: int = 0) -> Snapshot:
    return scene(*(turn(number, seed) for number in range(length)), facts=FACTS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An encrypted one, with the ticket 1 of 14 messages, and finished tickets of which each has advice."""
    made = open_store(f"sqlite:///{tmp_path_factory.mktemp('briefs') / 'store.db'}", key=KEY)
    texts = [(SAID if number % 2 else TOLD).format(n=number) for number in range(MESSAGES)]
    asked = conversation(*texts)
    said = [each for n in range(FINISHED) for each in conversation(TOLD.format(n=n), SAID.format(n=n), number=f"9{n}")]
    finished = [ticket(f"9{n}", status=Status.SOLVED, owner="bob", created_at=ago(days=9)) for n in range(FINISHED)]
    pull(made, ticket("1"), *finished, messages=(*asked, *said))
    ways = np.random.default_rng(20261127).normal(size=(len(asked) + len(said), DIMENSIONS)).astype("<f4") / 40
    ways[:, 0] = 1.0  # all are about the same, more or less
    intents = {"bug": 0.9, "advice": 0.8}
    made.triaged.record_analyses(
        analysis(each, intents=intents, embedding=(way / np.linalg.norm(way)).astype("<f4").tobytes())
        for each, way in zip((*asked, *said), ways, strict=True)
    )
    while PastCases(made).remember(MODEL, NOW):
        pass
    yield made
    made.close()


@pytest.fixture(scope="module")
def briefer(store: Store) -> Briefer:
    return Briefer(store, hours=default_assessor().hours)


def made_anew(store: Store, briefer: Briefer) -> Brief:
    """As the worker does it: everything read from the store, and the brief written there."""
    brief = briefer.brief(id_of("1"), NOW, MODEL)
    assert brief is not None
    store.briefs.record([brief])
    return brief


def test_a_brief_of_fourteen_messages(benchmark: BenchmarkFixture) -> None:
    """Of texts that nothing is remembered of."""
    seeds = count()

    def fresh() -> tuple[tuple[Snapshot], dict[str, object]]:
        return (talk(MESSAGES, seed=next(seeds)),), {}

    benchmark.pedantic(briefed, setup=fresh, rounds=30, warmup_rounds=2)  # type: ignore[no-untyped-call]
    found = talk(MESSAGES)
    assert len(briefed(found).section(Slot.TRIED).items) == 8
    benchmark.extra_info["all signals on the same ticket, ms"] = round(least(lambda: signals.read(found)) * 1000, 2)
    unread = iter([talk(MESSAGES, seed=next(seeds)) for _ in range(15)])
    benchmark.extra_info["processor time, ms"] = round(least(lambda: briefed(next(unread))) * 1000, 2)


def test_a_brief_made_anew_from_the_store_and_kept(benchmark: BenchmarkFixture, store: Store, briefer: Briefer) -> None:
    brief = benchmark(lambda: made_anew(store, briefer))
    assert len(brief.section(Slot.NEXT_STEP).items) == 3
    again = least(lambda: made_anew(store, briefer))
    reading = least(lambda: store.pulled.snapshot(id_of("1"), as_of=NOW, model_revision=MODEL))
    making = least(lambda: briefer.brief(id_of("1"), NOW, MODEL))
    benchmark.extra_info["processor time, ms"] = round(again * 1000, 2)
    benchmark.extra_info["of that without keeping it, ms"] = round(making * 1000, 2)
    benchmark.extra_info["reading the ticket from the store, ms"] = round(reading * 1000, 2)
    benchmark.extra_info["times as long as reading the ticket from the store"] = round(again / reading, 1)
    assert again < 9 * reading


def test_showing_a_brief_is_reading_the_one_that_is_kept(
    benchmark: BenchmarkFixture, store: Store, briefer: Briefer
) -> None:
    made_anew(store, briefer)
    kept = benchmark(lambda: store.briefs.newest(id_of("1")))
    assert kept is not None
    showing, making = least(lambda: store.briefs.newest(id_of("1"))), least(lambda: made_anew(store, briefer))
    benchmark.extra_info["times as fast as making it"] = round(making / showing, 1)
    assert showing < making


def test_a_brief_costs_no_more_than_some_rounds_of_all_signals() -> None:
    found = talk(MESSAGES)
    assert least(lambda: briefed(found)) < 24 * least(lambda: signals.read(found))


def test_cost_is_linear_in_the_messages() -> None:
    few, many = talk(MESSAGES), talk(4 * MESSAGES)
    assert least(lambda: briefed(many)) < 8 * least(lambda: briefed(few))
