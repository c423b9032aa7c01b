"""The customer's replies are getting short, measured against how this customer wrote before."""

from statistics import median

from app.domain.snapshot import Read, Reading, Snapshot
from app.signals.grounds import rests_on, words
from app.signals.said import likely

ENOUGH = 3  # messages
CERTAIN = 5  # messages: an opening message is the longest by nature, so fewer count for less
TALKATIVE = 15  # words of baseline: who is brief from the start does not get shorter
UNCHANGED = 0.6  # of the baseline: replies vary that much anyway
CURT = 0.15  # of the baseline


def _enough(snapshot: Snapshot) -> bool:
    return words(snapshot) and sum(bool(_words(read)) and not _kind(read) for read in snapshot.customer) >= ENOUGH


@rests_on(_enough)
def shorter_replies(snapshot: Snapshot) -> Reading | None:
    """The longer one of the last two messages against the median of those before; thanks and goodbyes are left out."""
    counted = [(read, words) for read in snapshot.customer if (words := _words(read)) and not _kind(read)]
    if len(counted) < ENOUGH:
        return None
    baseline = median(words for _, words in counted[:-2])
    recent = max(words for _, words in counted[-2:])
    ratio = recent / baseline
    if baseline < TALKATIVE or ratio >= UNCHANGED:
        return None
    certainty = min((len(counted) - 1) / (CERTAIN - 1), 1.0)
    return Reading(
        strength=min((UNCHANGED - ratio) / (UNCHANGED - CURT), 1.0) * certainty,
        because=f"replies down to {recent} words or fewer, from {baseline:.0f}",
        evidence=tuple(read.whole for read, _ in counted[-2:]),
    )


def _words(read: Read) -> int:
    return read.analysis.words if read.analysis is not None and read.is_legible else 0


def _kind(read: Read) -> bool:
    return likely(read, "thanks", "closing")
