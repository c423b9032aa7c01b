"""An answer or a solution is due soon by what we promised."""

from datetime import timedelta

from app.domain.snapshot import Reading, Snapshot
from app.signals.dated import as_last_seen
from app.signals.grounds import deadline, rests_on
from app.signals.worded import working_time

SOON = timedelta(hours=4)  # of work: what is due on Monday morning is close on Friday afternoon
FAINTEST = 0.3
NEAREST = 0.8  # at the last minute; only a missed one is full


@rests_on(deadline, of_messages=False)
def sla_close(snapshot: Snapshot) -> Reading | None:
    """Working time to the instant that the helpdesk calls due; what is overdue is a signal of its own."""
    clock = snapshot.ticket.sla
    if clock is None or snapshot.ticket.status.finished or clock.due_at < snapshot.as_of:
        return None
    left = snapshot.hours.between(snapshot.as_of, clock.due_at)
    if left > SOON:
        return None
    return Reading(
        strength=FAINTEST + (NEAREST - FAINTEST) * (1 - left / SOON),
        because=f"{clock.target} is due in {working_time(left, snapshot.hours)}",
        facts=(as_last_seen(snapshot, f"{clock.target} due", clock.due_at),),
    )
