"""How fast Request Tracker is synced, against its own limit: the very same requests, replayed bare in the same run."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.connectors.http import PARALLEL
from app.domain.tickets import TicketId
from tests.connectors.faulty_proxy import Asked
from tests.connectors.request_tracker_harness import RequestTrackerHarness
from tests.connectors.world import World
from tests.rt import mail
from tests.rt.instance import RequestTracker

pytestmark = pytest.mark.rt

TICKETS = 36
NOTES = 2  # on each
ROUNDS = 2  # of each way, in turns; the best of each counts, since other programs only ever slow them down
NEAR = 0.5  # of the server's own limit


@pytest.fixture
def harness(request_tracker: RequestTracker) -> Iterator[RequestTrackerHarness]:
    """A Request Tracker with conversations in it."""
    with ThreadPoolExecutor(PARALLEL) as writers:
        list(writers.map(lambda number: _write(request_tracker, number), range(TICKETS)))
    harness = RequestTrackerHarness(request_tracker)
    newest = int(harness.newest()[3:])
    for _ in range(NOTES):
        with ThreadPoolExecutor(PARALLEL) as writers:
            tickets = [TicketId(f"rt:{number}") for number in range(newest - TICKETS + 1, newest + 1)]
            list(writers.map(lambda ticket: harness.agent_notes(ticket, "Asked to try again. " * 10), tickets))
    yield harness
    harness.close()


def test_a_whole_sync_runs_near_the_servers_own_limit(
    harness: RequestTrackerHarness, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, world = _recorded(harness)
    synced = bare = float("inf")
    for _ in range(ROUNDS):
        synced = min(synced, _seconds(lambda: World().pull(harness.direct_connector())))
        bare = min(bare, _seconds(lambda: _replay(harness.tracker, asked)))
    with capsys.disabled():
        print(  # noqa: T201
            f"\nsync: {len(world.tickets) / synced:.0f} tickets/s and {len(world.messages) / synced:.0f} messages/s; "
            f"the same {len(asked)} requests bare: {len(world.tickets) / bare:.0f} tickets/s; "
            f"{bare / synced:.2f} of the server's own limit"
        )
    assert bare / synced > NEAR


def _write(tracker: RequestTracker, number: int) -> None:
    sender = f"customer{number}@company{number}.example"
    mail.write(tracker, "It does not work. " * 20, sender=sender, subject=f"Benchmark {number}")


def _recorded(harness: RequestTrackerHarness) -> tuple[list[Asked], World]:
    """Every request of a whole sync, and what it brought."""
    before = len(harness.proxy.asked)
    world = World().pull(harness.connector())
    return harness.proxy.asked[before:], world


def _replay(tracker: RequestTracker, asked: list[Asked]) -> None:
    """The same requests as fast as the server gives answers, in parallel as the connector's are; nothing is read."""
    headers = {"Authorization": f"token {tracker.token}", "Content-Type": "application/json", "Connection": "close"}
    with (
        httpx.Client(base_url=tracker.url, headers=headers, timeout=60, trust_env=False) as client,
        ThreadPoolExecutor(PARALLEL) as pool,
    ):
        for answer in pool.map(lambda each: client.request(each.method, each.path, content=each.body or None), asked):
            assert answer.status_code in {200, 403}


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
