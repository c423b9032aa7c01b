"""One of the customer's messages was very unhappy, wherever in the conversation it stands."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.mood import feelings, lowest
from app.signals.said import only_asks

VERY_UNHAPPY = -0.6
FURIOUS = -0.95


def _compared(snapshot: Snapshot) -> bool:
    return words(snapshot) and len(feelings(snapshot)) > 1


@rests_on(_compared)
def lowest_sentiment(snapshot: Snapshot) -> Reading | None:
    """The lowest point alone: an outburst stays known, however calm the messages around it are.

    Of a single message the level says all; and words such as "kill the process" are no outburst.
    """
    found = feelings(snapshot)
    if len(found) < 2 or only_asks(snapshot):
        return None
    (worst,) = lowest(found, limit=1)
    if worst.sentiment >= VERY_UNHAPPY:
        return None
    return Reading(
        strength=min((VERY_UNHAPPY - worst.sentiment) / (VERY_UNHAPPY - FURIOUS), 1.0),
        because=f"the unhappiest message is at {worst.sentiment:+.1f}",
        evidence=worst.evidence,
    )
