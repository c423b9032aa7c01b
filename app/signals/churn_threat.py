"""The customer says that they may leave, cancel, or buy elsewhere."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import passing


@rests_on(words)
def churn_threat(snapshot: Snapshot) -> Reading | None:
    return passing(snapshot, "churn_threat", because="the customer speaks of leaving")
