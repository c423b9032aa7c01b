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
    returns: list[Read] = []
    answered = False
    for read in snapshot.thread:
        if is_answer(read):
            answered = True
        elif is_customer(read) and answered:
            if not _content(read):
                returns.append(read)
            answered = False
    if len(returns) < NOTICEABLE or snapshot.ticket.status.finished:
        return None
    return Reading(
        strength=min(len(returns) / FULL, 1.0),
        because=f"the customer had to come back {len(returns)} times",
        evidence=tuple(read.whole for read in returns),
    )


def _content(read: Read) -> bool:
    mood = read.analysis.sentiment if read.analysis else None
    return likely(read, "thanks", "closing") or (mood is not None and mood >= CONTENT)
