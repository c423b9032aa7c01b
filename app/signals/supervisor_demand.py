"""The customer wants somebody above: a demand, which is a signal, and not yet an escalation."""

from dataclasses import replace

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import ASKED, PROBABLE, mentions, only_asks, passing_in

INTENT = "supervisor_demand"
GLAD = 0.3  # sentiment from which nobody demands anything: "my manager says thank you"


@rests_on(words)
def supervisor_demand(snapshot: Snapshot) -> Reading | None:
    """It reaches the threshold alone, so it has to be sure, and little is left of it where somebody is glad or asks."""
    found = mentions(snapshot, INTENT)
    reading = passing_in(found, because="the customer asks for a supervisor", faintest=PROBABLE)
    if reading is None:
        return None
    glad = all(each.mood is not None and each.mood > GLAD for each in found)
    return replace(reading, strength=reading.strength * ASKED) if glad or only_asks(snapshot) else reading
