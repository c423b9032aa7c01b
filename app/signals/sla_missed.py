"""What we promised an answer or a solution for is over, and it is not there."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.dated import as_last_seen
from app.signals.grounds import deadline, rests_on
from app.signals.worded import working_time

MISSED = 0.8  # at once
FULL = 1.0  # working days late


@rests_on(deadline, of_messages=False)
def sla_missed(snapshot: Snapshot) -> Reading | None:
    """Late by the working time since the instant that the helpdesk calls due."""
    clock = snapshot.ticket.sla
    if clock is None or snapshot.ticket.status.finished or clock.due_at >= snapshot.as_of:
        return None
    late = snapshot.hours.between(clock.due_at, snapshot.as_of)
    return Reading(
        strength=MISSED + (1 - MISSED) * min(snapshot.hours.days(late) / FULL, 1.0),
        because=f"{clock.target} is {working_time(late, snapshot.hours)} late",
        facts=(as_last_seen(snapshot, f"{clock.target} due", clock.due_at),),
    )
