"""How the machinery is doing, in the few words that the header has room for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from app.domain.health import ConnectionHealth, FailedChange, Health, SyncState, WorkerHealth, WorkerState
from app.settings import ConnectionSettings
from app.ui.notice import Notice, Tone

FAILED_CHANGES = "failed changes"  # topics of notices
NOT_TAKEN = "not taken over"
CONNECTION_STOPPED = "connection stopped"
SOURCE_STOPPED = "account source stopped"
WORKER_FAILED = "worker failed"
RULEBOOK_WRONG = "rulebook wrong"

_ORDER = (SyncState.STOPPED, SyncState.OFFLINE, SyncState.STARTING, SyncState.SYNCING, SyncState.LIVE)
_ICONS = {
    SyncState.STOPPED: "circle-alert",
    SyncState.OFFLINE: "cloud-off",
    SyncState.STARTING: "refresh-cw",
    SyncState.SYNCING: "refresh-cw",
    SyncState.LIVE: "circle-check",
}

_NOT_AT_WORK = {
    WorkerState.FAILED: ("messages are not being read", "circle-alert"),
    WorkerState.ABSENT: ("starting the worker", "refresh-cw"),
}


@dataclass(frozen=True, slots=True)
class SyncWords:
    """The header's line. `progress` is 0..1 of what is being caught up with, None where nothing is."""

    text: str
    icon: str
    good: bool
    progress: float | None = None


def sync_words(health: Health, *, now: datetime) -> SyncWords:
    """The one thing about sync and reading that matters most now."""
    if health.away:
        return SyncWords(_kept(health), "cloud-off", good=False)
    if health.worker.state in _NOT_AT_WORK:
        text, icon = _NOT_AT_WORK[health.worker.state]
        return SyncWords(_waiting(text, health), icon, good=False)
    worker, worst = health.worker, worst_connection(health.connections)
    if worst is not None and worst.state in {SyncState.STOPPED, SyncState.OFFLINE}:
        return SyncWords(_troubled(worst, health, now), _ICONS[worst.state], good=False, progress=_progress(worker))
    busy = _busy(worker)
    if busy or worst is None:
        return SyncWords(_waiting(busy or "connecting", health), "refresh-cw", good=True, progress=_progress(worker))
    source = worst_connection(health.account_sources)
    if source is not None and source.state in {SyncState.STOPPED, SyncState.OFFLINE}:
        return SyncWords(_waiting(_silent(source, now), health), _ICONS[source.state], good=False)
    return SyncWords(_waiting(_well(worst, now), health), _ICONS[worst.state], good=True)


def worst_connection(connections: Iterable[ConnectionHealth]) -> ConnectionHealth | None:
    return min(connections, key=lambda each: _ORDER.index(each.state), default=None)


def health_notices(health: Health) -> tuple[Notice, ...]:
    """What in this health needs a person, one notice a topic."""
    stopped = [each for each in health.connections if each.state is SyncState.STOPPED]
    found = [
        Notice(f"{CONNECTION_STOPPED}: {each.connection}", each.problem or f"{each.connection} has stopped.")
        for each in stopped
    ]
    found += [
        Notice(
            f"{SOURCE_STOPPED}: {each.connection}",
            f"{each.problem or 'It has stopped.'} What {each.connection} said before is still shown, with its age.",
        )
        for each in health.account_sources
        if each.state is SyncState.STOPPED
    ]
    if health.worker.state is WorkerState.FAILED:
        found.append(Notice(WORKER_FAILED, health.worker.problem or "The language models cannot be used."))
    if health.rulebook_problem:
        found.append(Notice(RULEBOOK_WRONG, health.rulebook_problem, Tone.WARNING))
    if health.not_taken:
        text = (
            health.not_taken[-1]
            if len(health.not_taken) == 1
            else f"{len(health.not_taken)} things were not taken over."
        )
        found.append(Notice(NOT_TAKEN, text, Tone.WARNING, details="\n".join(health.not_taken)))
    if health.failed_changes:
        found.append(_failed_notice(health.failed_changes))
    return tuple(found)


def ago(moment: datetime, *, now: datetime) -> str:
    """How long ago, in one unit: "3 s", "12 min", "5 h", "2 d"."""
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def hosts(connections: Iterable[ConnectionSettings]) -> tuple[str, ...]:
    """The machines that the configured connections talk to; files on this machine are none."""
    found = (urlsplit(each.url) for each in connections)
    return tuple(dict.fromkeys(url.hostname for url in found if url.hostname and url.scheme in {"http", "https"}))


def _troubled(worst: ConnectionHealth, health: Health, now: datetime) -> str:
    if worst.state is SyncState.STOPPED:
        return _waiting(f"{worst.connection} has stopped", health)
    text = _waiting("offline", health)
    if worst.retry_at is None:
        return text
    left = max(timedelta(), worst.retry_at - now)
    return f"{text}, trying again in {int(left.total_seconds())} s" if left else f"{text}, trying again now"


def _silent(source: ConnectionHealth, now: datetime) -> str:
    """An account source is in trouble, and the helpdesk is not."""
    state = "has stopped" if source.state is SyncState.STOPPED else "is offline"
    age = f", its facts are {ago(source.synced_at, now=now)} old" if source.synced_at is not None else ""
    return f"{source.connection} {state}{age}"


def _busy(worker: WorkerHealth) -> str:
    if worker.state is WorkerState.LOADING:
        return "loading the language models"
    return f"reading messages {worker.done:,} of {worker.total:,}" if worker.state is WorkerState.READING else ""


def _well(worst: ConnectionHealth, now: datetime) -> str:
    if worst.state is SyncState.SYNCING:
        return f"syncing, {worst.remaining:,} to go" if worst.remaining else "syncing"
    if worst.state is SyncState.LIVE and worst.synced_at is not None:
        return f"live, {ago(worst.synced_at, now=now)} ago"
    return f"connecting to {worst.connection}"


def _kept(health: Health) -> str:
    """What was done meanwhile is on this machine, to the last word."""
    text, count = "team store unreachable", health.kept_here
    return f"{text}, {count} {'thing' if count == 1 else 'things'} waiting" if count else text


def _waiting(text: str, health: Health) -> str:
    count = health.waiting_changes
    return f"{text}, {count} {'change' if count == 1 else 'changes'} waiting" if count else text


def _progress(worker: WorkerHealth) -> float | None:
    if worker.state is not WorkerState.READING or not worker.total:
        return None
    return min(1.0, worker.done / worker.total)


def _failed_notice(failed: tuple[FailedChange, ...]) -> Notice:
    lines = [f"#{each.number} {each.subject}: {each.why}" for each in failed]
    if len(failed) == 1:
        text = f"A change to #{failed[0].number} was not written: {failed[0].why}"
    else:
        text = f"{len(failed)} changes were not written, the latest to #{failed[0].number}: {failed[0].why}"
    return Notice(FAILED_CHANGES, text, Tone.WARNING, details="\n".join(lines))
