"""The rows of a CSV file by column, each with the place where it ends; a row in bad quotes costs its own line only."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.connectors.files.lines import MAX_LINE, Line, Lines
from app.connectors.files.values import bare
from app.errors import BadInput

DELIMITERS = ",;\t|"

_NAMES = {
    "ticket": "id",
    "ticketid": "id",
    "ticketnumber": "id",
    "number": "id",
    "conversationid": "id",
    "date": "at",
    "time": "at",
    "timestamp": "at",
    "sentat": "at",
    "body": "text",
    "message": "text",
    "from": "author",
    "sender": "author",
    "authorrole": "role",
    "createdat": "created_at",
    "updatedat": "updated_at",
    "solvedat": "solved_at",
    "messageid": "message_id",
    "requesteremail": "requester_email",
    "accountid": "account",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or why there is none. `number` is its first line, `lines` its last; `end` is the byte after it."""

    number: int
    lines: int
    end: int
    cells: dict[str, str] = field(default_factory=dict)
    wrong: str = ""
    odd: bool = False


@dataclass(frozen=True, slots=True)
class _Header:
    columns: tuple[str, ...]
    delimiter: str
    line: Line


def rows(lines: Lines, offset: int, number: int, *, columns: Callable[[str], str] | None = None) -> Iterator[Row]:
    """The rows that start at byte `offset` and later, of which `number` lines lie before. The header is left out.

    `columns` says what a column of that name is called here, for files that hold no tickets.
    """
    csv.field_size_limit(MAX_LINE)  # of the whole process; the default forbids messages of more than 128 KB
    header = _ticket_header(lines) if columns is None else _header(lines, columns)
    if offset == 0:
        offset, number = header.line.end, header.line.number
    source = _Source(lines, offset, number)
    while True:
        before = source.number
        source.begin()
        try:
            values = next(csv.reader(source, delimiter=header.delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error as error:
            end, number = source.first
            yield Row(before + 1, number, end, wrong=f"it is not good CSV: {error}")
            source = _Source(lines, end, number)
            continue
        if values:
            yield _row(values, header.columns, before + 1, source)


def names_columns(lines: Lines, column: str, *, without: str) -> bool:
    """Whether the first line names the one column and not the other, which tells what a file is about.

    False where it is no such line; reading the rows then says why.
    """
    try:
        found = _header(lines, _column).columns
    except BadInput:
        return False
    return column in found and without not in found


def _row(values: list[str], columns: tuple[str, ...], number: int, source: "_Source") -> Row:
    wrong = ""
    if len(values) != len(columns):
        wrong = f"it has {len(values)} cells where the header has {len(columns)}"
    cells = {} if wrong else {name: value for name, value in zip(columns, values, strict=True) if value}
    return Row(number, source.number, source.end, cells, wrong, source.odd)


class _Source:
    """Feeds a CSV reader line by line, and remembers where the row began and how far it went."""

    def __init__(self, lines: Lines, offset: int, number: int) -> None:
        self._lines = lines.after(offset, number)
        self.end, self.number = offset, number
        self.begin()

    def begin(self) -> None:
        self._start = self.end
        self.first = (self.end, self.number)
        self.odd = False

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if self.end == self._start:
            self.first = (line.end, line.number)
        self.end, self.number = line.end, line.number
        self.odd |= line.odd
        if line.text is None or self.end - self._start > MAX_LINE:
            raise csv.Error(f"a row is longer than {MAX_LINE >> 20} MB")
        return line.text + "\n"


def _ticket_header(lines: Lines) -> _Header:
    header = _header(lines, _column)
    for needed, either in (("id", {"id"}), ("text", {"text", "html"})):
        if not either & set(header.columns):
            raise BadInput(f"it has no column {needed!r}; docs/files-format.md lists the columns")
    return header


def _header(lines: Lines, column: Callable[[str], str]) -> _Header:
    line = next(lines.after(0, 0), None)
    if line is None or not line.text:
        raise BadInput("it does not start with a line that names its columns")
    delimiter = max(DELIMITERS, key=line.text.count)
    try:
        names = next(csv.reader([line.text], delimiter=delimiter))
    except csv.Error as error:
        raise BadInput(f"the line that names its columns is not good CSV: {error}") from error
    return _Header(tuple(column(each) for each in names), delimiter, line)


def _column(name: str) -> str:
    name = name.strip()
    if name.lower().startswith("field."):
        return f"field.{name[6:]}"
    return _NAMES.get(bare(name), bare(name))
