"""The customer's mood has been going down through the conversation, whether or not the last message is the worst."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.mood import feelings, lowest, mean

ENOUGH = 3  # messages: with two, one bad day looks like a trend
NOTICEABLE = 0.25  # of the range -1..1, below which it is noise
FULL = 0.9  # from friendly to angry
SHOWN = 3


def _enough(snapshot: Snapshot) -> bool:
    return words(snapshot) and len(feelings(snapshot)) >= ENOUGH


@rests_on(_enough)
def falling_sentiment(snapshot: Snapshot) -> Reading | None:
    """The later half of the customer's messages against the earlier half.

    It takes a fall into the negative, and the last message must not be back above where the conversation started.
    """
    found = feelings(snapshot)
    if len(found) < ENOUGH:
        return None
    half = len(found) // 2
    earlier, later = found[:half], found[half:]
    start, now = mean(earlier), mean(later)
    fall = start - now
    if fall < NOTICEABLE or now >= 0 or found[-1].sentiment > start:
        return None
    sinking = tuple(each for each in later if each.sentiment < start)
    return Reading(
        strength=min(fall / FULL, 1.0),
        because=f"mood fell from {start:+.1f} to {now:+.1f} over {len(found)} messages",
        evidence=tuple(span for each in lowest(sinking, limit=SHOWN) for span in each.evidence),
    )
