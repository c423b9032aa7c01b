"""Question and answer have gone back and forth many times, and the ticket is still open."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.said import is_answer, is_customer, likely

NOTICEABLE = 3  # times that the customer had to come back after an answer
FULL = 6


def many_exchanges(snapshot: Snapshot) -> Reading | None:
    """How often the customer came back after an answer; thanks and goodbyes are not coming back."""
    returns = 0
    answered = False
    for read in snapshot.thread:
        if is_answer(read):
            answered = True
        elif is_customer(read) and answered and not likely(read, "thanks", "closing"):
            returns += 1
            answered = False
    if returns < NOTICEABLE or snapshot.ticket.status.finished:
        return None
    return Reading(strength=min(returns / FULL, 1.0), because=f"the customer had to come back {returns} times")
