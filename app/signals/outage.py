"""The customer says that the product is down for them, and has not since gone on to other things."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import passing


@rests_on(words)
def outage(snapshot: Snapshot) -> Reading | None:
    return passing(snapshot, "outage", because="the customer reports an outage")
