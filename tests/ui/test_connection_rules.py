"""What a connection must look like before it is worth trying."""

from pathlib import Path

import pytest

from app.settings import ConnectionSettings
from app.ui.connection_rules import problems


def rt(url: str, name: str = "support") -> ConnectionSettings:
    return ConnectionSettings(name, "request_tracker", url)


@pytest.mark.parametrize(
    "url",
    [
        "https://rt.example.com",
        "https://rt.example.com:8443/rt",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://[::1]",
    ],
)
def test_good_addresses(url: str) -> None:
    assert problems(rt(url), taken=()) == {}


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://rt.example.com", "Use https://"),
        ("http://10.0.0.7", "Use https://"),
        ("http://localhost.example.com", "Use https://"),
        ("rt.example.com", "starts with https://"),
        ("", "starts with https://"),
        ("ftp://rt.example.com", "starts with https://"),
        ("https://", "starts with https://"),
        ("https://[half", "not an address"),
        ("https://ana:secret@rt.example.com", "Leave the login and the password out"),
    ],
)
def test_bad_addresses_say_what_to_do(url: str, says: str) -> None:
    assert says in problems(rt(url), taken=())["url"]


@pytest.mark.parametrize(
    ("name", "says"), [("", "Give the connection a name"), ("a:b", "colon"), ("billing", "already")]
)
def test_bad_names(name: str, says: str) -> None:
    assert says in problems(rt("https://rt.example.com", name), taken={"billing"})["name"]


def test_files_must_be_there(tmp_path: Path) -> None:
    there = ConnectionSettings("files", "files", str(tmp_path))
    gone = ConnectionSettings("files", "files", str(tmp_path / "gone"))
    assert problems(there, taken=()) == {}
    assert "There is no file" in problems(gone, taken=())["url"]
    assert "Name a file" in problems(ConnectionSettings("files", "files"), taken=())["url"]
