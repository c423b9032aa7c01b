"""The customer's last word was an unhappy one."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.mood import feelings
from app.signals.said import only_asks

UNHAPPY = -0.35  # below what reporting a fault sounds like
FURIOUS = -0.9


def _left_known(snapshot: Snapshot) -> bool:
    """How more than one message felt, and the very last one."""
    found = feelings(snapshot)
    return words(snapshot) and len(found) > 1 and found[-1].read is snapshot.customer[-1]


@rests_on(_left_known)
def last_sentiment(snapshot: Snapshot) -> Reading | None:
    """The mood as it was left, after more than one message; nothing where the very last one's cannot be told."""
    found = feelings(snapshot)
    if len(found) < 2 or found[-1].read is not snapshot.customer[-1] or only_asks(snapshot):
        return None
    last = found[-1]
    if last.sentiment >= UNHAPPY:
        return None
    return Reading(
        strength=min((UNHAPPY - last.sentiment) / (UNHAPPY - FURIOUS), 1.0),
        because=f"the last message is at {last.sentiment:+.1f}",
        evidence=last.evidence,
    )
