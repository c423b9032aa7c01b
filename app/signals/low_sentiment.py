"""The customer is unhappy on the whole: the level of the mood, with its lowest point, rather than its direction."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.mood import feelings, lowest, mean
from app.signals.said import only_asks

UNHAPPY = -0.25  # reporting a fault is a little negative in itself
FURIOUS = -0.85
SHOWN = 3
ONCE = 0.65  # what one unhappy message counts for: who stays unhappy in a second one means it


def _felt(snapshot: Snapshot) -> bool:
    return words(snapshot) and bool(feelings(snapshot))


@rests_on(_felt)
def low_sentiment(snapshot: Snapshot) -> Reading | None:
    """The mean of all the customer's messages and their minimum, in equal parts; it takes two to count in full.

    Words such as "kill the process" lower the mood of a plain question, however often they come.
    """
    found = feelings(snapshot)
    if not found:
        return None
    average, minimum = mean(found), min(each.sentiment for each in found)
    level = (average + minimum) / 2
    if level >= UNHAPPY:
        return None
    lasting = sum(each.sentiment < UNHAPPY for each in found) > 1 and not only_asks(snapshot)
    return Reading(
        strength=min((UNHAPPY - level) / (UNHAPPY - FURIOUS), 1.0) * (1.0 if lasting else ONCE),
        because=f"mood is {average:+.1f} on average and {minimum:+.1f} at its lowest",
        evidence=tuple(
            span
            for each in lowest(found, limit=SHOWN)
            if each.sentiment <= average and each.sentiment < 0
            for span in each.evidence
        ),
    )
