"""The rulebook that verdicts are made with: a change of its file is noticed, and a wrong one changes nothing."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TypeAlias

from app.errors import SettingsInvalid, StoreFailed
from app.service.assess import Assessor
from app.service.rulebooks import Loaded

log = logging.getLogger(__name__)

UNSEEN = "not looked at yet"
LOOK = 1.0  # seconds between two looks at the file: a lead who saved a rule looks for it within two

Mark: TypeAlias = tuple[int, int, int] | None
"""What differs when a file was written: its node, its time and its size; None where there is none."""


class RulesInForce:
    """Holds the assessor with the newest right rulebook; used from all threads of a process."""

    def __init__(
        self,
        assessor: Assessor,
        path: Path,
        load: Callable[[], Loaded],
        *,
        problem: str = "",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`assessor` was made of what `path` held a moment ago, unless `problem` says what is wrong with that."""
        self._assessor = assessor
        self._path = path
        self._load = load
        self._clock = clock
        self._lock = Lock()
        self._mark: Mark | str = UNSEEN
        self._looked = float("-inf")
        self.problem = problem

    def assessor(self) -> Assessor:
        """The one to judge with now. Looks at the file at most once a second, and reads it when it was written."""
        with self._lock:
            now = self._clock()
            if now - self._looked >= LOOK:
                self._looked = now
                self._renew()
            return self._assessor

    def look(self) -> Assessor:
        """The one to judge with, after a look at the file right now."""
        with self._lock:
            self._looked = float("-inf")
        return self.assessor()

    def _renew(self) -> None:
        mark = mark_of(self._path)
        if mark == self._mark:
            return
        self._mark = mark
        try:
            loaded = self._load()
        except SettingsInvalid as error:
            self._trouble(str(error))
            return
        except StoreFailed:  # which holds the names of the team's own intents; the file is looked at again
            self._mark = UNSEEN
            return
        if loaded.problem:
            self._trouble(loaded.problem)
        elif self.problem:
            log.info("the rulebook is right again")
            self.problem = ""
        if loaded.rulebook.revision != self._assessor.rulebook.revision and not loaded.problem:
            log.info("the rulebook has changed: %s is in force", loaded.rulebook.revision)
            self._assessor = replace(self._assessor, rulebook=loaded.rulebook)

    def _trouble(self, problem: str) -> None:
        said = f"{problem} The rulebook of before stays in force."
        if said != self.problem:
            log.error("%s", said)
        self.problem = said


def mark_of(path: Path) -> Mark:
    """A file's mark; an error of the disk reads like no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
