"""The ticket has been handed from one to the next."""

from datetime import timedelta

from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import Event, EventKind
from app.signals.dated import moved
from app.signals.grounds import always, rests_on

NOTICEABLE = 2  # moves: one is a handoff
FULL = 4
ONE_MOVE = timedelta(minutes=5)  # a new group and a new owner within this are the same handoff
NOBODY = {"", "nobody", "none", "unassigned"}


@rests_on(always)
def bounced(snapshot: Snapshot) -> Reading | None:
    """Changes of group, and of owner from one person to another; taking a ticket that nobody had is none.

    The first new owner after a new group is that group taking what it was given: one handoff, however long it took.
    """
    moves: list[Event] = []
    last: Event | None = None
    for event in filter(_is_move, snapshot.events):
        if last is None or not _continues(event, last):
            moves.append(event)
        last = event
    if len(moves) < NOTICEABLE:
        return None
    path = [moves[0].old, *(event.new for event in moves)]
    return Reading(
        strength=min(len(moves) / FULL, 1.0),
        because=f"handed on {len(moves)} times: {', '.join(path)}",
        facts=tuple(moved(snapshot, "handed on", event) for event in moves),
    )


def _continues(event: Event, last: Event) -> bool:
    taken = last.kind is EventKind.GROUP and event.kind is EventKind.OWNER
    return taken or event.at - last.at <= ONE_MOVE


def _is_move(event: Event) -> bool:
    if event.kind not in {EventKind.OWNER, EventKind.GROUP} or event.old == event.new:
        return False
    return event.old.strip().lower() not in NOBODY and event.new.strip().lower() not in NOBODY
