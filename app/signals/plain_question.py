"""The customer asks how something is done, and reports no fault: what the first line is there for."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.mood import feelings
from app.signals.said import mentions, only_asks, sureness
from app.signals.technical_depth import technical_depth

UNHAPPY = -0.35  # sentiment below which a question is a complaint


@rests_on(words)
def plain_question(snapshot: Snapshot) -> Reading | None:
    """How sure the question is; trouble, an unhappy word or technical material take it back."""
    if not only_asks(snapshot) or any(each.sentiment < UNHAPPY for each in feelings(snapshot)):
        return None
    found = mentions(snapshot, "how_to")
    strength = max((sureness(each.probability) for each in found), default=0.0)
    if not strength or technical_depth(snapshot) is not None:
        return None
    return Reading(
        strength,
        because="asks how something is done, and reports no fault",
        evidence=tuple(span for each in found for span in each.evidence),
    )
