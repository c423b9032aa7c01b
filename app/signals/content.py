"""The customer's last word was thanks, and it asked for nothing more: whatever there was is mended for now."""

from app.domain.prose import prose
from app.domain.snapshot import Read, Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import sureness, troubled

LONG = 40  # words: a long message that also says thanks goes on to something else
UNHAPPY = -0.6  # sentiment below which thanks are only manners


@rests_on(words)
def content(snapshot: Snapshot) -> Reading | None:
    """How sure the thanks are; a question mark or trouble in the same message takes them back."""
    last = snapshot.customer[-1] if snapshot.customer else None
    found = last.analysis.intent("thanks") if last and last.analysis else None
    if last is None or found is None or not settled(last) or not (strength := sureness(found.probability)):
        return None
    said = "the last word of the customer is thanks"
    return Reading(strength, because=said, evidence=last.spans(found.spans), intents=("thanks",))


def settled(read: Read) -> bool:
    """Whether a message is short, not unhappy, and asks for nothing more."""
    text, analysis = read.message.text, read.analysis
    if analysis is None or analysis.words > LONG or troubled(read):
        return False
    asks = any("?" in text[start:end] for start, end in prose(text).spans)
    return not asks and (analysis.sentiment is None or analysis.sentiment >= UNHAPPY)
