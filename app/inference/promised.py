"""Where a promise names the time until which it is kept."""

from collections.abc import Mapping

from app.domain.analysis import LIKELY, IntentFound
from app.domain.promised_time import promised_times

PROMISE = "promise"


def promised(text: str, intents: Mapping[str, IntentFound]) -> tuple[tuple[int, int], ...]:
    """The ranges [start, end) of a text that name a time, in the sentences that are likely to promise something."""
    found = intents.get(PROMISE)
    if found is None or found.probability < LIKELY:
        return ()
    return tuple((start + at, start + to) for start, end in found.spans for at, to in promised_times(text[start:end]))
