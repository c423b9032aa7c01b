"""Whatever fails at whichever step: one owner, nothing lost, nothing doubled. With a safeguard off, the same does harm.

A few seeds; `python -m tests.storm --seeds 0:1000` plays as many as one likes.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.store.postgres_server import Unstartable
from tests.storm import world
from tests.storm.figures import table
from tests.storm.plan import Ending, Fault, Kind, Moment, Plan, Step, double_blow, plan
from tests.storm.waves import Wave
from tests.storm.world import World

pytestmark = [pytest.mark.rt, pytest.mark.postgres, pytest.mark.timeout(1500)]

SEEDS = range(8)  # every ending but one, every kind of fault, alone and together
AS_USUAL = replace(plan(0), ending=Ending.ACCEPTED, owned=True, note_at=Step.SEEN, draft_at=(Step.ASK,), faults=())


@pytest.fixture(scope="module")
def standing() -> Iterator[World]:
    with ExitStack() as stack:
        try:
            yield stack.enter_context(world.standing())
        except Unstartable as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"PostgreSQL does not start: {error}")
            pytest.skip(f"not tested: PostgreSQL ({error})")


def violations(standing: World, plans: Sequence[Plan]) -> Counter[str]:
    """How often what is broken, by kind."""
    standing.weather.ambushes.clear()
    return Counter(kind for result in Wave(standing, plans).played() for kind, _ in result.violations)


def test_whatever_fails_there_is_one_owner_and_nothing_is_lost_or_doubled(standing: World) -> None:
    results = Wave(standing, [plan(seed) for seed in SEEDS]).played()
    assert [each for result in results for each in result.violations] == []
    assert len({each.partition(" | ")[0] for result in results for each in result.struck}) == len(Kind)
    assert min(result.looks for result in results) > 3
    assert "runs with a violation: 0" in table([each.line() for each in results])


@pytest.mark.parametrize(
    ("safeguard", "harm", "plans"),
    [
        pytest.param(
            "marker",
            "note doubled",
            [replace(AS_USUAL, seed=100, faults=(Fault(Kind.TRACKER, Step.WRITE, Moment.DURING, "comment"),))],
            id="notes that were written are not looked for",
        ),
        pytest.param(
            "journal",
            "draft lost",
            [replace(AS_USUAL, seed=101, draft_at=(), faults=double_blow(Step.TYPE))],
            id="the journal is kept in memory",
        ),
        pytest.param(
            "fence",
            "owner",
            [replace(AS_USUAL, seed=110 + number, ending=Ending.RACE) for number in range(8)],
            id="an offer is changed whatever it has become",
        ),
    ],
)
def test_with_a_safeguard_off_it_does_harm(standing: World, safeguard: str, harm: str, plans: Sequence[Plan]) -> None:
    standing.without(safeguard)
    try:
        assert harm in violations(standing, plans)
    finally:
        standing.without("")
