"""To whom, at full size: 300 rules and 40 people on one ticket, and a hundred tickets shared out at once.

The figures are pytest-benchmark's. What is asserted are ratios and sums taken in the same run.
"""

import random
import tomllib
from datetime import timedelta

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
from tests import builders
from tests.benchmarks.test_rules import MANY, book, least
from tests.benchmarks.test_triage import SHORT, conversation, ratio, written_down
from tests.builders import NOW
from tests.service.test_assigning import greedy

PEOPLE = 40
GROUP = "Tier 2 Technical"  # the default of a rulebook whose rules only record
SKILLS = ("api", "webhooks", "orders sync", "refunds", "tax", "connectors", "http errors", "imports")


def team(count: int) -> tuple[Agent, ...]:
    """So many people in the one group that the ticket goes to."""
    return tuple(
        builders.agent(f"p{n}", groups=(GROUP,), tier=2 + n % 2, skills=SKILLS[n % 4 : n % 4 + 3], capacity=5 + n % 4)
        for n in range(count)
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


def routed(assessor: Assessor, people: tuple[Agent, ...]) -> Triage:
    return assessor.assess(conversation(SHORT), model_revision=builders.MODEL, agents=people, cases=past(people))


def test_a_ticket_is_scored_routed_and_explained_with_300_rules_and_40_people(
    benchmark: BenchmarkFixture, assessor: Assessor
) -> None:
    people, found = team(PEOPLE), conversation(SHORT)
    cases = past(people)

    def whole() -> Triage:
        return assessor.assess(found, model_revision=builders.MODEL, agents=people, cases=cases)

    triage: Triage = benchmark(whole)
    assert (len(triage.rules), len(triage.suggestion.candidates)) == (MANY, PEOPLE)
    against = ratio(whole, lambda: written_down(found))
    benchmark.extra_info["times as long as json.dumps"] = round(against, 1)
    assert against < 150  # most of it is the 300 rules


def test_cost_is_linear_in_the_people(assessor: Assessor) -> None:
    took = {count: least(lambda c=count: routed(assessor, team(c))) for count in (1, PEOPLE, 3 * PEOPLE)}  # type: ignore[misc]
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
