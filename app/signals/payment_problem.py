"""The customer writes about a payment that does not go through: every day's work, but it says who should look."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import lasting


@rests_on(words)
def payment_problem(snapshot: Snapshot) -> Reading | None:
    return lasting(snapshot, "payment_failure", because="a payment does not go through")
