"""Payments of the account have failed lately."""

from datetime import timedelta

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import account, rests_on

MONTH = timedelta(days=30)
ENOUGH = 3  # in a month: by then it is no expired card
NOTICEABLE = 2


@rests_on(account, of_messages=False)
def failed_payments(snapshot: Snapshot) -> Reading | None:
    """Failures in the 30 calendar days before; one alone says nothing."""
    if snapshot.account is None:
        return None
    failed = tuple(fact for fact in snapshot.account.all("failed payment") if fact.as_of > snapshot.as_of - MONTH)
    if len(failed) < NOTICEABLE:
        return None
    return Reading(
        strength=min(len(failed) / ENOUGH, 1.0),
        because=f"{len(failed)} payments failed within 30 days",
        facts=failed,
    )
