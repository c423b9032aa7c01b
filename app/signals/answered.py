"""We have answered, and the customer has not come back: it may well be settled."""

from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import Role, Visibility
from app.signals.grounds import rests_on, unfinished
from app.signals.said import likely
from app.signals.worded import working_time

SILENT = 1.0  # working days
FULL = 3.0
FAINTEST = 0.4


@rests_on(unfinished)
def answered(snapshot: Snapshot) -> Reading | None:
    """Working time since our answer; where it promised to come back, it is still our turn."""
    said = [
        read
        for read in snapshot.thread
        if read.message.visibility is Visibility.PUBLIC and read.message.role is not Role.SYSTEM
    ]
    if not snapshot.customer or not said or said[-1].message.role is not Role.AGENT or likely(said[-1], "promise"):
        return None
    silent = snapshot.hours.between(said[-1].message.at, snapshot.as_of)
    days = snapshot.hours.days(silent)
    if days < SILENT:
        return None
    return Reading(
        strength=FAINTEST + (1 - FAINTEST) * min((days - SILENT) / (FULL - SILENT), 1.0),
        because=f"we answered {working_time(silent, snapshot.hours)} ago, and the customer has not come back",
        evidence=(said[-1].whole,),
    )
