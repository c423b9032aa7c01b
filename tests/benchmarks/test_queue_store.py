"""The queue of 100,000 tickets in an encrypted file: a lens, a page of rows, the counts, a search.

The figures are pytest-benchmark's. What is asserted are ratios against a peer in the same run, which hold on any
machine: the peer is the same question put to the tables that the lines are derived from, joined and sorted.
"""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Any

import pytest
import sqlalchemy as sa
from pytest_benchmark.fixture import BenchmarkFixture

from app.domain.queue import Lens
from app.domain.tickets import TicketId
from app.store.database import Database, in_batches, open_database
from app.store.lines import redraw
from app.store.queue import QueueReader
from app.store.store import open_store
from app.store.tables import AgentRow, DecisionRow, TicketRow, TriageRow
from app.store.ticket_rows import agent_row, ticket_row
from app.store.triage_rows import triage_row
from tests.builders import DESK, NOW, agent, ago, contribution, id_of, owner_id, ticket, triage

MEASURED, TRIED = 100_000, 20_000  # tickets: to take figures, and to see that all holds
PAGE = 50  # rows that a tall screen shows
ME = "Ana Ortiz"
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def tickets(request: pytest.FixtureRequest) -> int:
    """How many there are: fewer where no figures are taken, because encrypting them takes most of the time."""
    return TRIED if request.config.getoption("benchmark_disable") else MEASURED


@pytest.fixture(scope="module")
def database(tickets: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Scored tickets of which one in ten is suggested and one in a hundred is mine."""
    url = f"sqlite:///{tmp_path_factory.mktemp('queue') / 'store.db'}"
    open_store(url, key=KEY).close()
    made = open_database(url, key=KEY)
    numbers = range(tickets)
    with made.write() as work:
        ids: list[str] = []
        for some in in_batches(numbers, 5000):
            rows = [_ticket(number) for number in some]
            work.add(TicketRow, [{**row, "revision": work.revision} for row in rows])
            work.add(TriageRow, [{**_triage(number), "revision": work.revision} for number in some])
            ids += [row["id"] for row in rows]
        redraw(work, ids)
        me = agent("agent7", name=ME)
        work.add(AgentRow, [{**agent_row(me, DESK), "revision": work.revision}])
    yield made
    made.close()


@pytest.fixture(scope="module")
def queue(database: Database) -> QueueReader:
    return QueueReader(database)


@pytest.mark.parametrize(("lens", "least"), [(Lens.ALL, 1.5), (Lens.SUGGESTED, 3), (Lens.MINE, 3)])
def test_the_tickets_of_a_lens(
    benchmark: BenchmarkFixture, tickets: int, database: Database, queue: QueueReader, lens: Lens, least: float
) -> None:
    found = benchmark(lambda: queue.ids(lens, search="", me=ME, now=NOW))
    assert len(found) == {Lens.ALL: tickets, Lens.SUGGESTED: tickets // 10, Lens.MINE: tickets // 100}[lens]
    assert list(found) == _joined(database, lens)
    gain = _ratio(lambda: _joined(database, lens), lambda: queue.ids(lens, search="", me=ME, now=NOW))
    benchmark.extra_info["tickets"] = len(found)
    benchmark.extra_info["times as fast as a join"] = round(gain, 1)
    assert gain > least


def test_the_counts_of_every_lens(
    benchmark: BenchmarkFixture, tickets: int, database: Database, queue: QueueReader
) -> None:
    counts = benchmark(lambda: queue.counts(me=ME, now=NOW))
    assert {each.lens: each.count for each in counts}[Lens.SUGGESTED] == tickets // 10
    gain = _ratio(
        lambda: [_joined(database, lens) for lens in (Lens.ALL, Lens.SUGGESTED)],
        lambda: queue.counts(me=ME, now=NOW),
    )
    benchmark.extra_info["times as fast as two lenses by a join"] = round(gain, 1)
    assert gain > 3


def test_a_page_of_rows(benchmark: BenchmarkFixture, queue: QueueReader) -> None:
    """A page deep down costs what the first one does, and asking row by row costs much more."""
    ids = queue.ids(Lens.ALL, search="", me=ME, now=NOW)
    first, deep = ids[:PAGE], ids[-PAGE:]
    rows = benchmark(lambda: queue.rows(deep))
    assert [row.ticket for row in rows] == deep
    depth = _ratio(lambda: queue.rows(deep), lambda: queue.rows(first))
    singly = _ratio(lambda: _row_by_row(queue, deep), lambda: queue.rows(deep))
    benchmark.extra_info["deep page against the first"] = round(depth, 2)
    benchmark.extra_info["times as fast as row by row"] = round(singly, 1)
    assert depth < 10
    assert singly > 3


def test_a_search(benchmark: BenchmarkFixture, queue: QueueReader) -> None:
    """Reads every line; against listing every ticket, which it must not cost much more than."""
    found = benchmark(lambda: queue.ids(Lens.ALL, search="order 77", me=ME, now=NOW))
    assert id_of("77") in found
    cost = _ratio(
        lambda: queue.ids(Lens.ALL, search="nowhere to be found", me=ME, now=NOW),
        lambda: queue.ids(Lens.ALL, search="", me=ME, now=NOW),
    )
    benchmark.extra_info["against listing all"] = round(cost, 1)
    assert cost < 8


def _ticket(number: int) -> dict[str, Any]:
    return ticket_row(
        ticket(
            str(number),
            subject=f"Charged twice for order {number}",
            created_at=ago(minutes=number),
            owner=f"agent{number % 100}",
        )
    )


_VERDICTS = {points: triage_row(triage("0", contribution(points=points)), inputs=0) for points in (*range(1, 10), 60)}


def _triage(number: int) -> dict[str, Any]:
    return {**_VERDICTS[number % 10 or 60], "ticket": id_of(str(number))}


def _joined(database: Database, lens: Lens) -> list[TicketId]:
    """What a lens shows, from the tables themselves: joined, filtered and sorted when asked."""
    query = (
        sa.select(TicketRow.id)
        .outerjoin(TriageRow, TriageRow.ticket == TicketRow.id)
        .where(TicketRow.status.in_(("new", "open", "pending")), TicketRow.lost.is_(False))
        .where(TicketRow.merged_into.is_(None))
        .order_by(-sa.func.coalesce(TriageRow.points, -1000), TicketRow.created_at, TicketRow.id)
    )
    decided = sa.exists().where(DecisionRow.ticket == TicketRow.id, DecisionRow.undone_at.is_(None))
    where: dict[Lens, list[sa.ColumnExpressionArgument[bool]]] = {
        Lens.SUGGESTED: [TriageRow.escalate, ~decided],
        Lens.MINE: [TicketRow.owner == owner_id("agent7")],
    }
    with database.read() as session:
        return [TicketId(each) for each in session.scalars(query.where(*where.get(lens, [])))]


def _row_by_row(queue: QueueReader, tickets: Sequence[TicketId]) -> None:
    for each in tickets:
        queue.rows([each])


def _ratio(one: Callable[[], object], other: Callable[[], object]) -> float:
    """How many times as long one takes as the other: the best of five each, taken in turn."""
    times = [(_seconds(one), _seconds(other)) for _ in range(5)]
    return min(first for first, _ in times) / min(second for _, second in times)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
