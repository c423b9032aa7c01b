"""How the machinery is doing, in states that a person understands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.presence import Present
from app.domain.tickets import ConnectionName


class SyncState(StrEnum):
    STARTING = "starting"
    SYNCING = "syncing"  # catching up; `remaining` counts down where the source knows
    LIVE = "live"
    OFFLINE = "offline"  # cannot be reached; tried again at `retry_at`
    STOPPED = "stopped"  # needs a person: a credential, a setting


class WorkerState(StrEnum):
    ABSENT = "absent"  # no worker has reported lately
    LOADING = "loading models"
    READING = "reading messages"
    IDLE = "idle"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ConnectionHealth:
    """One connection's state; `problem` is a whole sentence, empty while all is well."""

    connection: ConnectionName
    state: SyncState
    synced_at: datetime | None = None
    problem: str = ""
    retry_at: datetime | None = None
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class WorkerHealth:
    """The worker's state; `done` of `total` messages are analysed."""

    state: WorkerState
    at: datetime | None = None
    done: int = 0
    total: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FailedChange:
    """A write-back that a person should look at."""

    number: str  # the ticket's, as people say it
    subject: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """The machinery, and who else is there.

    `away` is True while a team's store cannot be reached: then the rest is what was known last. `kept_here` counts what
    was done on this machine and waits for it; `not_taken` says what it would not take, and why.
    """

    connections: tuple[ConnectionHealth, ...] = ()
    worker: WorkerHealth = WorkerHealth(WorkerState.ABSENT)
    waiting_changes: int = 0
    failed_changes: tuple[FailedChange, ...] = ()
    rulebook: str = ""  # the revision that is in force
    rulebook_problem: str = ""  # why that is not what its file holds, in whole sentences
    account_sources: tuple[ConnectionHealth, ...] = ()
    away: bool = False
    kept_here: int = 0
    not_taken: tuple[str, ...] = ()
    others: tuple[Present, ...] = ()
