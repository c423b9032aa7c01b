"""A server on another machine proves who it is, or nothing is said to it: real TLS, a real PostgreSQL behind it.

The name `db.warmline.test` leads to this machine, and counts as another one as any name does.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

pytest.importorskip("cryptography")  # with the keyring on Linux; elsewhere only where somebody has it

from app.connectors.accounts.sql_engine import read_only
from app.errors import StoreFailed
from app.settings import AccountSourceSettings
from app.store.store import open_store
from tests.builders import id_of, ticket
from tests.store.postgres_server import Server
from tests.store.testbed import pull
from tests.store.tls_door import Authority, authority, door

pytestmark = pytest.mark.postgres
HOST = "db.warmline.test"


class Doors:
    """Doors to one server, each with another certificate, and who may be trusted."""

    def __init__(self, server: Server, folder: Path, stack: ExitStack) -> None:
        self.ours: Authority = authority("ours", folder)
        self.strangers: Authority = authority("strangers", folder)
        self._stack = stack
        self._inside = server.create("tls")
        self._database = self._inside.partition("?")[0].rpartition("/")[2]
        found = re.search(r"host=([^&]+)&port=(\d+)", self._inside)
        assert found is not None
        self._socket = Path(found[1]) / f".s.PGSQL.{found[2]}"

    def opened(self, certificate: Path | None) -> int:
        return self._stack.enter_context(door(self._socket, certificate))

    def url(self, port: int, trusted: Authority | None) -> str:
        rest = f"&sslrootcert={trusted.file}" if trusted else ""
        return f"postgresql://postgres@{HOST}:{port}/{self._database}?hostaddr=127.0.0.1{rest}"


@pytest.fixture(scope="module")
def doors(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with ExitStack() as stack:
        yield Doors(postgres, tmp_path_factory.mktemp("tls"), stack)


def refused(url: str) -> str:
    with pytest.raises(StoreFailed) as raised:
        open_store(url, key=None)
    said = str(raised.value)
    assert said.startswith("The connection to db.warmline.test/tls-")
    assert "is not secure, so it is not made" in said
    assert "?sslrootcert=..." in said, "what to do"
    return said


def test_a_server_with_a_certificate_of_the_named_authority_is_used(doors: Doors) -> None:
    store = open_store(doors.url(doors.opened(doors.ours.server(HOST)), doors.ours), key=None)
    pull(store, ticket("1", subject="Betreff " * 20_000))  # more than one record of TLS
    assert store.pulled.ticket(id_of("1")) == ticket("1", subject="Betreff " * 20_000)
    with store._database.read() as session:
        held = session.connection().connection.driver_connection
        assert held is not None
        assert held.pgconn.ssl_in_use
    store.close()


def test_another_authority_is_refused(doors: Doors) -> None:
    port = doors.opened(doors.strangers.server(HOST))
    assert "certificate verify failed" in refused(doors.url(port, doors.ours))


def test_without_an_authority_named_only_the_systems_count(doors: Doors) -> None:
    port = doors.opened(doors.ours.server(HOST))
    assert "certificate verify failed" in refused(doors.url(port, None))


def test_another_machines_certificate_is_refused(doors: Doors) -> None:
    port = doors.opened(doors.ours.server("elsewhere.warmline.test"))
    said = refused(doors.url(port, doors.ours))
    assert 'certificate for "elsewhere.warmline.test" does not match host name "db.warmline.test"' in said


def test_a_certificate_that_has_run_out_is_refused(doors: Doors) -> None:
    port = doors.opened(doors.ours.server(HOST, days=-1))
    assert "certificate verify failed" in refused(doors.url(port, doors.ours))


def test_a_server_without_tls_is_refused(doors: Doors) -> None:
    port = doors.opened(None)
    assert "server does not support SSL" in refused(doors.url(port, doors.ours))
    with psycopg.connect(f"{doors.url(port, None)}&sslmode=disable") as plain:  # it is the TLS alone that it lacks
        assert plain.execute("SELECT 1").fetchone() == (1,)


def asked(doors: Doors, port: int, trusted: Authority) -> object:
    """What an account source on the same server answers."""
    source = read_only(AccountSourceSettings("crm", "sql", doors.url(port, trusted)), "", seconds=5)
    try:
        with source.transaction() as connection:
            return connection.exec_driver_sql("SELECT 1").scalar()
    finally:
        source.close()


def test_an_account_source_is_held_to_the_same(doors: Doors) -> None:
    port = doors.opened(doors.strangers.server(HOST))
    assert asked(doors, port, doors.strangers) == 1
    with pytest.raises(OperationalError, match="certificate verify failed"):
        asked(doors, port, doors.ours)


def test_without_the_check_the_stranger_would_have_been_believed(doors: Doors) -> None:
    # the control: TLS alone, as a plain address asks for it, takes anybody's certificate
    port = doors.opened(doors.strangers.server(HOST))
    url = doors.url(port, None)
    with psycopg.connect(f"{url}&sslmode=require") as believed:
        assert believed.execute("SELECT 1").fetchone() == (1,)
