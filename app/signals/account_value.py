"""How much the account is worth to us in a year."""

from app.domain.people import Fact
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

BANDS = (  # from US dollars a year, strength
    (250_000, 1.0),
    (100_000, 0.75),
    (50_000, 0.5),
    (10_000, 0.25),
)


@rests_on(lambda snapshot: _worth(snapshot) is not None, of_messages=False)
def account_value(snapshot: Snapshot) -> Reading | None:
    worth = _worth(snapshot)
    if worth is None:
        return None
    fact, value = worth
    strength = next((strength for floor, strength in BANDS if value >= floor), None)
    if strength is None:
        return None
    return Reading(strength=strength, because=f"the account is worth ${value:,.0f} a year", facts=(fact,))


def _worth(snapshot: Snapshot) -> tuple[Fact, float] | None:
    fact = snapshot.account.latest("value") if snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    return fact, fact.value
