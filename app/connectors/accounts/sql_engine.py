"""A connection to somebody else's database that cannot write, ends in time, and shows its password to nobody."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from app.errors import SettingsInvalid, Unreachable
from app.settings import AccountSourceSettings
from app.verified_tls import VERIFY, distant, leads_elsewhere, verified

CONNECT_SECONDS = 10
STEPS = 10_000  # of SQLite's machine between two looks at the clock


class ReadOnly:
    """One database. A connection is opened for each transaction and closed after it: it is asked every few minutes."""

    def __init__(self, engine: Engine, *, place: str, seconds: float) -> None:
        self._engine = engine
        self._seconds = seconds
        self.place = place

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that the database itself keeps from writing, where it can; it is rolled back in the end."""
        dialect = self._engine.dialect.name
        options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"} if dialect == "postgresql" else {}
        with self._engine.connect().execution_options(**options) as connection:
            _hold_to_reading(connection, dialect, self._seconds)
            try:
                yield connection
            finally:
                connection.rollback()

    def close(self) -> None:
        self._engine.dispose()


def read_only(settings: AccountSourceSettings, secret: str, *, seconds: float) -> ReadOnly:
    """The database of an account source; nothing is asked of it yet. Raises `SettingsInvalid` for a wrong address."""
    url = checked_database_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, seconds=seconds)
    if secret:
        url = url.set(password=secret)
    place = f"{url.host or 'the local server'}/{url.database or ''}"
    arguments: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        arguments = {"connect_timeout": CONNECT_SECONDS, "application_name": "warmline", **_security(url)}
    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)
    except NoSuchModuleError as error:
        raise SettingsInvalid(f"{settings.name}: there is no kind of database {url.drivername!r}.") from error
    except ImportError as error:
        raise SettingsInvalid(
            f"{settings.name}: {url.drivername} needs the Python package {error.name}, which is not installed beside "
            "Warmline. Install it, or export the data as CSV files."
        ) from error
    return ReadOnly(engine, place=place, seconds=seconds)


def checked_database_url(address: str) -> URL:
    """The address of a database, without a password in it. Raises `SettingsInvalid`."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise SettingsInvalid(
            "The address of a database looks like postgresql://reader@db.example.com/crm or sqlite:////path/to/file."
        ) from error
    if url.password is not None:
        raise SettingsInvalid("The address holds a password; take it out and type it into the field for the password.")
    return url


def _sqlite(url: URL, *, seconds: float) -> ReadOnly:
    """A SQLite file, opened so that it can only be read; one that is not there is not made."""
    if not url.database or url.database == ":memory:":
        raise SettingsInvalid("The address of a SQLite file is sqlite:////path/to/file.db.")
    file = Path(url.database).expanduser().absolute()

    def connect() -> Any:
        import sqlite3

        if not file.exists():
            raise Unreachable(f"There is no file {file}. Put it back, or name another in the account source.")
        connection = sqlite3.connect(
            f"{file.as_uri()}?mode=ro", uri=True, timeout=CONNECT_SECONDS, check_same_thread=False
        )
        connection.execute("PRAGMA query_only = ON")
        ends = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
        return connection

    return ReadOnly(
        create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True),
        place=str(file),
        seconds=seconds,
    )


def _hold_to_reading(connection: Connection, dialect: str, seconds: float) -> None:
    """What a transaction must be told before the first query; SQLite and PostgreSQL's mode were set with it."""
    milliseconds = int(seconds * 1000)
    if dialect == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '10min'")
    elif dialect in {"mysql", "mariadb"}:
        limit = f"max_execution_time = {milliseconds}" if dialect == "mysql" else f"max_statement_time = {seconds}"
        connection.exec_driver_sql(f"SET SESSION {limit}")
        connection.exec_driver_sql("START TRANSACTION READ ONLY")


def _security(url: URL) -> dict[str, str]:
    """What makes libpq check the server's certificate. Raises `SettingsInvalid` for an address that goes round it."""
    if asked := leads_elsewhere(url.query):
        raise SettingsInvalid(f"The address uses {asked}; name the server in the address itself.")
    if not distant(url.host, url.query):
        return {}
    if (mode := url.query.get("sslmode", VERIFY)) != VERIFY:
        raise SettingsInvalid(
            f"The address asks for sslmode={mode}, with which anybody on the way could read the password. Leave "
            "sslmode out, and name the server's certificate authority with sslrootcert."
        )
    return verified(url.query)
