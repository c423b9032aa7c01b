"""The customer's last word was that the matter is settled, or a goodbye."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.content import settled
from app.signals.grounds import rests_on, words
from app.signals.said import sureness


@rests_on(words)
def matter_closed(snapshot: Snapshot) -> Reading | None:
    """How sure that is; a question mark or trouble in the same message takes it back."""
    last = snapshot.customer[-1] if snapshot.customer else None
    found = last.analysis.intent("closing") if last and last.analysis else None
    if last is None or found is None or not settled(last) or not (strength := sureness(found.probability)):
        return None
    return Reading(strength, because="the customer calls the matter settled", evidence=last.spans(found.spans))
