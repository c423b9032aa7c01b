"""Those who look after the account think that it is not well."""

from datetime import timedelta

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

UNWELL = 60  # of 100
ILL = 20
STALE = timedelta(days=90)


def _known(snapshot: Snapshot) -> bool:
    """A score of late."""
    fact = snapshot.account.latest("health") if snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return False
    return fact.as_of >= snapshot.as_of - STALE


@rests_on(_known, of_messages=False)
def low_health(snapshot: Snapshot) -> Reading | None:
    """The newest health score, 0 to 100; an old one says nothing about now."""
    fact = snapshot.account.latest("health") if snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    if fact.value >= UNWELL or fact.as_of < snapshot.as_of - STALE:
        return None
    return Reading(
        strength=min((UNWELL - fact.value) / (UNWELL - ILL), 1.0),
        because=f"the account's health is {fact.value:.0f} of 100",
        facts=(fact,),
    )
