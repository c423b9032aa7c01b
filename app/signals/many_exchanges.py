"""Question and answer have gone back and forth many times without getting anywhere."""

from app.domain.snapshot import Read, Reading, Snapshot
from app.signals.grounds import rests_on, unfinished
from app.signals.said import is_answer, is_customer, likely

NOTICEABLE = 3  # times that the customer had to come back after an answer
FULL = 6
CONTENT = 0.15  # sentiment from which a customer who comes back tells of progress


@rests_on(unfinished)
def many_exchanges(snapshot: Snapshot) -> Reading | None:
    """How often the customer came back after an answer and was not content; thanks and goodbyes do not count."""
    returns = 0
    answered = False
    for read in snapshot.thread:
        if is_answer(read):
            answered = True
        elif is_customer(read) and answered:
            returns += not _content(read)
            answered = False
    if returns < NOTICEABLE or snapshot.ticket.status.finished:
        return None
    return Reading(strength=min(returns / FULL, 1.0), because=f"the customer had to come back {returns} times")


def _content(read: Read) -> bool:
    mood = read.analysis.sentiment if read.analysis else None
    return likely(read, "thanks", "closing") or (mood is not None and mood >= CONTENT)
