"""Every kind of helpdesk that Warmline can speak to, by the name that settings call it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.connectors.base import Connector
from app.connectors.ledger import OnRequest, ignore
from app.errors import SettingsInvalid
from app.settings import SAMPLE, ConnectionSettings

Connect = Callable[[ConnectionSettings, str, OnRequest], Connector]


def connect(connection: ConnectionSettings, secret: str, on_request: OnRequest = ignore) -> Connector:
    """A connector for a configured connection; nothing is asked of the helpdesk yet."""
    make = CONNECTORS.get(connection.connector)
    if make is None:
        known = ", ".join(sorted(CONNECTORS))
        raise SettingsInvalid(
            f"The connection {connection.name!r} uses {connection.connector!r}, which Warmline does not know; "
            f"it knows {known}."
        )
    return make(connection, secret, on_request)


def _request_tracker(connection: ConnectionSettings, secret: str, on_request: OnRequest) -> Connector:
    from app.connectors.request_tracker.connector import RequestTrackerConnector

    return RequestTrackerConnector(connection, secret, on_request=on_request)


def _files(connection: ConnectionSettings, secret: str, _on_request: OnRequest) -> Connector:
    from app.connectors.files import FilesConnector

    return FilesConnector(connection, secret)


def _sample(connection: ConnectionSettings, secret: str, _on_request: OnRequest) -> Connector:
    from app.connectors.sample import SampleConnector

    return SampleConnector(connection, secret)


READ_ONLY = frozenset({"files"})  # connectors that have nothing to write back to

# Each is imported when it is first used: the console needs none of them.
CONNECTORS: Mapping[str, Connect] = MappingProxyType(
    {"request_tracker": _request_tracker, "files": _files, SAMPLE: _sample}
)
