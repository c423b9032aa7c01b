"""A private PostgreSQL on loopback for a Request Tracker that keeps its tables there."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.rt.instance import PostgresAddress, free_port
from tests.store import postgres_server


@contextmanager
def running() -> Iterator[PostgresAddress]:
    """A server with an empty cluster, for the length of a block; everybody on this machine may connect."""
    address = PostgresAddress(port=free_port(), admin=postgres_server.ADMIN, admin_password="unused")
    with postgres_server.running(loopback_port=address.port):
        yield address
