"""How much the account is worth to us in a year."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

BANDS = (  # from US dollars a year, strength
    (250_000, 1.0),
    (100_000, 0.75),
    (50_000, 0.5),
    (10_000, 0.25),
)


def _known(snapshot: Snapshot) -> bool:
    fact = snapshot.account.latest("value") if snapshot.account else None
    return fact is not None and isinstance(fact.value, int | float) and not isinstance(fact.value, bool)


@rests_on(_known, of_messages=False)
def account_value(snapshot: Snapshot) -> Reading | None:
    fact = snapshot.account.latest("value") if snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    strength = next((strength for floor, strength in BANDS if fact.value >= floor), None)
    if strength is None:
        return None
    return Reading(strength=strength, because=f"the account is worth ${fact.value:,.0f} a year", facts=(fact,))
