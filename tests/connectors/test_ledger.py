"""What left this machine, kept in a file that several processes write."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.connectors import ledger
from app.connectors.ledger import Ledger, Request

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def request(number: int) -> Request:
    return Request(NOON, "desk", "GET", "help.example", f"/ticket/{number}", 200, 0, 12, 0.25)


def test_the_newest_requests_come_first(tmp_path: Path) -> None:
    for number in range(5):
        Ledger(tmp_path / "requests.jsonl").record(request(number))
    assert Ledger(tmp_path / "requests.jsonl").recent(2) == (request(4), request(3))


def test_without_a_file_nothing_was_requested(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "requests.jsonl").recent() == ()


def test_a_line_that_a_crash_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    Ledger(path).record(request(1))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-03')
    assert Ledger(path).recent() == (request(1),)


def test_the_file_stays_small_and_keeps_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LARGEST", 2000)
    book = Ledger(tmp_path / "requests.jsonl")
    for number in range(100):
        book.record(request(number))
    assert book.recent(10) == tuple(request(number) for number in range(99, 89, -1))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 5000


def test_a_ledger_that_cannot_be_written_stops_no_request(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Ledger(tmp_path / "no such folder" / "requests.jsonl").record(request(1))
    assert "cannot be written" in caplog.text
