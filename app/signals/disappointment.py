"""The customer says, in whatever words, that this is not good enough."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import passing


@rests_on(words)
def disappointment(snapshot: Snapshot) -> Reading | None:
    return passing(snapshot, "disappointment", because="the customer is disappointed in us")
