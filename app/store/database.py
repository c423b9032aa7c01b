"""Opens the database that holds a store, and gives out its transactions."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine, Insert, Table, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app.errors import StoreFailed
from app.store.clock import StoreClock
from app.store.failures import translated
from app.store.postgres import postgres_engine
from app.store.sqlite_file import sqlite_engine
from app.store.tables import Base, ClockRow
from app.store.wake import Notifier

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

ROWS = 200  # in one write transaction: a person's commit beside bulk writes waits 34 ms (p95), not 237


class NothingToWrite(Exception):
    """Raised inside `write`: nothing is different, so let the transaction leave no trace, not even a tick."""


@dataclass(frozen=True, slots=True)
class Work:
    """A write transaction: its session, and the tick of the store's clock that its rows are stamped with."""

    session: Session
    revision: int

    def upsert(self, table: type[Base], rows: Sequence[dict[str, Any]], *, keep: frozenset[str] = frozenset()) -> None:
        """Insert rows or replace those of the same key; columns in `keep` are only set at the first insert."""
        if not rows:
            return
        insert = insert_into(self.session, table)
        keys = [column.name for column in table.__table__.primary_key]
        changed = {name: insert.excluded[name] for name in rows[0] if name not in keys and name not in keep}
        self._execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), rows)

    def add(self, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows; those that are already there stay as they are, so that writing twice is safe."""
        if rows:
            self._execute(insert_into(self.session, table).on_conflict_do_nothing(), rows)

    def added(self, table: type[Base], row: dict[str, Any]) -> bool:
        """Insert one row; False where it was already there."""
        key = next(iter(table.__table__.primary_key))
        insert = insert_into(self.session, table).on_conflict_do_nothing().values(**row).returning(key)
        return self.session.execute(insert).first() is not None

    def _execute(self, insert: Insert, rows: Sequence[dict[str, Any]]) -> None:
        """Past the session, which would sort rows by which of their values are None."""
        self.session.connection().execute(insert, rows)


class Database:
    """One database, from several threads at once. Failures come out as `StoreFailed` and its kinds."""

    def __init__(self, engine: Engine, *, place: str, file: Path | None) -> None:
        self.engine = engine
        self.place = place
        self.file = file
        self.clock = StoreClock()
        self.notifier = None if file else Notifier(engine)
        reading = {} if file else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = engine.execution_options(**reading)
        self._writer = engine.execution_options(immediate=True)
        # SQLite lets one writer in at a time and lets the others sleep and guess; here they queue.
        self._turn = threading.Lock() if file else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one instant of the store throughout."""
        with self.translated(), self._reader.begin() as connection, Session(connection, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Work]:
        """A write transaction, durable once the block has ended; what it raises undoes all of it.

        The clock is ticked first: that row orders all writers, on PostgreSQL too, so that no deadlock can come of it
        and what was read inside is still true at the commit.
        """
        with suppress(NothingToWrite):
            with self.schema_change() as session:
                tick = update(ClockRow).values(revision=ClockRow.revision + 1).returning(ClockRow.revision)
                yield Work(session, session.execute(tick).scalar_one())
            if self.notifier is not None:
                self.notifier.hint()

    @contextmanager
    def schema_change(self) -> Iterator[Session]:
        """A write transaction that leaves the clock alone: for migrations, which make the clock."""
        with self.translated(), ExitStack() as stack:
            if self._turn is not None:
                stack.enter_context(self._turn)
            connection = stack.enter_context(self._writer.begin())
            yield stack.enter_context(Session(connection))

    @contextmanager
    def aside(self) -> Iterator[Session]:
        """A write transaction of which nobody need hear: for leases and claims, which only those ask who want one."""
        with self.schema_change() as session:
            yield session

    def translated(self) -> Any:
        return translated(self.place, self.file)

    def close(self) -> None:
        if self.notifier is not None:
            self.notifier.close()
        self.engine.dispose()


def open_database(url: str, *, key: bytes | None, password: str | None = None) -> Database:
    """The database at a SQLAlchemy URL; connecting happens at its first use. `password` is a server's."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise StoreFailed("A SQLite store needs a file: sqlite:////path/to/store.db.")
        file = Path(parsed.database).absolute()
        return Database(sqlite_engine(file, key=key), place=str(file), file=file)
    if parsed.get_backend_name() == "postgresql":
        return Database(postgres_engine(parsed, password), place=f"{parsed.host or ''}/{parsed.database}", file=None)
    raise StoreFailed(f"A store is sqlite:////path or postgresql://..., not {parsed.get_backend_name()}.")


def insert_into(session: Session, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """An insert that can say what to do about a conflict, in the words of this session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(cast("Table", table.__table__))
    from sqlalchemy.dialects import postgresql  # a fifth of the store's import time, for teams only

    return postgresql.insert(cast("Table", table.__table__))


def in_batches(rows: Sequence[Any], size: int = ROWS) -> Iterator[Sequence[Any]]:
    """The rows, at most `size` at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
