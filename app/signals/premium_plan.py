"""The account's contract promises more than the usual support."""

import re

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on

_PREMIUM = re.compile(
    r"\b(?:enterprise|premium|premier|platinum|priority|dedicated|white[ -]glove|24/7)\b", re.IGNORECASE
)


def _known(snapshot: Snapshot) -> bool:
    fact = snapshot.account.latest("plan") if snapshot.account else None
    return fact is not None and isinstance(fact.value, str)


@rests_on(_known, of_messages=False)
def premium_plan(snapshot: Snapshot) -> Reading | None:
    """By the name of the plan, as the contract calls it."""
    fact = snapshot.account.latest("plan") if snapshot.account else None
    if fact is None or not isinstance(fact.value, str) or not _PREMIUM.search(fact.value):
        return None
    return Reading(strength=1.0, because=f"the contract is {fact.value}", facts=(fact,))
