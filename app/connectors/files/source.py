"""The documents in one file, from any place on: a line of JSON, a CSV row of a person, or a run of rows of a ticket."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.connectors.files.csv_rows import Row, names_columns, rows
from app.connectors.files.lines import MAX_LINE, Line, Lines
from app.connectors.files.shape import Document
from app.connectors.files.team import member_in_cells
from app.connectors.files.values import bare
from app.errors import BadInput

JSON_LINES = frozenset([".jsonl", ".ndjson", ".json"])
CSV = frozenset([".csv", ".tsv"])
MOST_ROWS = 1_000  # of one ticket that are held at once; what follows continues it
MOST_TEXT = 8_000_000  # characters of them

_OF_TICKET = (
    *("subject", "status", "group", "owner", "priority", "account", "tags", "url"),
    *("created_at", "updated_at", "solved_at"),
)
_OF_MESSAGE = ("at", "role", "text", "html", "author", "visibility")
_TRUE = frozenset(["true", "yes", "1", "t", "y"])


@dataclass(frozen=True, slots=True)
class Step:
    """One document or what is wrong instead, and the place behind it. `number` is its first line, `lines` its last."""

    number: int
    lines: int
    end: int
    document: Document | None = None
    wrong: tuple[tuple[int, str], ...] = ()  # lines and what is wrong with them
    odd: bool = False  # not in the file's encoding
    torn: bool = False  # cannot be read, and has no line end: it may still be being written


@dataclass(slots=True)
class _Run:
    """The rows of one ticket so far."""

    ticket: str
    rows: list[Row] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        return len(self.rows) >= MOST_ROWS or self.size >= MOST_TEXT


def steps(path: Path, file: BinaryIO, offset: int, number: int) -> Iterator[Step]:
    """The documents that start at byte `offset` and later, of which `number` lines lie before."""
    lines = Lines(file)
    if path.suffix.lower() in CSV or (path.suffix.lower() not in JSON_LINES and not _is_json(lines)):
        try:
            if names_columns(lines, "login", without="id"):
                yield from map(_member_step, rows(lines, offset, number, columns=bare))
            else:
                yield from _csv_steps(rows(lines, offset, number))
        except BadInput as error:
            yield Step(1, 1, path.stat().st_size, wrong=((1, str(error)),))
    else:
        yield from (_json_step(line) for line in lines.after(offset, number) if line.text is None or line.text.strip())


def _json_step(line: Line) -> Step:
    def bad(why: str) -> Step:
        return Step(line.number, line.number, line.end, wrong=((line.number, why),), torn=not line.whole)

    if line.text is None:
        return bad(f"it is longer than {MAX_LINE >> 20} MB")
    try:
        document = json.loads(line.text, parse_constant=lambda _: None)  # NaN is no value
    except RecursionError:
        return bad("it is nested too deeply")
    except ValueError as error:
        return bad(f"it is not JSON: {str(error)[:200]}")
    if not isinstance(document, dict):
        return bad(f"it is a {type(document).__name__}, not an object; one ticket a line is needed")
    found: Any = document
    return Step(line.number, line.number, line.end, found, odd=line.odd)


def _member_step(row: Row) -> Step:
    wrong = ((row.number, row.wrong),) if row.wrong else ()
    return Step(row.number, row.lines, row.end, None if wrong else member_in_cells(row.cells), wrong, row.odd)


def _csv_steps(each_row: Iterator[Row]) -> Iterator[Step]:
    run: _Run | None = None
    wrong: list[tuple[int, str]] = []
    lines = end = 0  # behind the last row that was read, good or bad
    for row in each_row:
        ticket = row.cells.get("id", "").strip()
        why = row.wrong or ("" if ticket else "it names no ticket")
        if why:
            wrong.append((row.number, why))
            lines, end = row.lines, row.end
            if run is None:
                yield Step(row.number, row.lines, row.end, wrong=tuple(wrong))
                wrong.clear()
            continue
        if run is not None and (run.ticket != ticket or run.full):
            yield _csv_step(run, wrong, lines, end)
            wrong, run = [], None
        lines, end = row.lines, row.end
        run = run or _Run(ticket)
        run.rows.append(row)
        run.size += sum(map(len, row.cells.values()))
    if run is not None:
        yield _csv_step(run, wrong, lines, end)


def _csv_step(run: _Run, wrong: list[tuple[int, str]], lines: int, end: int) -> Step:
    document: dict[str, Any] = {"id": run.ticket, "messages": [_message(row.cells) for row in run.rows], "fields": {}}
    for row in run.rows:  # the last row that says something holds
        document |= {key: row.cells[key] for key in _OF_TICKET if key in row.cells}
        if "requester" in row.cells or "requester_email" in row.cells:
            document["requester"] = _requester(row.cells)
        document["fields"] |= {key[6:]: value for key, value in row.cells.items() if key.startswith("field.")}
    told: Any = document
    return Step(run.rows[0].number, lines, end, told, tuple(wrong), any(row.odd for row in run.rows))


def _message(cells: dict[str, str]) -> dict[str, Any]:
    message: dict[str, Any] = {key: cells[key] for key in _OF_MESSAGE if key in cells}
    if "message_id" in cells:
        message["id"] = cells["message_id"]
    if "attachments" in cells:
        message["attachments"] = [each.strip() for each in cells["attachments"].split(";") if each.strip()]
    if cells.get("internal", "").strip().lower() in _TRUE:
        message["internal"] = True
    return message


def _requester(cells: dict[str, str]) -> Any:
    if "requester_email" not in cells:
        return cells["requester"]
    return {"name": cells.get("requester", ""), "email": cells["requester_email"]}


def _is_json(lines: Lines) -> bool:
    """A file whose name does not tell is JSON Lines where it starts like an object."""
    first = next((line.text for line in lines.after(0, 0) if line.text is None or line.text.strip()), None)
    return bool(first) and str(first).lstrip().startswith(("{", "["))
