"""The account decides soon whether it stays."""

from datetime import date, datetime

from app.domain.people import Fact
from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

HORIZON = 90  # days in which a renewal is being talked about
IMMINENT = 30  # days from which nothing can be made good any more
FAINTEST = 0.3


@rests_on(lambda snapshot: _ahead(snapshot) is not None, of_messages=False)
def renewal_near(snapshot: Snapshot) -> Reading | None:
    """Calendar days to the renewal; one that has passed says nothing, since what became of it is not known."""
    found = _ahead(snapshot)
    if found is None or found[1] > HORIZON:
        return None
    fact, days = found
    nearness = min((HORIZON - days) / (HORIZON - IMMINENT), 1.0)
    return Reading(
        strength=FAINTEST + (1 - FAINTEST) * nearness,
        because="the contract renews today" if days == 0 else f"the contract renews in {days} day{'s' * (days > 1)}",
        facts=(fact,),
    )


def _ahead(snapshot: Snapshot) -> tuple[Fact, int] | None:
    """A renewal that has not passed, and the days until then."""
    fact = snapshot.account.latest("renewal") if snapshot.account else None
    if fact is None or not isinstance(fact.value, date):
        return None
    day = fact.value.date() if isinstance(fact.value, datetime) else fact.value
    days = (day - snapshot.as_of.date()).days
    return (fact, days) if days >= 0 else None
