"""The customer is waiting for an answer, and has been for a working day or longer."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, unfinished
from app.signals.said import likely
from app.signals.worded import working_time

LONG = 1.0  # working days
FULL = 3.0
FAINTEST = 0.4


@rests_on(unfinished)
def waiting_for_us(snapshot: Snapshot) -> Reading | None:
    """Working time since the first message that nobody has answered; a thank-you waits for nothing."""
    waiting = [read for read in snapshot.unanswered if not likely(read, "thanks", "closing")]
    if not waiting or snapshot.ticket.status.finished:
        return None
    waited = snapshot.hours.between(waiting[0].message.at, snapshot.as_of)
    days = snapshot.hours.days(waited)
    if days < LONG:
        return None
    return Reading(
        strength=FAINTEST + (1 - FAINTEST) * min((days - LONG) / (FULL - LONG), 1.0),
        because=f"has been waiting for us for {working_time(waited, snapshot.hours)}",
        evidence=(waiting[0].whole,),
    )
