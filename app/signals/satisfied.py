"""The customer has rated our help, and well."""

import re

from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import EventKind
from app.signals.dated import of_ticket
from app.signals.grounds import always, rests_on

GOOD = {"good", "great", "excellent", "satisfied", "very satisfied", "happy", "positive", "solved"}
_OF = re.compile(r"(\d{1,3})\s*(?:/|of)\s*(\d{1,3})")
ENOUGH = 0.8  # of the best mark


@rests_on(always)
def satisfied(snapshot: Snapshot) -> Reading | None:
    """The newest rating, in words or as a mark out of the best one; what was written after it says more than it."""
    rated = snapshot.happened(EventKind.RATED)[-1:]
    if not rated or not _good(rated[0].new):
        return None
    if any(read.message.at > rated[0].at for read in snapshot.customer):
        return None
    rating = rated[0].new.strip()
    return Reading(
        strength=1.0,
        because=f'the customer rated our help "{rating}"',
        facts=(of_ticket(snapshot, "rating", rating, as_of=rated[0].at),),
    )


def _good(rating: str) -> bool:
    """A bare number tells nothing: of how many?"""
    words = " ".join(rating.lower().replace("_", " ").split())
    mark = _OF.fullmatch(words)
    return words in GOOD or (mark is not None and int(mark[2]) > 0 and ENOUGH <= int(mark[1]) / int(mark[2]) <= 1)
