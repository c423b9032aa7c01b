"""What was written to the sample workspace since it was opened: a line of JSON each, on disk before it counts."""

import json
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.batch import Complaint
from app.domain.changes import ChangeId
from app.errors import Unreachable

OPENED = "opened.json"
JOURNAL = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change and what became of it. `verbs` are as `deeds` writes them; `end` is where its line ends, in bytes."""

    change: ChangeId
    number: str  # the ticket's
    at: datetime
    by: str
    verbs: tuple[dict[str, Any], ...]
    end: int = 0


class Journal:
    """The journal of one workspace folder. Several processes may read and append to it at the same time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._begin()

    @property
    def size(self) -> int:
        """How many bytes of it have been read: whole lines only."""
        return self._read_to

    def read(self) -> tuple[Entry, ...]:
        """Every entry, oldest first. Of two with the same change only the first counts."""
        try:
            size = self._path.stat().st_size
            if size < self._read_to:  # somebody began anew
                self._begin()
            if size > self._read_to:
                with self._path.open("rb") as file:
                    file.seek(self._read_to)
                    self._take(file.read())
        except FileNotFoundError:
            pass
        except OSError as error:
            raise Unreachable(f"{self._path} cannot be read: {error.strerror}. It is tried again.") from error
        return tuple(self._entries)

    def append(self, entry: Entry) -> None:
        """Write the entry so that it survives a power cut; when this raises, it may be there all the same."""
        line = json.dumps(
            {"change": entry.change, "ticket": entry.number, "at": entry.at.isoformat(), "by": entry.by}
            | {"verbs": entry.verbs}
        )
        try:
            begun = self._path.exists()
            with self._path.open("ab") as file:
                torn = file.tell() > 0 and not self._ends_whole()
                file.write(b"\n" * torn + line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            if not begun:
                _sync_folder(self._path.parent)
        except OSError as error:
            raise Unreachable(f"{self._path} cannot be written: {error.strerror}. It is tried again.") from error

    def complaints_after(self, end: int) -> tuple[Complaint, ...]:
        """What could not be read beyond that many bytes."""
        return tuple(complaint for at, complaint in self._complaints if at > end)

    def _begin(self) -> None:
        self._entries: list[Entry] = []
        self._complaints: list[tuple[int, Complaint]] = []
        self._read_to = 0
        self._lines = 0

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _take(self, raw: bytes) -> None:
        known = {each.change for each in self._entries}
        for line in raw.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                return  # still being written, or cut off by a crash: the next append ends the line
            self._read_to += len(line)
            self._lines += 1
            entry = _entry(line, self._read_to)
            if entry is None:
                what = "it was cut off by a crash; what it said is written again"
                self._complaints.append((self._read_to, Complaint(f"{JOURNAL} line {self._lines}", what)))
            elif entry.change not in known:
                known.add(entry.change)
                self._entries.append(entry)


def opened_at(folder: Path, *, now: datetime) -> tuple[datetime, str]:
    """When the workspace was first opened, and its name among all workspaces; `now` where this is the first time."""
    path = folder / OPENED
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _settle(path, json.dumps({"opened": now.isoformat(), "workspace": uuid.uuid4().hex}))
        known = json.loads(path.read_text(encoding="utf-8"))
        return datetime.fromisoformat(known["opened"]), str(known["workspace"])
    except OSError as error:
        raise Unreachable(f"{folder} cannot be used for the sample workspace: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable(
            f"{path} is damaged ({error}). Delete {folder} to start the sample workspace anew."
        ) from error


def _settle(path: Path, text: str) -> None:
    """Write the file whole or not at all; where another process was faster, its file stands."""
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        draft.replace(path)
    draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new file's name as durable as its content, where the system has a way to."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _entry(line: bytes, end: int) -> Entry | None:
    try:
        read = json.loads(line)
        return Entry(
            change=ChangeId(str(read["change"])),
            number=str(read["ticket"]),
            at=datetime.fromisoformat(read["at"]),
            by=str(read["by"]),
            verbs=tuple(dict(each) for each in read["verbs"]),
            end=end,
        )
    except (ValueError, KeyError, TypeError):
        return None
