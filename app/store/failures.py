"""Says in our own words what a database's failure means and what to do about it."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.errors import StoreAway, StoreFailed, StoreFull, StoreLocked

PRIMARY = 0xFF  # bits of an error code of SQLite that say what went wrong; the others say more of it
SQLITE_BUSY = 5
SQLITE_IOERR = 10
SQLITE_CORRUPT = 11
SQLITE_FULL = 13
SQLITE_CANTOPEN = 14
SQLITE_NOTADB = 26

PG_DISK_FULL = "53100"
PG_NO_RIGHT = "42501"
AWAY = ("08", "57P")  # SQLSTATE classes: the connection is gone, or the server is shutting down or starting

LITTLE = 1 << 20  # bytes: with less than this free, an input or output error is a full disk


@contextmanager
def translated(place: str, file: Path | None = None) -> Iterator[None]:
    """Raise the database's failures as our errors; `place` names the store in them.

    An `IntegrityError` or a `ProgrammingError` is a bug and keeps its traceback, unless a team's rules were never put
    in force for a table; a row that those rules forbid is a bug.
    """
    try:
        yield
    except (IntegrityError, ProgrammingError) as error:
        if _ruled_out(error):
            raise StoreFailed(
                f"The database server of {place} refused: {_first_line(error)} Ask a lead to run `warmline team init`."
            ) from error
        raise
    except PoolTimeout as error:
        raise StoreFailed(f"The store {place} is too busy: every connection to it is in use. Try again.") from error
    except DBAPIError as error:
        raise _meaning(error, place, file) from error
    except SQLAlchemyError as error:
        raise StoreFailed(f"The store {place} failed: {error}") from error


def _ruled_out(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state == PG_NO_RIGHT and "permission denied for table" in str(error.orig)


def _meaning(error: DBAPIError, place: str, file: Path | None) -> StoreFailed:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _sqlite(code & PRIMARY, error, place, file)
    state = getattr(error.orig, "sqlstate", None)
    if state == PG_DISK_FULL:
        return StoreFull(f"The disk of the database server of {place} is full; ask whoever runs it to make room.")
    if error.connection_invalidated or state is None or state.startswith(AWAY):
        return _cannot_connect(error, place)
    return StoreFailed(f"The database server of {place} refused ({state}): {_first_line(error)}")


def _cannot_connect(error: DBAPIError, place: str) -> StoreFailed:
    """libpq gives no code for a connection that was never made, only its words."""
    said = str(error.orig)
    if any(words in said for words in ("password authentication failed", "no password supplied", "28P01")):
        return StoreLocked(
            f"The database server of {place} did not accept the password. Type the one that your lead gave you; "
            "`warmline team add` gives a new one."
        )
    if any(words in said for words in ("certificate", "SSL", "TLS")):
        return StoreFailed(
            f"The connection to {place} is not secure, so it is not made: {_first_line(error)} Name the file of the "
            "server's certificate authority with ?sslrootcert=... in the store's address, or ask whoever runs it."
        )
    if 'database "' in said and "does not exist" in said:
        return StoreFailed(
            f"The server has no database of that name: {_first_line(error)} Check the store's address {place}; "
            "a new one is made by whoever runs the server."
        )
    return StoreAway(f"The database server of {place} cannot be reached: {_first_line(error)} It is tried again.")


def _sqlite(code: int, error: DBAPIError, place: str, file: Path | None) -> StoreFailed:
    if code == SQLITE_FULL or (code in {SQLITE_IOERR, SQLITE_CANTOPEN} and _is_full(file)):
        return StoreFull(f"The disk is full, so nothing was written to {place}. Make room on it and try again.")
    said = {
        SQLITE_NOTADB: StoreLocked(
            f"{place} cannot be opened with this key: it was made with another one, or it is not a store. "
            "Unlock or restore the keyring, or give the recovery key."
        ),
        SQLITE_BUSY: StoreFailed(f"Another program holds {place} and did not let go. Close it, or try again."),
        SQLITE_CORRUPT: StoreFailed(f"{place} is damaged. Keep the file, restore a backup, and tell us."),
        SQLITE_CANTOPEN: StoreFailed(
            f"{place} cannot be opened: see that its folder exists and that you may write it."
        ),
    }
    return said.get(code) or StoreFailed(f"{place} cannot be read or written: {_first_line(error)}")


def _is_full(file: Path | None) -> bool:
    if file is None:
        return False
    try:
        return shutil.disk_usage(file.parent).free < LITTLE
    except OSError as error:
        return error.errno == errno.ENOSPC


def _first_line(error: DBAPIError) -> str:
    words = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    return words[0].rstrip(".") + "."
