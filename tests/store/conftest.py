"""Every test that asks for a `store` runs over an encrypted file and over a real PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from app.store.store import Store, open_store
from tests.store import postgres_server
from tests.store.postgres_server import Server
from tests.store.testbed import KEY, Opener, Where

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for the session."""
    with postgres_server.needed(), postgres_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An up-to-date empty store, to be copied: migrating one for each test would take longer than the tests."""
    file = tmp_path_factory.mktemp("new") / "store.db"
    open_store(f"sqlite:///{file}", key=KEY).close()
    return file


@pytest.fixture(scope="module")
def postgres_url(request: pytest.FixtureRequest) -> str:
    """One database a module."""
    server: Server = request.getfixturevalue("postgres")
    url = server.create(request.module.__name__.rpartition(".")[2])
    open_store(url, key=None).close()
    return url


@pytest.fixture(params=BOTH)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """An empty store's address and key."""
    if request.param == "sqlite":
        file = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("new_file"), file)
        return Where(f"sqlite:///{file}", KEY)
    url: str = request.getfixturevalue("postgres_url")
    _empty(url)
    return Where(url, None)


@pytest.fixture
def opened(where: Where) -> Iterator[Opener]:
    """Opens the same store any number of times, as several programs would."""
    with ExitStack() as stack:

        def open_again() -> Store:
            store = open_store(where.url, key=where.key)
            stack.callback(store.close)
            return store

        yield open_again


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'clock')"
        ).fetchall()
        names = ", ".join(f'"{name}"' for (name,) in tables)
        connection.execute(f"TRUNCATE {names}".encode())
        connection.execute("UPDATE clock SET revision = 0")
