"""A folder of CSV files, as a CRM or a billing system exports them every night."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.connectors.accounts.rows import DATE, KEYS, NAME, Gathering, column_meaning
from app.connectors.files.csv_rows import Row, rows
from app.connectors.files.lines import Lines
from app.connectors.files.values import bare
from app.domain.findings import FACTS, Findings
from app.errors import BadInput, Unreachable
from app.settings import AccountSourceSettings

LARGEST = 256 << 20  # bytes of one file
MOST_ROWS = 500_000  # of one file
SETTLING = timedelta(seconds=10)  # a file that was written to so lately may end in half a row
FILES = ("accounts.csv", "invoices.csv", "payments.csv", "usage.csv", "notes.csv")
_AMOUNTS = frozenset(["amount", "total", "amountusd", "sum"])
_COLUMNS = {  # what a file's own columns mean, besides what they mean everywhere
    "invoices.csv": dict.fromkeys(_AMOUNTS, "invoice"),
    "payments.csv": {**dict.fromkeys(_AMOUNTS, "payment"), "status": "status", "state": "status"},
    "usage.csv": dict.fromkeys(["users", "active", "value", "count"], "usage"),
    "notes.csv": dict.fromkeys(["text", "body", "value", "comment"], "note"),
}
_SAYS = {
    "invoices.csv": {"invoice"},
    "payments.csv": {"payment", "failed payment"},
    "usage.csv": {"usage"},
    "notes.csv": {"note"},
}
_FAILED = frozenset(["failed", "declined", "refused", "returned", "unpaid", "bounced", "error", "rejected"])
_PAID = frozenset(["", "paid", "succeeded", "success", "ok", "settled", "completed", "cleared"])


def _now() -> datetime:
    return datetime.now(UTC)


class CsvFolder:
    """Reads the five files that are there, whole, each time. One that changes meanwhile is read again the next time."""

    def __init__(self, settings: AccountSourceSettings, *, clock: Callable[[], datetime] = _now) -> None:
        self.name = settings.name
        self._folder = Path(settings.url).expanduser()
        self._clock = clock

    def read(self) -> Findings:
        gathering = Gathering()
        try:
            there = {each.name.lower(): each for each in self._folder.iterdir() if each.name.lower() in FILES}
        except FileNotFoundError as error:
            raise Unreachable(f"There is no folder {self._folder}. Put it back, or name another.") from error
        except OSError as error:
            raise Unreachable(f"The folder {self._folder} cannot be read: {error.strerror}.") from error
        if not there:
            raise Unreachable(
                f"{self._folder} holds none of {', '.join(FILES)}. Put at least one there; docs/account-sources.md "
                "says what stands in each."
            )
        for name in FILES:
            if name in there:
                _read(there[name], name, gathering, now=self._clock())
        return gathering.findings

    def close(self) -> None:
        """Each file is closed once it is read."""


def _read(path: Path, name: str, gathering: Gathering, *, now: datetime) -> None:
    try:
        with path.open("rb") as file:
            before = path.stat()
            if before.st_size > LARGEST:
                gathering.complain(name, f"it is larger than {LARGEST >> 20} MB and was left out")
                return
            fresh = now.timestamp() - before.st_mtime < SETTLING.total_seconds()
            said = _rows(file, name, gathering, doubtful=_unended(file, before.st_size) if fresh else None)
            after = path.stat()
    except OSError as error:
        gathering.complain(name, f"it cannot be read: {error.strerror}")
        return
    gathering.whole(said)
    if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino):
        gathering.complain(name, "it was being written while it was read, and is read again")
        gathering.partial(said)


def _unended(file: BinaryIO, size: int) -> int | None:
    """The byte at which a row ends that has no line end yet; None where the file ends as it should."""
    file.seek(max(0, size - 2))
    return None if not size or b"\n" in file.read(2) else size


def _rows(file: BinaryIO, name: str, gathering: Gathering, *, doubtful: int | None) -> set[str]:
    """Read the rows; the names of facts that the file can say. A row that ends at byte `doubtful` is left out."""
    found: set[str] = set()

    def meaning(column: str) -> str:
        known = _COLUMNS.get(name, {}).get(bare(column)) or column_meaning(column)
        found.add(known)
        return known

    says = set(_SAYS.get(name, ()))
    try:
        for count, row in enumerate(rows(Lines(file), 0, 0, columns=meaning)):
            if count == MOST_ROWS:
                gathering.complain(f"{name}, line {row.number}", f"only the first {MOST_ROWS:,} rows were read")
                gathering.partial(FACTS)
                break
            if not count:
                _check(found, name)
            if row.end == doubtful:
                gathering.complain(f"{name}, line {row.number}", "it may still be being written, and is read again")
                gathering.partial(says | (found & FACTS.keys()))
                break
            _row(row, name, gathering, says)
    except BadInput as error:
        gathering.complain(name, str(error))
        return set()
    return says | (found & FACTS.keys())


def _check(found: set[str], name: str) -> None:
    if not found & set(KEYS):
        raise BadInput(f"none of its columns says whose row it is: {', '.join(KEYS)}")
    if not found & FACTS.keys():
        raise BadInput("none of its columns is a fact; docs/account-sources.md lists them")
    if name != "accounts.csv" and DATE not in found:
        raise BadInput(f"it has no column {DATE!r} with the day of each row")


def _row(row: Row, name: str, gathering: Gathering, says: set[str]) -> None:
    where = f"{name}, line {row.number}"
    if row.wrong:
        gathering.complain(where, row.wrong)
        gathering.partial(says or FACTS)
        return
    cells: dict[str, object] = {key: value for key, value in row.cells.items() if key}
    if name == "payments.csv" and not _told_apart(cells):
        return
    if cells.keys() <= {*KEYS, NAME, DATE}:
        return  # an account of which nothing more is said
    gathering.row(where, cells)


def _told_apart(cells: dict[str, object]) -> bool:
    """Whether a payment's status says that it was paid or that it failed; pending ones are neither."""
    status = bare(cells.pop("status", ""))
    if status in _FAILED and "payment" in cells:
        cells["failed payment"] = cells.pop("payment")
    return status in _FAILED or status in _PAID
