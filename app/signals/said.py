"""What customers said, as far as the language models understood it: where an intent was met, and how fresh it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.snapshot import Read, Reading, Snapshot, Span
from app.domain.tickets import Role, Visibility

FADE = 0.5  # what is left of a remark for each time the customer went on, after an answer, without repeating it
FAINT = 0.2  # below this a faded remark is history


@dataclass(frozen=True, slots=True)
class Mention:
    """A customer's message in which an intent is likely, the words that carry it, and how much of it still counts."""

    read: Read
    intent: str
    probability: float
    evidence: tuple[Span, ...]
    freshness: float  # 1 until it was answered and the customer went on to other things, then less

    @property
    def strength(self) -> float:
        return self.probability * self.freshness


def mentions(snapshot: Snapshot, *intents: str) -> tuple[Mention, ...]:
    """The customer's messages in which one of the intents is likely, each with the likeliest, oldest first."""
    return tuple(
        mention
        for read, freshness in _with_freshness(snapshot)
        if (mention := _mention(read, intents, freshness)) is not None
    )


def lasting(snapshot: Snapshot, *intents: str, because: str) -> Reading | None:
    """A reading for what stays true once it was said: a legal threat is not taken back by talking of other things."""
    found = mentions(snapshot, *intents)
    return _reading(found, max(each.probability for each in found), because) if found else None


def passing(snapshot: Snapshot, *intents: str, because: str) -> Reading | None:
    """A reading for what is true of the moment.

    Its strength is the probability, halved for every message of the customer that came after an answer and did not
    say it again.
    """
    found = tuple(each for each in mentions(snapshot, *intents) if each.strength >= FAINT)
    return _reading(found, max(each.strength for each in found), because) if found else None


def is_customer(read: Read) -> bool:
    return read.message.role is Role.CUSTOMER


def is_answer(read: Read) -> bool:
    """Whether an agent wrote this to the customer; internal notes are none."""
    return read.message.role is Role.AGENT and read.message.visibility is Visibility.PUBLIC


def likely(read: Read, *intents: str) -> bool:
    """Whether one of the intents is likely in the message; False where it has not been analysed."""
    return read.analysis is not None and any(read.analysis.intent(name) for name in intents)


def _mention(read: Read, intents: tuple[str, ...], freshness: float) -> Mention | None:
    if read.analysis is None:
        return None
    found = [(each.probability, name, each) for name in intents if (each := read.analysis.intent(name)) is not None]
    if not found:
        return None
    probability, name, best = max(found, key=lambda each: each[:2])
    return Mention(read, name, probability, read.spans(best.spans), freshness)


def _with_freshness(snapshot: Snapshot) -> Iterator[tuple[Read, float]]:
    """The customer's messages, oldest first, with what still counts of each: one pass from the end of the thread."""
    reversed_reads: list[tuple[Read, float]] = []
    written_after = 0  # by the customer, after the message in hand
    went_on = 0  # by the customer, after the first answer to the message in hand
    for read in reversed(snapshot.thread):
        if is_answer(read):
            went_on = written_after
        elif is_customer(read):
            reversed_reads.append((read, FADE**went_on))
            written_after += 1
    return reversed(reversed_reads)


def _reading(found: tuple[Mention, ...], strength: float, because: str) -> Reading:
    strongest = max(each.probability for each in found)
    often = f", in {len(found)} messages" if len(found) > 1 else ""
    return Reading(
        strength=min(strength, 1.0),
        because=f"{because} ({strongest:.0%} sure{often})",
        evidence=tuple(span for each in found for span in each.evidence),
    )
