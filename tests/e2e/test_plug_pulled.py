"""Whatever dies and whenever: nothing is lost, nothing is doubled, and the state is said in words."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.bootstrap import Workspace, open_workspace, settings_file
from app.domain.changes import ChangeState
from app.domain.decisions import DecisionKind
from app.domain.health import Health, SyncState, WorkerState
from app.domain.queue import Lens
from app.domain.routing import Destination
from app.domain.tickets import ConnectionName, Role, TicketId, agent_id, ticket_id
from app.secrets import STORE_KEY, SessionSecrets, connection_secret, new_key
from app.service.decide import new_decision, record
from app.settings import ConnectionSettings, Settings
from tests import waiting
from tests.connectors.faulty_proxy import DROPPED_AFTER, HALF, HTML, Asked, Fault, FaultyProxy, answering
from tests.e2e.threads import Thread, load
from tests.e2e.worker_subprocess import WorkerSubprocess
from tests.rt import instance
from tests.rt.instance import RequestTracker

pytestmark = [pytest.mark.rt, pytest.mark.models, pytest.mark.timeout(1800)]

TICKETS = 24
DECIDED = 8
KILLS = 4
PATIENCE = (
    1200.0  # seconds: a note in doubt is looked for, for minutes, before it is posted again; so is a killed claim
)
DESK = ConnectionName("desk")
FAULTS = (answering(500), answering(429, Retry_After="1"), answering(503), HTML, HALF, DROPPED_AFTER)
BOB = agent_id(DESK, "bob")
wait_until = partial(waiting.wait_until, seconds=PATIENCE)


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[RequestTracker]:
    running = instance.start(tmp_path / "rt")
    load(running, [conversation(number) for number in range(TICKETS)])
    yield running
    running.stop()


@pytest.fixture
def proxy(tracker: RequestTracker) -> Iterator[FaultyProxy]:
    standing = FaultyProxy(tracker.port)
    yield standing
    standing.close()


def conversation(number: int) -> Thread:
    start = datetime(2026, 3, 1, 9, number, tzinfo=UTC)
    texts = [
        ("customer", f"Our flow number {number} has stopped and nobody can work."),
        ("agent", "Please restart the connector."),
        ("customer", "That did not help at all. I want to speak to your supervisor."),
    ]
    return Thread(
        id=str(number),
        company="relay",
        messages=[
            {
                "role": role,
                "author": f"customer{number}",
                "at": (start + timedelta(hours=hour)).isoformat(),
                "text": text,
            }
            for hour, (role, text) in enumerate(texts)
        ],
    )


def test_kills_and_a_failing_helpdesk_lose_nothing_and_double_nothing(
    tracker: RequestTracker, proxy: FaultyProxy
) -> None:
    dice = random.Random(20260301)
    secrets = {STORE_KEY: new_key().hex(), connection_secret("desk"): tracker.token}
    connection = ConnectionSettings("desk", "request_tracker", url=proxy.url)
    settings_file().save(Settings(person="Ana Ortiz", poll_seconds=1, connections=(connection,)))
    workspace = open_workspace(secrets=SessionSecrets(secrets))
    try:
        with proxy.spoiling(lambda asked: spoiled(asked, dice)):
            killed_while(lambda: pulled(workspace), secrets, dice)
            run_until(lambda: pulled(workspace), secrets)
            decided = decide(workspace)
            killed_while(lambda: delivered(workspace, decided) == DECIDED, secrets, dice)
        run_until(lambda: delivered(workspace, decided) == DECIDED and settled(workspace), secrets)
        assert_in_step(workspace, tracker, decided)
    finally:
        workspace.close()


def test_a_helpdesk_that_is_gone_and_comes_back_is_said_and_caught_up_with(
    tracker: RequestTracker, proxy: FaultyProxy
) -> None:
    secrets = {STORE_KEY: new_key().hex(), connection_secret("desk"): tracker.token}
    connection = ConnectionSettings("desk", "request_tracker", url=proxy.url)
    settings_file().save(Settings(person="Ana Ortiz", poll_seconds=1, connections=(connection,)))
    workspace = open_workspace(secrets=SessionSecrets(secrets))
    worker = WorkerSubprocess(secrets)
    try:
        with proxy.spoiling(lambda _: HTML):
            wait_until(lambda: sync_state(workspace) is SyncState.OFFLINE)
            (offline,) = health(workspace).connections
            assert offline.problem
            assert offline.retry_at is not None
        wait_until(lambda: pulled(workspace) and settled(workspace))
        with proxy.spoiling(lambda _: answering(401)):
            wait_until(lambda: sync_state(workspace) is SyncState.STOPPED)
            (stopped,) = health(workspace).connections
            assert tracker.token not in stopped.problem
        assert worker.stop() == 0, "a worker that cannot work still ends in good order"
    finally:
        worker.kill()
        workspace.close()


def spoiled(_asked: Asked, dice: random.Random) -> Fault | None:
    return dice.choice(FAULTS) if dice.random() < 0.06 else None


def killed_while(done: Callable[[], bool], secrets: dict[str, str], dice: random.Random) -> None:
    """Start the worker and pull its plug, again and again, until `done` or the kills are used up."""
    for _ in range(KILLS):
        worker = WorkerSubprocess(secrets)
        time.sleep(dice.uniform(0.8, 4.0))  # the moment of the kill is the experiment
        worker.kill()
        if done():
            return


def run_until(done: Callable[[], bool], secrets: dict[str, str]) -> None:
    worker = WorkerSubprocess(secrets)
    try:
        wait_until(done)
    finally:
        worker.kill()


def decide(workspace: Workspace) -> list[TicketId]:
    """Accepted escalations of the first tickets, made long enough ago to be due."""
    ids = [ticket_id(DESK, str(number)) for number in range(1, DECIDED + 1)]
    for each in ids:
        ticket = workspace.store.pulled.ticket(each)
        assert ticket is not None
        decision = new_decision(
            ticket,
            None,
            kind=DecisionKind.ACCEPT,
            by="Ana Ortiz",
            at=datetime.now(UTC) - timedelta(minutes=1),
            destination=Destination("Tier 2 Billing", 2, BOB),
        )
        record(workspace.store, decision, ticket=ticket, triage=None)
    return ids


def pulled(workspace: Workspace) -> bool:
    return len(workspace.console.queue(Lens.ALL)) == TICKETS


def delivered(workspace: Workspace, tickets: list[TicketId]) -> int:
    deliveries = [delivery for each in tickets for delivery in workspace.store.decided.deliveries(each)]
    assert len(deliveries) == DECIDED
    assert not [each for each in deliveries if each.state is ChangeState.FAILED]
    return sum(each.state is ChangeState.DONE for each in deliveries)


def settled(workspace: Workspace) -> bool:
    rows = workspace.console.rows(workspace.console.queue(Lens.ALL))
    now = health(workspace)
    live = [each.state for each in now.connections] == [SyncState.LIVE]
    return live and now.worker.state is WorkerState.IDLE and all(row.points is not None for row in rows)


def health(workspace: Workspace) -> Health:
    return workspace.console.health()


def sync_state(workspace: Workspace) -> SyncState | None:
    states = [each.state for each in health(workspace).connections]
    return states[0] if states else None


def assert_in_step(workspace: Workspace, tracker: RequestTracker, decided: list[TicketId]) -> None:
    """Request Tracker holds each note once and each move, and the store holds what Request Tracker does."""
    with tracker.rest() as rest:
        for each in decided:
            number = each.removeprefix("desk:")
            moved = rest.get(f"ticket/{number}").json()
            queue = rest.get(f"queue/{moved['Queue']['id']}").json()["Name"]
            assert (queue, moved["Owner"]["id"]) == ("Tier 2 Billing", "bob")
            history = rest.get(f"ticket/{number}/history", params={"fields": "Type", "per_page": 100}).json()["items"]
            assert [item["Type"] for item in history].count("Comment") == 1
    for place in range(1, TICKETS + 1):
        messages = workspace.store.pulled.messages(ticket_id(DESK, str(place)))
        said = [each for each in messages if each.role is not Role.SYSTEM]
        assert len([each for each in said if "Escalated by" not in each.text]) == 3
    assert workspace.store.decided.verify_audit() is None
