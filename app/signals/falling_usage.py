"""The account uses the product less than it did: people leave before contracts do."""

from datetime import timedelta

from app.domain.people import Fact
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

WEEKS = 4  # that make the baseline
ENOUGH = 3  # weeks known
STALE = timedelta(days=21)  # older figures say nothing about now
NOTICEABLE = 0.2  # of the baseline lost
FULL = 0.6


def _known(snapshot: Snapshot) -> bool:
    """Of enough weeks, and of late."""
    weeks = _weeks(snapshot)
    return len(weeks) >= ENOUGH and weeks[-1][0].as_of >= snapshot.as_of - STALE


@rests_on(_known, of_messages=False)
def falling_usage(snapshot: Snapshot) -> Reading | None:
    """The newest week's active users against the mean of up to four weeks before it."""
    weeks = _weeks(snapshot)
    if len(weeks) < ENOUGH or weeks[-1][0].as_of < snapshot.as_of - STALE:
        return None
    before = weeks[-1 - WEEKS : -1]
    baseline = sum(users for _, users in before) / len(before)
    newest, users = weeks[-1]
    if baseline <= 0 or (lost := 1 - users / baseline) < NOTICEABLE:
        return None
    return Reading(
        strength=min(lost / FULL, 1.0),
        because=f"weekly active users fell {lost:.0%}, from {baseline:.0f} to {users:.0f}",
        facts=(before[0][0], newest),
    )


def _weeks(snapshot: Snapshot) -> list[tuple[Fact, float]]:
    facts = snapshot.account.all("usage") if snapshot.account else ()
    return [
        (fact, float(fact.value))
        for fact in facts
        if isinstance(fact.value, int | float) and not isinstance(fact.value, bool)
    ]
