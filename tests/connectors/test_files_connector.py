"""Files as a connection: read on from where one was, in batches, never written to."""

import json
from pathlib import Path

import pytest

from app.connectors.files import FilesConnector, tickets_in
from app.domain.batch import START, Batch, Cursor
from app.domain.changes import Change, ChangeId, Note
from app.domain.tickets import TicketId
from app.errors import BadInput, Refused, Unreachable
from app.settings import ConnectionSettings
from tests.connectors.sample_bench import EPOCH


def connector(path: Path) -> FilesConnector:
    return FilesConnector(ConnectionSettings("archive", "files", url=str(path)))


def line(number: int, text: str = "hi", minute: int = 0) -> str:
    said = {"role": "customer", "at": f"2026-03-01T12:{minute:02}:00Z", "text": text}
    return json.dumps({"id": number, "messages": [said]}) + "\n"


def numbers(batch: Batch) -> list[str]:
    return [each.number for each in batch.tickets]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.jsonl"
    path.write_text(line(1) + line(2))
    return path


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def test_what_is_appended_is_read_on(path: Path) -> None:
    files = connector(path)
    first = files.changes(START)
    assert numbers(first) == ["1", "2"]
    assert files.changes(first.cursor).tickets == ()
    append(path, line(3))
    second = connector(path).changes(first.cursor)
    assert (numbers(second), second.complaints) == (["3"], ())
    assert files.changes(second.cursor).cursor == second.cursor


def test_a_line_appended_to_a_known_ticket_keeps_its_beginning_also_after_a_restart(path: Path) -> None:
    cursor = connector(path).changes(START).cursor
    append(path, line(1, "still broken", minute=30))
    batch = connector(path).changes(cursor)
    assert numbers(batch) == ["1"]
    assert (batch.tickets[0].created_at.minute, batch.tickets[0].updated_at.minute) == (0, 30)
    assert batch.complaints == ()


def test_a_replaced_file_is_read_from_its_start(path: Path) -> None:
    files = connector(path)
    cursor = files.changes(START).cursor
    path.write_text(line(7) + line(8) + line(9))
    batch = files.changes(cursor)
    assert numbers(batch) == ["7", "8", "9"]
    path.write_text(line(7))
    assert numbers(files.changes(batch.cursor)) == ["7"]


def test_a_line_still_being_written_is_read_when_it_is_whole(path: Path) -> None:
    files = connector(path)
    cursor = files.changes(START).cursor
    whole = line(3)
    append(path, whole[:20])
    torn = files.changes(cursor)
    assert (torn.tickets, torn.more) == ((), False)
    assert [each.where for each in torn.complaints] == ["tickets.jsonl line 3"]
    assert files.changes(torn.cursor).complaints == ()
    append(path, whole[20:] + line(4))
    assert numbers(files.changes(torn.cursor)) == ["3", "4"]


def test_a_last_line_without_its_end_is_read_and_then_read_on(path: Path) -> None:
    files = connector(path)
    append(path, line(3).rstrip())
    batch = files.changes(START)
    assert numbers(batch) == ["1", "2", "3"]
    append(path, "\n" + line(4))
    assert numbers(files.changes(batch.cursor)) == ["4"]


def test_batches_are_bounded_and_resume_anywhere(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.connectors.files.connector.TICKETS_AT_ONCE", 3)
    path.write_text("".join(line(number) for number in range(10)))
    cursor, seen, mores = START, list[str](), list[bool]()
    for _ in range(4):
        batch = connector(path).changes(cursor)
        seen += numbers(batch)
        mores.append(batch.more)
        cursor = batch.cursor
    assert seen == [str(number) for number in range(10)]
    assert mores == [True, True, True, False]


def test_a_batch_holds_only_so_much_text(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.connectors.files.connector.TEXT_AT_ONCE", 1000)
    path.write_text("".join(line(number, "x" * 600) for number in range(4)))
    assert [numbers(each) for each in tickets_in(path)] == [["0", "1"], ["2", "3"]]


def test_csv_resumes_between_tickets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.connectors.files.connector.TICKETS_AT_ONCE", 1)
    path = tmp_path / "tickets.csv"
    rows = [f'{ticket},2026-03-01T12:{at:02}:00Z,user,"line\n{at}"' for at, ticket in enumerate([1, 1, 2, 2, 3])]
    path.write_text("id,at,role,text\n" + "\n".join(rows) + "\n")
    files, cursor = connector(path), START
    seen: list[tuple[list[str], int]] = []
    for _ in range(3):
        batch = files.changes(cursor)
        seen.append((numbers(batch), len(batch.messages)))
        cursor = batch.cursor
    assert seen == [(["1"], 2), (["2"], 2), (["3"], 1)]
    append(path, "3,2026-03-01T12:09:00Z,user,more\n")
    grown = connector(path).changes(cursor)
    assert (numbers(grown), grown.tickets[0].created_at.minute, grown.messages[0].text) == (["3"], 4, "more")


def test_a_folder_is_read_in_the_order_of_its_names_and_new_files_are_found(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(line(2))
    (tmp_path / "a.csv").write_text("id,text\n1,hi\n")
    (tmp_path / "notes.txt").write_text("not a ticket")
    (tmp_path / ".hidden.jsonl").write_text(line(9))
    files = connector(tmp_path)
    batch = files.changes(START)
    assert numbers(batch) == ["1", "2"]
    (tmp_path / "c.jsonl").write_text(line(3))
    (tmp_path / "a.csv").unlink()
    grown = files.changes(batch.cursor)
    assert numbers(grown) == ["3"]
    assert set(json.loads(grown.cursor)) == {"b.jsonl", "c.jsonl"}


@pytest.mark.parametrize("cursor", ["nonsense", "[]", '{"tickets.jsonl": 1}', '{"tickets.jsonl": [5, 1, "x"]}'])
def test_a_cursor_that_is_not_ours_starts_from_the_beginning(path: Path, cursor: str) -> None:
    assert numbers(connector(path).changes(Cursor(cursor))) == ["1", "2"]


def test_the_same_cursor_gives_the_same_batch(path: Path) -> None:
    files = connector(path)
    first = files.changes(START)
    assert files.changes(START).messages == first.messages


def test_what_cannot_be_read_says_what_and_where(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="missing"):
        connector(tmp_path / "missing").changes(START)
    with pytest.raises(Unreachable, match=r"holds no \.jsonl"):
        connector(tmp_path).check()
    with pytest.raises(BadInput, match="missing"):
        list(tickets_in(tmp_path / "missing"))


def test_check_says_how_much_there_is(path: Path) -> None:
    assert "1 file, 0.0 MB" in connector(path).check()


def test_nothing_is_written_to_a_file(path: Path) -> None:
    files = connector(path)
    assert not files.writable
    with pytest.raises(Refused, match="cannot be written back"):
        files.apply(Change(ChangeId("c1"), TicketId("archive:1"), (Note("x"),), EPOCH))
    files.close()
