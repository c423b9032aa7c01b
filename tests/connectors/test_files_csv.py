"""CSV with a message a row becomes tickets; a bad row costs itself only."""

from pathlib import Path

import pytest

from app.connectors.files import tickets_in
from app.domain.batch import Batch
from app.domain.tickets import Priority, Role, Visibility


def read(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "tickets.csv") -> Batch:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    batches = list(tickets_in(path))
    assert len(batches) == 1
    return batches[0]


def test_rows_of_a_ticket_that_stand_together_make_one_ticket(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "Ticket ID,At,Role,Author,Text,Subject,Priority,Account,Tags,field.Plan,Internal,Attachments\n"
        '1,2026-03-01T12:00:00Z,user,Mara,"Two ""charges"",\nboth settled",Charged twice,high,northwind,"a;b",Gold,,s\n'
        "1,2026-03-01T13:00:00Z,support,Ana,Looking,,urgent,,,,yes,\n"
        "2,2026-03-01T14:00:00Z,user,Joe,Hi,,,,,,,\n",
    )
    first, second = batch.tickets
    assert (first.number, first.subject, first.priority) == ("1", "Charged twice", Priority.URGENT)
    assert (first.account, first.tags, dict(first.fields)) == ("northwind", ("a", "b"), {"Plan": "Gold"})
    assert (second.number, second.subject) == ("2", "Hi")
    charge, looking, _ = batch.messages
    assert charge.text == 'Two "charges",\nboth settled'
    assert charge.attachments[0].name == "s"
    assert (looking.role, looking.visibility) == (Role.AGENT, Visibility.INTERNAL)
    assert batch.complaints == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_other_delimiters_and_encodings_are_known(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["id", "at", "role", "text"], ["1", "2026-03-01T12:00:00Z", "user", "Grüße"]]
    batch = read(tmp_path, "\r\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    assert [each.text for each in batch.messages] == ["Grüße"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2,user", "it has 2 cells where the header has 3"),
        ("2,user,a,b", "it has 4 cells where the header has 3"),
        (",user,lost", "it names no ticket"),
        ('2,user,"a" b', "it is not good CSV"),
    ],
)
def test_a_bad_row_is_reported_with_its_number_and_the_rest_is_read(tmp_path: Path, row: str, why: str) -> None:
    batch = read(tmp_path, f'id,role,text\n1,user,"two\nlines"\n{row}\n3,user,good\n')
    assert [each.number for each in batch.tickets] == ["1", "3"]
    wrong = [each for each in batch.complaints if "no time" not in each.what]
    assert [each.where for each in wrong] == ["tickets.csv line 4"]
    assert why in wrong[0].what


def test_an_unclosed_quote_costs_one_line_and_not_the_file(tmp_path: Path) -> None:
    batch = read(tmp_path, 'id,role,text\n1,user,"never closed\n2,user,good\n3,user,"fine"\n4,user,"open again\n')
    assert [each.number for each in batch.tickets] == ["2", "3"]
    assert [each.where for each in batch.complaints if "CSV" in each.what] == [
        "tickets.csv line 2",
        "tickets.csv line 5",
    ]


def test_messages_beyond_the_limit_of_the_csv_module_are_read(tmp_path: Path) -> None:
    batch = read(tmp_path, f'id,role,text\n1,user,"{"x" * 1_000_000}"\n')
    assert len(batch.messages[0].text) == 1_000_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\n1,user,hi\n", "does not start with a line that names its columns"),
        ("a,b\n1,2\n", "has no column 'id'"),
        ("id,role\n1,user\n", "has no column 'text'"),
    ],
)
def test_a_file_without_the_columns_says_so(tmp_path: Path, text: str, why: str) -> None:
    batch = read(tmp_path, text)
    assert batch.tickets == ()
    assert why in batch.complaints[0].what


def test_an_empty_file_is_no_mistake(tmp_path: Path) -> None:
    batch = read(tmp_path, "")
    assert (batch.tickets, batch.complaints, batch.more) == ((), (), False)


def test_rows_of_a_ticket_that_stand_apart_add_to_it_and_say_so(tmp_path: Path) -> None:
    batch = read(
        tmp_path,
        "id,at,role,text\n1,2026-03-01T12:00:00Z,user,a\n2,2026-03-01T12:01:00Z,user,b\n1,2026-03-01T12:02:00Z,user,c\n",
    )
    assert [each.number for each in batch.tickets] == ["1", "2"]
    assert batch.tickets[0].created_at.minute == 0
    assert len(batch.messages) == 3
    assert "told in tickets.csv line 2 already" in batch.complaints[0].what


def test_a_ticket_of_very_many_rows_is_not_held_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.connectors.files.source.MOST_ROWS", 10)
    rows = "".join(f"1,2026-03-01T12:{minute:02}:00Z,user,message {minute}\n" for minute in range(35))
    batch = read(tmp_path, f"id,at,role,text\n{rows}")
    assert len(batch.tickets) == 1
    assert len(batch.messages) == 35
    assert batch.tickets[0].created_at.minute == 0


def test_a_file_whose_name_does_not_tell_is_recognised(tmp_path: Path) -> None:
    assert len(read(tmp_path, "id,text\n1,hi\n", name="export.txt").tickets) == 1
    assert len(read(tmp_path, '{"id": 1}\n', name="export.log").tickets) == 1
