"""What left this machine: one line for each request, to whom and how much, never what."""

import json
import logging
import os
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

log = logging.getLogger(__name__)

LARGEST = 2_000_000  # bytes of a ledger file before it is turned over; some 10,000 requests


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is without its query; `status` is None where no answer came; sizes are in bytes of bodies."""

    at: datetime
    connection: str
    method: str
    host: str
    path: str
    status: int | None
    sent: int
    received: int
    seconds: float


OnRequest = Callable[[Request], None]


def ignore(_request: Request) -> None:
    """For callers that keep no ledger."""


class Ledger:
    """Requests as lines of a file that several processes share; the older half is in a second file beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._older = path.with_suffix(path.suffix + ".1")
        self._lock = Lock()

    def record(self, request: Request) -> None:
        """Append one request. A full disk loses the line and not the request."""
        line = json.dumps({**asdict(request), "at": request.at.isoformat()}, separators=(",", ":")) + "\n"
        with self._lock:
            try:
                self._append(line.encode())
            except OSError as error:
                log.warning("The ledger %s cannot be written: %s", self._path, error)

    def recent(self, limit: int = 200) -> tuple[Request, ...]:
        """The newest requests, newest first."""
        lines: deque[str] = deque(maxlen=limit)
        for path in (self._older, self._path):
            try:
                lines.extend(path.read_text(encoding="utf-8", errors="replace").splitlines())
            except FileNotFoundError:
                continue
        return tuple(request for line in reversed(lines) if (request := _request(line)) is not None)

    def _append(self, line: bytes) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line)
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if size > LARGEST:
            self._path.replace(self._older)


def _request(line: str) -> Request | None:
    # A line that was cut off by a crash is no request.
    try:
        entry = json.loads(line)
        return Request(**{**entry, "at": datetime.fromisoformat(entry["at"])})
    except (ValueError, TypeError, KeyError):
        return None
