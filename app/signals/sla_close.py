"""An answer or a solution is due soon by what we promised, or overdue."""

from datetime import timedelta

from app.domain.snapshot import Reading, Snapshot

SOON = timedelta(hours=4)
FAINTEST = 0.3
NEAREST = 0.8  # at the last minute; only a missed one is full


def sla_close(snapshot: Snapshot) -> Reading | None:
    """Calendar time to the instant that the helpdesk calls due; its own clock may have paused out of hours."""
    clock = snapshot.ticket.sla
    if clock is None or snapshot.ticket.status.finished:
        return None
    left = clock.due_at - snapshot.as_of
    if left > SOON:
        return None
    if left < timedelta(0):
        return Reading(strength=1.0, because=f"{clock.target} was due {_spoken(-left)} ago")
    return Reading(
        strength=FAINTEST + (NEAREST - FAINTEST) * (1 - left / SOON),
        because=f"{clock.target} is due in {_spoken(left)}",
    )


def _spoken(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"
