"""The account's contract has become smaller: seats or modules were given up at the last renewal."""

from datetime import timedelta

from app.domain.people import Fact
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

RECENT = timedelta(days=400)  # a little more than a year: the last renewal
NOTICEABLE = 0.1  # of the value lost
FULL = 0.5


@rests_on(lambda snapshot: bool(_before_and_now(snapshot)), of_messages=False)
def shrinking_contract(snapshot: Snapshot) -> Reading | None:
    """The newest value against the one before it, where it fell within a year."""
    facts = _before_and_now(snapshot)
    if not facts:
        return None
    before, now = (_worth(each) or 0.0 for each in facts)
    if before <= 0 or (lost := 1 - now / before) < NOTICEABLE:
        return None
    return Reading(
        strength=min(lost / FULL, 1.0),
        because=f"the contract shrank from ${before:,.0f} to ${now:,.0f} a year",
        facts=facts,
    )


def _before_and_now(snapshot: Snapshot) -> tuple[Fact, ...]:
    """The newest value and the one before it; nothing where there are no two, or none of late."""
    facts = [fact for fact in (snapshot.account.all("value") if snapshot.account else ()) if _worth(fact) is not None]
    return tuple(facts[-2:]) if len(facts) > 1 and facts[-1].as_of >= snapshot.as_of - RECENT else ()


def _worth(fact: Fact) -> float | None:
    number = isinstance(fact.value, int | float) and not isinstance(fact.value, bool)
    return float(fact.value) if number and isinstance(fact.value, int | float) else None
