"""The ticket has been open for days."""

from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import Status
from app.signals.dated import of_ticket
from app.signals.grounds import rests_on, unfinished

LONG = 3  # working days
FULL = 7
FAINTEST = 0.4
WAITING = 0.5  # what it counts for while it is the customer's turn


@rests_on(unfinished)
def open_long(snapshot: Snapshot) -> Reading | None:
    """Working days since the ticket was created; weekends and holidays age nothing."""
    opened = snapshot.ticket.created_at
    days = snapshot.hours.days(snapshot.hours.between(opened, snapshot.as_of))
    if snapshot.ticket.status.finished or days < LONG:
        return None
    strength = FAINTEST + (1 - FAINTEST) * min((days - LONG) / (FULL - LONG), 1.0)
    pending = snapshot.ticket.status is Status.PENDING
    return Reading(
        strength=strength * (WAITING if pending else 1.0),
        because=f"open for {int(days)} working days" + (", now waiting for the customer" if pending else ""),
        facts=(of_ticket(snapshot, "opened", opened, as_of=opened),),
    )
