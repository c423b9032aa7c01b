"""The ticket has been open for days."""

from datetime import timedelta

from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import Status

LONG = timedelta(days=3)
FULL = timedelta(days=7)
FAINTEST = 0.4
WAITING = 0.5  # what it counts for while it is the customer's turn


def open_long(snapshot: Snapshot) -> Reading | None:
    """Calendar time since the ticket was created; weekends count."""
    age = snapshot.as_of - snapshot.ticket.created_at
    if snapshot.ticket.status.finished or age < LONG:
        return None
    strength = FAINTEST + (1 - FAINTEST) * min((age - LONG) / (FULL - LONG), 1.0)
    pending = snapshot.ticket.status is Status.PENDING
    return Reading(
        strength=strength * (WAITING if pending else 1.0),
        because=f"open for {age.days} days" + (", now waiting for the customer" if pending else ""),
    )
