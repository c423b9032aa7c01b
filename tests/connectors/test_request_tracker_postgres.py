"""A Request Tracker on PostgreSQL, where entries of history may appear below those that were read long ago."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from app.domain.tickets import TicketId
from tests.connectors.request_tracker_harness import RequestTrackerHarness
from tests.connectors.world import World
from tests.rt import instance, postgres
from tests.rt.instance import DATABASE

pytestmark = [pytest.mark.rt, pytest.mark.postgres]

NOTE = """
INSERT INTO Transactions (ObjectType, ObjectId, Type, Creator, Created, TimeTaken)
SELECT 'RT::Ticket', %s, 'Comment', id, date_trunc('second', now() AT TIME ZONE 'UTC'), 0
FROM Users WHERE Name = 'ben' RETURNING id
"""


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RequestTrackerHarness, str]]:
    """A harness, and how to reach its database."""
    with postgres.running() as address:
        tracker = instance.start(tmp_path_factory.mktemp("request_tracker_postgres"), postgres=address)
        harness = RequestTrackerHarness(tracker)
        try:
            yield harness, f"host=127.0.0.1 port={address.port} user={address.admin} dbname={DATABASE}"
        finally:
            harness.close()
            tracker.stop()


def test_an_entry_that_is_committed_late_is_not_lost(on_postgres: tuple[RequestTrackerHarness, str]) -> None:
    harness, database = on_postgres
    ticket = harness.create("Late", "first")
    connector = harness.connector()
    world = World().pull(connector)
    with psycopg.connect(database) as slow_writer:
        row = slow_writer.execute(NOTE, [ticket[3:]]).fetchone()
        harness.agent_notes(ticket, "written later, committed first")
        world.pull(connector)
        assert world.texts(ticket) == ["first", "written later, committed first"]
        slow_writer.commit()
    world.pull(connector)
    assert row is not None
    assert row[0] in {int(each.id.partition(":")[2]) for each in world.thread(ticket)}
    assert len(world.thread(ticket)) == 3


def test_three_writers_at_once_lose_nothing(on_postgres: tuple[RequestTrackerHarness, str]) -> None:
    harness, _ = on_postgres
    tickets = [harness.create(f"Busy {number}", "first") for number in range(3)]
    connector = harness.connector()
    world = World().pull(connector)

    def write(ticket: TicketId) -> None:
        for number in range(15):
            harness.agent_notes(ticket, f"note {number}")

    with ThreadPoolExecutor(3) as writers:
        writing = [writers.submit(write, ticket) for ticket in tickets]
        while not all(each.done() for each in writing):
            world.pull(connector)
    for each in writing:
        each.result()
    world.pull(connector)
    for ticket in tickets:
        assert sorted(world.texts(ticket)) == sorted(["first", *(f"note {number}" for number in range(15))])
