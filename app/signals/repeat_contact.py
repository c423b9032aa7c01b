"""The customer has written again before anyone answered."""

from datetime import timedelta

from app.domain.snapshot import Read, Reading, Snapshot
from app.signals.grounds import rests_on, unfinished
from app.signals.said import likely

ENOUGH = 3  # unanswered messages at which the signal is unmistakable
ONE_THOUGHT = timedelta(minutes=5)  # two messages within this are one, sent in two parts


@rests_on(unfinished)
def repeat_contact(snapshot: Snapshot) -> Reading | None:
    """Counts the customer's messages since our last answer; a thank-you or an afterthought is none."""
    waiting: list[Read] = []
    for read in snapshot.unanswered:
        apart = not waiting or read.message.at - waiting[-1].message.at > ONE_THOUGHT
        if apart and not likely(read, "thanks", "closing"):
            waiting.append(read)
    if len(waiting) < 2 or snapshot.ticket.status.finished:
        return None
    return Reading(
        strength=min(len(waiting) / ENOUGH, 1.0),
        because=f"{len(waiting)} messages in a row without an answer",
        evidence=tuple(read.whole for read in waiting),
    )
