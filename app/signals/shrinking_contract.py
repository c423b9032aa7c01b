"""The account's contract has become smaller: seats or modules were given up at the last renewal."""

from datetime import timedelta

from app.domain.people import Fact
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

RECENT = timedelta(days=400)  # a little more than a year: the last renewal
NOTICEABLE = 0.1  # of the value lost
FULL = 0.5


def _known(snapshot: Snapshot) -> bool:
    """What it is worth, and what it was worth before."""
    facts = [fact for fact in (snapshot.account.all("value") if snapshot.account else ()) if _worth(fact) is not None]
    return len(facts) > 1 and facts[-1].as_of >= snapshot.as_of - RECENT


@rests_on(_known, of_messages=False)
def shrinking_contract(snapshot: Snapshot) -> Reading | None:
    """The newest value against the one before it, where it fell within a year."""
    facts = [fact for fact in (snapshot.account.all("value") if snapshot.account else ()) if _worth(fact) is not None]
    if len(facts) < 2 or facts[-1].as_of < snapshot.as_of - RECENT:
        return None
    before, now = _worth(facts[-2]) or 0.0, _worth(facts[-1]) or 0.0
    if before <= 0 or (lost := 1 - now / before) < NOTICEABLE:
        return None
    return Reading(
        strength=min(lost / FULL, 1.0),
        because=f"the contract shrank from ${before:,.0f} to ${now:,.0f} a year",
        facts=(facts[-2], facts[-1]),
    )


def _worth(fact: Fact) -> float | None:
    number = isinstance(fact.value, int | float) and not isinstance(fact.value, bool)
    return float(fact.value) if number and isinstance(fact.value, int | float) else None
