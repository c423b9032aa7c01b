"""Takes a batch in: what is different from what we hold is written and stamped, in small transactions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select, update

from app.domain.batch import Batch
from app.domain.tickets import ConnectionName
from app.store import leases
from app.store.database import ROWS, Database, NothingToWrite, Work
from app.store.leases import Lease
from app.store.lines import inputs_changed, redraw, siblings_changed, waits
from app.store.solved import forget_reopened
from app.store.tables import AgentRow, Base, CursorRow, EventRow, GroupRow, LineRow, MessageRow, TextRow, TicketRow
from app.store.ticket_rows import Written, rows_of

CHARACTERS = 4_000_000  # in one write transaction, so that 200 messages of a megabyte do not hold everyone up

Row = dict[str, Any]


def take_in(database: Database, batch: Batch, *, connection: ConnectionName, lease: Lease | None = None) -> None:
    """Write a batch in transactions of at most 200 rows; what was lost, and the cursor, with the last of them."""
    *before, last = list(_in_steps(rows_of(batch, connection)))
    for step in before:
        with database.write() as work:
            leases.check(work, lease)
            if not _store(work, step):
                raise NothingToWrite
    with database.write() as work:
        leases.check(work, lease)
        stored = _store(work, last)
        lost = _lose(work, batch.lost)
        if not (_advance(work, batch, connection) or stored or lost):
            raise NothingToWrite


def _in_steps(rows: Iterable[Written]) -> Iterator[list[Written]]:
    """The rows in groups that are small both in number and in size; the last group may be empty."""
    step: list[Written] = []
    size = 0
    for row in rows:
        if step and (len(step) == ROWS or size + row[2] > CHARACTERS):
            yield step
            step, size = [], 0
        step.append(row)
        size += row[2]
    yield step


def _store(work: Work, step: Sequence[Written]) -> bool:
    """Write the rows that are different; False where all are as they were."""
    by_table: dict[type[Base], list[Row]] = {}
    for table, row, _ in step:
        by_table.setdefault(table, []).append(row)
    changed = {table: _different(work, table, rows) for table, rows in by_table.items()}
    if not any(changed.values()):
        return False
    accounts = _accounts_shaken(work, changed.get(TicketRow, []))
    for table, rows in changed.items():
        work.upsert(table, [{**row, "revision": work.revision} for row in rows])
    tickets = [row["id"] for row in changed.get(TicketRow, [])]
    forget_reopened(work, tickets)
    touched = list(tickets)
    touched += [row["ticket"] for table in (MessageRow, EventRow) for row in changed.get(table, [])]
    redraw(work, touched)
    inputs_changed(work, touched)
    siblings_changed(work, accounts)
    _repaint_owned(work, [row["id"] for row in changed.get(AgentRow, [])])
    return True


def _different(work: Work, table: type[Base], rows: Sequence[Row]) -> list[Row]:
    """Of these rows, each once, those that say something else than the ones we hold."""
    held = _held(work, table, rows)
    news: dict[Any, Row] = {}
    for row in rows:
        key = _key(table, row)
        before = news.get(key, held.get(key))
        wanted = _merged(table, row, before)
        if before is None or any(before[name] != value for name, value in wanted.items()):
            news[key] = wanted
    return list(news.values())


def _held(work: Work, table: type[Base], rows: Sequence[Row]) -> dict[Any, Row]:
    columns = table.__table__.c
    query = select(table.__table__)
    if table is GroupRow:
        query = query.where(columns.connection == rows[0]["connection"])
    else:
        key = "hash" if table is TextRow else "id"
        query = query.where(columns[key].in_(sorted({row[key] for row in rows})))
    found = (dict(row) for row in work.session.execute(query).mappings())
    return {_key(table, row): row for row in found}


def _key(table: type[Base], row: Row) -> Any:
    return tuple(row[column.name] for column in table.__table__.primary_key)


def _merged(table: type[Base], row: Row, before: Row | None) -> Row:
    """What is to be held after `row` came on top of `before`: of tickets the newer, of texts the readable."""
    if before is None:
        return row
    if table is TicketRow and row["updated_at"] < before["updated_at"] and not before["lost"]:
        return {name: before[name] for name in row}
    if table is TextRow:
        return {**row, "to_read": row["to_read"] or before["to_read"]}
    return row


def _accounts_shaken(work: Work, rows: Sequence[Row]) -> set[str]:
    """The accounts whose set of open tickets these rows change."""
    columns = (LineRow.ticket, LineRow.account, LineRow.waits)
    found = work.session.execute(select(*columns).where(LineRow.ticket.in_([row["id"] for row in rows])))
    before = {ticket: {account} if waiting else set() for ticket, account, waiting in found}
    shaken: set[str | None] = set()
    for row in rows:
        waiting = waits(row["status"], lost=row["lost"], merged_into=row["merged_into"])
        after = {row["account"]} if waiting else set()
        shaken |= before.get(row["id"], set()) ^ after
    return {account for account in shaken if account is not None}


def _repaint_owned(work: Work, agents: Sequence[str]) -> None:
    """The owner's name is on a line: where that changed, the line did."""
    if agents:
        work.session.execute(update(LineRow).where(LineRow.owner.in_(agents)).values(revision=work.revision))


def _lose(work: Work, lost: Sequence[str]) -> bool:
    """Mark tickets that can no longer be seen; nothing of them is forgotten."""
    query = select(TicketRow.__table__).where(TicketRow.id.in_(lost), TicketRow.lost.is_(False))
    rows = [{**row, "lost": True} for row in work.session.execute(query).mappings()]
    if not rows:
        return False
    accounts = _accounts_shaken(work, rows)
    work.upsert(TicketRow, [{**row, "revision": work.revision} for row in rows])
    gone = [row["id"] for row in rows]
    forget_reopened(work, gone)
    redraw(work, gone)
    inputs_changed(work, gone)
    siblings_changed(work, accounts)
    return True


def _advance(work: Work, batch: Batch, connection: ConnectionName) -> bool:
    before = work.session.scalar(select(CursorRow.cursor).where(CursorRow.connection == connection))
    if before == batch.cursor:
        return False
    work.upsert(CursorRow, [{"connection": connection, "cursor": batch.cursor, "revision": work.revision}])
    return True
