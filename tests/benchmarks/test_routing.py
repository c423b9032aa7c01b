"""To whom, at full size: 300 rules and 40 people on one ticket, and a hundred tickets shared out at once.

The figures are pytest-benchmark's. What is asserted are ratios and sums taken in the same run.
"""

import gc
import random
import tomllib
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from app import paths
from app.domain.history import PastCase
from app.domain.people import Agent
from app.domain.tickets import AgentId, TicketId
from app.domain.triage import Triage
from app.domain.weights import weights_from
from app.service.assess import Assessor
from app.service.assigning import Seats, Task, assign, total
from app.service.counterfactuals import counterfactuals
from tests import builders
from tests.benchmarks.stopwatch import least, seconds
from tests.benchmarks.test_rules import GROUPS, MANY, book
from tests.benchmarks.test_triage import SHORT, conversation, ratio, written_down
from tests.builders import NOW
from tests.service.test_assigning import greedy

PEOPLE = 40
LINEAR = 2.3  # times the cost of twice as much: a square would be four
SKILLS = ("api", "webhooks", "orders sync", "refunds", "tax", "connectors", "http errors", "imports")


def team(size: int) -> tuple[Agent, ...]:
    """So many people in the one group that the ticket goes to, and in the others that rules send to."""
    return tuple(
        builders.agent(f"p{n}", groups=GROUPS, tier=2 + n % 2, skills=SKILLS[n % 4 : n % 4 + 3], capacity=5 + n % 4)
        for n in range(size)
    )


def past(people: tuple[Agent, ...]) -> tuple[PastCase, ...]:
    """Thirty solved tickets that are like it."""
    return tuple(
        PastCase(TicketId(f"desk:{n}"), people[n % len(people)].id, NOW, timedelta(hours=1 + n), n % 3, alike=0.7)
        for n in range(30)
    )


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    document = tomllib.loads((paths.resources() / "weights.toml").read_text("utf-8"))
    return Assessor(weights_from(document, revision="default", name="weights.toml"), book(MANY))


def fastest(*prepared: Callable[[], Callable[[], object]], rounds: int = 15) -> list[float]:
    """Seconds of the processor's time that each deed took in its least disturbed round; a round makes each anew."""
    took: list[list[float]] = []
    for _ in range(rounds):
        deeds = [each() for each in prepared]
        gc.collect()
        took.append([seconds(deed) for deed in deeds])
    return [min(each) for each in zip(*took, strict=True)]


def routed(assessor: Assessor, people: tuple[Agent, ...]) -> Triage:
    return assessor.assess(conversation(SHORT), model_revision=builders.MODEL, agents=people, cases=past(people))


def explained(
    assessor: Assessor, people: tuple[Agent, ...], *, length: int = SHORT, seed: int = 0
) -> Callable[[], int]:
    """All of it on a conversation that nothing is remembered of: signals, score, rules, people, what would turn it.

    The deed tells how much was said.
    """
    found, cases = conversation(length, seed=seed), past(people)

    def deed() -> int:
        sight = assessor.look(found)
        triage = assessor.assess(found, model_revision=builders.MODEL, agents=people, cases=cases, sight=sight)
        return len(triage.rules) + len(counterfactuals(assessor, found, sight))

    return deed


def test_a_ticket_is_scored_routed_and_explained_with_300_rules_and_40_people(
    benchmark: BenchmarkFixture, assessor: Assessor
) -> None:
    """The whole of it, without the model: also why each rule does what it does, and what would turn the verdict."""
    people, seeds = team(PEOPLE), count(9_000)
    benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda deed: deed(),
        setup=lambda: ((explained(assessor, people, seed=next(seeds)),), {}),
        rounds=40,
        warmup_rounds=2,
    )
    found = conversation(SHORT)
    triage = assessor.assess(found, model_revision=builders.MODEL, agents=people, cases=past(people))
    assert (len(triage.rules), len(triage.suggestion.candidates)) == (MANY, PEOPLE)
    assert all(each.because for each in triage.rules)
    took = fastest(
        lambda: explained(assessor, people, seed=next(seeds)),
        lambda: lambda: written_down(found),
    )
    benchmark.extra_info["processor time, ms"] = round(took[0] * 1000, 1)
    benchmark.extra_info["times as long as json.dumps"] = round(took[0] / took[1], 1)
    assert took[0] < 55 * took[1]  # twice what was measured


def test_cost_of_all_of_it_is_linear_in_rules_and_messages(benchmark: BenchmarkFixture, assessor: Assessor) -> None:
    people, seeds = team(PEOPLE), count(20_000)
    twice = Assessor(assessor.weights, book(2 * MANY))
    benchmark.pedantic(explained(twice, people, seed=next(seeds)), rounds=5)  # type: ignore[no-untyped-call]
    once, rules, messages = fastest(
        lambda: explained(assessor, people, seed=next(seeds)),
        lambda: explained(twice, people, seed=next(seeds)),
        lambda: explained(assessor, people, length=2 * SHORT, seed=next(seeds)),
    )
    benchmark.extra_info["600 rules against 300"] = round(rules / once, 2)
    benchmark.extra_info["28 messages against 14"] = round(messages / once, 2)
    assert max(rules, messages) < LINEAR * once


def test_cost_is_linear_in_the_people(assessor: Assessor) -> None:
    took = {size: least(lambda c=size: routed(assessor, team(c))) for size in (1, PEOPLE, 3 * PEOPLE)}  # type: ignore[misc]
    one, some, many = took[1], took[PEOPLE], took[3 * PEOPLE]
    assert many - one < 2 * 3 * max(some - one, 0.0005)


def test_a_hundred_tickets_shared_out_are_worth_more_than_one_by_one(benchmark: BenchmarkFixture) -> None:
    chance = random.Random(4)
    people = [AgentId(f"desk:p{n}") for n in range(PEOPLE)]
    tasks = [
        Task(TicketId(f"desk:{n:03}"), {agent: chance.randint(0, 100) for agent in chance.sample(people, 8)})
        for n in range(100)
    ]
    seats = {agent: Seats((0, -5, -10)) for agent in people}
    best = total(benchmark(assign, tasks, seats), tasks, seats)
    plain = total(greedy(tasks, seats), tasks, seats)
    benchmark.extra_info["points, one by one"] = f"{best.points}, {plain.points}"
    benchmark.extra_info["placed, one by one"] = f"{best.placed}, {plain.placed}"
    benchmark.extra_info["times as long"] = round(ratio(lambda: assign(tasks, seats), lambda: greedy(tasks, seats)), 1)
    assert best.beats(plain)
