"""The customer says, in whatever words, that this is not good enough."""

from dataclasses import replace

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import ASKED, mentions, only_asks, passing_in

INTENT = "disappointment"


@rests_on(words)
def disappointment(snapshot: Snapshot) -> Reading | None:
    """Little is left of it where somebody only asks how something is done, and in no bad mood."""
    found = mentions(snapshot, INTENT)
    reading = passing_in(found, because="the customer is disappointed in us")
    if reading is None or not only_asks(snapshot):
        return reading
    calm = all(each.mood is not None and each.mood >= 0 for each in found)
    return replace(reading, strength=reading.strength * ASKED) if calm else reading
