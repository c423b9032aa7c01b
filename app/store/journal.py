"""What a person did and the team's store has not acknowledged: a small encrypted file on this machine.

Every deed is on the disk here (`synchronous=FULL`) before the store is asked, and leaves only once the store has it: a
kill at any moment loses nothing, and what is sent twice is recorded once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from app.domain.journal import DecisionMade, DecisionUndone, Deed, Kept, identity, in_words
from app.errors import StoreLocked
from app.store.codec import from_json, to_json
from app.store.columns import storable
from app.store.failures import translated
from app.store.sqlite_file import sqlite_engine

_TABLE = """
CREATE TABLE IF NOT EXISTS deeds (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, deed TEXT NOT NULL, refused TEXT
)
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    deed: Deed


class Journal:
    """Usable from several threads and processes at once. May raise `StoreFailed` and its kinds."""

    def __init__(self, file: Path, *, key: bytes) -> None:
        """Opens the file, or makes it. Raises `StoreLocked` where it was made with another key."""
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        self._engine = sqlite_engine(file, key=key)
        self._writer = self._engine.execution_options(immediate=True)
        try:
            with self._writing() as connection:
                connection.execute(text(_TABLE))
        except BaseException:
            self.close()
            raise

    def keep(self, deed: Deed) -> Kept:
        """Put a deed at the end; a newer draft takes the place of the older one, and a newer word on one's hours."""
        with self._writing() as connection:
            return Kept(_put(connection, deed), deed)

    def take_back(self, undone: DecisionUndone) -> bool:
        """Put an undoing in the place of its decision, which may have been recorded or not; False if none waits."""
        made = identity(DecisionMade(undone.decision, None, None, None, written=False))  # type: ignore[arg-type]
        with self._writing() as connection:
            gone = connection.execute(
                text("DELETE FROM deeds WHERE id = :id AND refused IS NULL RETURNING number"), {"id": storable(made)}
            ).first()
            if gone is not None:
                _put(connection, undone)
        return gone is not None

    def waiting(self) -> tuple[Kept, ...]:
        """What the store has not acknowledged, in the order in which it was done."""
        with self._reading() as connection:
            rows = connection.execute(text("SELECT number, deed FROM deeds WHERE refused IS NULL ORDER BY number"))
            return tuple(Kept(row.number, from_json(_Entry, row.deed).deed) for row in rows)

    def acknowledge(self, kept: Kept) -> None:
        """The store has it."""
        with self._writing() as connection:
            connection.execute(text("DELETE FROM deeds WHERE number = :number"), {"number": kept.number})

    def refuse(self, kept: Kept, why: str) -> None:
        """The store will never have it: keep it apart, with the reason, until a person has seen that."""
        with self._writing() as connection:
            connection.execute(
                text("UPDATE deeds SET refused = :why WHERE number = :number"),
                {"why": storable(f"{in_words(kept.deed)} was not taken over: {why}"), "number": kept.number},
            )

    def refused(self) -> tuple[str, ...]:
        """What was not taken over and why, each as a sentence."""
        with self._reading() as connection:
            rows = connection.execute(text("SELECT refused FROM deeds WHERE refused IS NOT NULL ORDER BY number"))
            return tuple(row.refused for row in rows)

    def forget_refused(self) -> None:
        with self._writing() as connection:
            connection.execute(text("DELETE FROM deeds WHERE refused IS NOT NULL"))

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with translated(str(self.file), self.file), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(str(self.file), self.file), self._engine.begin() as connection:
            yield connection


def open_journal(file: Path, *, key: bytes, aside: str) -> Journal:
    """The journal at `file`. One that was made with another key is kept, renamed by `aside`, and a new one begun."""
    try:
        return Journal(file, key=key)
    except StoreLocked:
        file.rename(file.with_name(f"{file.name}.{aside}"))
        for rest in ("-wal", "-shm"):
            file.with_name(file.name + rest).unlink(missing_ok=True)
        return Journal(file, key=key)


def _put(connection: Connection, deed: Deed) -> int:
    row: dict[str, Any] = {"id": storable(identity(deed)), "deed": to_json(_Entry(deed))}
    query = text("INSERT OR REPLACE INTO deeds (id, deed) VALUES (:id, :deed) RETURNING number")
    number: int = connection.execute(query, row).scalar_one()
    return number
