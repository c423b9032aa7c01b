"""What a connection must look like before it is worth trying."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from app.settings import ConnectionSettings


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of helpdesk as the form shows it; `remote` ones have an address, the others a path."""

    connector: str
    title: str
    remote: bool
    address: str  # the address field's label
    example: str
    about: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "request_tracker": Kind(
            "request_tracker",
            "Request Tracker",
            remote=True,
            address="Address",
            example="https://rt.example.com",
            about="Request Tracker 5 over REST 2.0. With a token, leave the login empty; with a password, give both.",
        ),
        "files": Kind(
            "files",
            "Files",
            remote=False,
            address="File or folder",
            example="/home/me/tickets.jsonl",
            about="JSON Lines or CSV files on this machine. They are read, never written.",
        ),
    }
)


def problems(connection: ConnectionSettings, *, taken: Collection[str]) -> dict[str, str]:
    """What is wrong, by field ("name", "url"), each as a sentence; empty where it can be tried."""
    found = {"name": _name(connection.name, taken), "url": _url(connection)}
    return {field: sentence for field, sentence in found.items() if sentence}


def _name(name: str, taken: Collection[str]) -> str:
    if not name.strip():
        return "Give the connection a name; ticket numbers carry it."
    if ":" in name:
        return "A name must not contain a colon."
    return f"There is a connection {name!r} already." if name in taken else ""


def _url(connection: ConnectionSettings) -> str:
    kind = KINDS.get(connection.connector)
    if kind is None or not kind.remote:
        return _path(connection.url)
    try:
        url = urlsplit(connection.url.strip())
        host = url.hostname
    except ValueError:
        return "This is not an address; it looks like https://rt.example.com."
    if url.scheme not in {"http", "https"} or not host:
        return "The address starts with https:// and a machine's name."
    if url.username or url.password:
        return "Leave the login and the password out of the address; they have fields of their own."
    if url.scheme == "http" and not _is_loopback(host):
        return "Use https://. Plain http would send the password and customers' words readable to the network."
    return ""


def _path(path: str) -> str:
    if not path.strip():
        return "Name a file or a folder."
    return "" if Path(path).expanduser().exists() else f"There is no file or folder {path}."


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
