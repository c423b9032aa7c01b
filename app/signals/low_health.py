"""Those who look after the account think that it is not well."""

from datetime import timedelta

from app.domain.people import Fact
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

UNWELL = 60  # of 100
ILL = 20
STALE = timedelta(days=90)


@rests_on(lambda snapshot: _of_late(snapshot) is not None, of_messages=False)
def low_health(snapshot: Snapshot) -> Reading | None:
    """The newest health score, 0 to 100; an old one says nothing about now."""
    found = _of_late(snapshot)
    if found is None or found[1] >= UNWELL:
        return None
    fact, health = found
    return Reading(
        strength=min((UNWELL - health) / (UNWELL - ILL), 1.0),
        because=f"the account's health is {health:.0f} of 100",
        facts=(fact,),
    )


def _of_late(snapshot: Snapshot) -> tuple[Fact, float] | None:
    fact = snapshot.account.latest("health") if snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    return (fact, fact.value) if fact.as_of >= snapshot.as_of - STALE else None
