"""The ticket was thought to be done and is not."""

from datetime import timedelta

from app.domain.snapshot import STATUSES, Read, Reading, Snapshot
from app.domain.tickets import Event, EventKind
from app.signals.dated import moved
from app.signals.grounds import rests_on, unfinished
from app.signals.said import likely

FULL = 2  # times
ONCE = 0.6
AT_ONCE = timedelta(minutes=5)  # between a mail and the reopening that it causes


@rests_on(unfinished)
def reopened(snapshot: Snapshot) -> Reading | None:
    """Helpdesks reopen a ticket on any mail; where that mail only said thanks, it does not count."""
    times = [event for event in snapshot.happened(EventKind.STATUS) if _is_reopening(event, snapshot)]
    if not times or snapshot.ticket.status.finished:
        return None
    return Reading(
        strength=ONCE if len(times) < FULL else 1.0,
        because="reopened after it was solved" if len(times) == 1 else f"reopened {len(times)} times",
        evidence=tuple(read.whole for event in times if (read := _cause(event, snapshot)) is not None),
        facts=tuple(moved(snapshot, "reopened", event) for event in times),
    )


def _is_reopening(event: Event, snapshot: Snapshot) -> bool:
    if not _finished(event.old) or _finished(event.new):
        return False
    cause = _cause(event, snapshot)
    return cause is None or not likely(cause, "thanks", "closing")


def _cause(event: Event, snapshot: Snapshot) -> Read | None:
    """The customer's message that reopened the ticket, where one did."""
    near = [read for read in snapshot.customer if abs(read.message.at - event.at) <= AT_ONCE]
    return near[-1] if near else None


def _finished(state: str) -> bool:
    status = STATUSES.get(state.strip().lower())
    return status is not None and status.finished
