"""A process that is forked in no time, spoken to through a pipe, and killed at any moment."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRELOADED = ["__main__", "tests.storm.preloaded"]
FORKS = multiprocessing.get_context("forkserver")


@dataclass(frozen=True)
class Home:
    """Whom a process belongs to: the folder with their settings, what their keyring holds, which safeguard is off."""

    folder: Path
    secrets: dict[str, str]
    without: str = ""


Entry = Callable[[Connection, Home], None]
_TURN = threading.RLock()  # the standard library's list of children is not made for several threads


def prepare() -> None:
    """Start the process that others are forked from; nothing happens where it runs already."""
    FORKS.set_forkserver_preload(PRELOADED)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)  # it is started by a bare interpreter
    try:
        forkserver.ensure_running()
    finally:
        os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)


class Child:
    """One process at a time: killed, and started again with the same home."""

    def __init__(self, entry: Entry, home: Home) -> None:
        self._entry = entry
        self.home = home
        self._process: ForkServerProcess | None = None
        self.pipe: Connection | None = None

    @property
    def up(self) -> bool:
        with _TURN:
            return self._process is not None and self._process.is_alive()

    def start(self) -> Connection:
        """Start it, if it is not there; the pipe to it."""
        with _TURN:
            if self.pipe is not None and self.up:
                return self.pipe
            self.kill()
            ours, theirs = FORKS.Pipe()
            self._process = FORKS.Process(target=self._entry, args=(theirs, self.home), daemon=True)
            self._process.start()
            theirs.close()
            self.pipe = ours
            return ours

    def kill(self) -> None:
        """Pull the plug: nothing in the process hears of it."""
        with _TURN:
            if self._process is not None:
                self._process.kill()
                self._process.join()
                self._process.close()
                self._process = None

    def stop(self) -> None:
        with _TURN:
            self.kill()
            if self.pipe is not None:
                self.pipe.close()
                self.pipe = None
