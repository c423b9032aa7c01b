"""The customer contests a charge or wants money back: little in itself, but it says who should look."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import lasting


@rests_on(words)
def billing_dispute(snapshot: Snapshot) -> Reading | None:
    return lasting(snapshot, "billing_dispute", "refund", because="a charge is contested or a refund wanted")
