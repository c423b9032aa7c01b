"""Whatever fails at whichever step: one owner, nothing lost, nothing doubled. With a safeguard off, the same does harm.

Four seeds and one control; `python -m tests.storm` plays as many as one likes, and the other controls.
"""

from collections.abc import Iterator

import pytest

from tests.store import postgres_server
from tests.storm import world
from tests.storm.controls import CONTROLS, harmed
from tests.storm.figures import table
from tests.storm.plan import Ending, Kind, plan
from tests.storm.waves import Wave
from tests.storm.world import World

pytestmark = [pytest.mark.rt, pytest.mark.postgres, pytest.mark.timeout(600)]

PATIENCE = 150.0  # seconds for a step that takes one or two: a busy machine
SEEDS = (34, 154, 198, 389)  # they accept, race and decline while each kind of fault strikes, mostly in the middle


@pytest.fixture
def standing() -> Iterator[World]:
    with postgres_server.needed(), world.standing(patience=PATIENCE) as made:
        yield made


def test_whatever_fails_nothing_is_lost_or_doubled_but_where_a_safeguard_is_off(standing: World) -> None:
    results = Wave(standing, [plan(seed) for seed in SEEDS]).played()
    assert [each for result in results for each in result.violations] == []
    assert {each.partition(" | ")[0] for result in results for each in result.struck} == {*map(str, Kind)}
    assert {result.ending for result in results} == {Ending.ACCEPTED, Ending.RACE, Ending.DECLINED}
    assert min(result.looks for result in results) > 3
    assert "runs with a violation: 0" in table([each.line() for each in results])

    assert CONTROLS["marker"].harm in dict(harmed(standing, "marker"))
