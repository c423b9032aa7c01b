"""What customers said, as far as the language models understood it: where an intent was met, and how fresh it is."""

from collections.abc import Iterable, Iterator
from math import prod
from typing import NamedTuple

from app.domain.analysis import LIKELY
from app.domain.snapshot import Read, Reading, Snapshot, Span
from app.domain.tickets import Role, Visibility

CERTAIN = 0.95  # the probability from which an intent counts in full; what is barely likely counts for almost nothing
PROBABLE = 0.7  # the probability from which what is enough by itself counts at all: look-alikes reach 0.6 every day
FIRM = 0.65  # the probability from which a second message corroborates something grave
PLAIN = (
    0.85  # the probability from which trouble takes thanks or a question back: a calm "how do I stop it?" reaches 0.8
)
ASKED = 0.25  # what a question about a thing counts for, against the thing itself
TROUBLE = ("bug", "outage", "performance", "fix_did_not_work", "database_problem")
FADE = 0.5  # what is left of a remark for each time the customer went on, after an answer, without repeating it
FAINT = 0.2  # below this a faded remark is history


class Mention(NamedTuple):
    """A customer's message in which an intent is likely, the words that carry it, and how much of it still counts."""

    read: Read
    intent: str
    probability: float
    ranges: tuple[tuple[int, int], ...]
    freshness: float  # 1 until it was answered and the customer went on to other things, then less

    @property
    def evidence(self) -> tuple[Span, ...]:
        return self.read.spans(self.ranges)

    @property
    def mood(self) -> float | None:
        """The sentiment of the whole message; None where that could not be told."""
        return self.read.analysis.sentiment if self.read.analysis else None

    def strength(self, faintest: float) -> float:
        return sureness(self.probability, faintest=faintest) * self.freshness


def mentions(snapshot: Snapshot, *intents: str) -> tuple[Mention, ...]:
    """The customer's messages in which one of the intents is likely, each with the likeliest, oldest first."""
    if not _heard(snapshot, intents):  # of most intents, most often
        return ()
    return tuple(
        mention
        for read, freshness in _with_freshness(snapshot)
        if (mention := _mention(read, intents, freshness)) is not None
    )


def lasting(snapshot: Snapshot, *intents: str, because: str) -> Reading | None:
    """A reading for what stays true once it was said: talking of other things takes no contested charge back."""
    return lasting_in(mentions(snapshot, *intents), because=because)


def lasting_in(found: tuple[Mention, ...], *, because: str) -> Reading | None:
    """The same for mentions that are known already."""
    strength = max((sureness(each.probability) for each in found), default=0.0)
    return _reading(found, strength, because) if strength else None


def passing(snapshot: Snapshot, *intents: str, because: str, faintest: float = LIKELY) -> Reading | None:
    """A reading for what is true of the moment.

    Its strength is how sure the models are, halved for every message of the customer that came after an answer and did
    not say it again. `faintest` is the probability from which it counts at all.
    """
    return passing_in(mentions(snapshot, *intents), because=because, faintest=faintest)


def passing_in(every: tuple[Mention, ...], *, because: str, faintest: float = LIKELY) -> Reading | None:
    """The same for mentions that are known already."""
    lasting_on = [(strength, each) for each in every if (strength := each.strength(faintest)) >= FAINT]
    if not lasting_on:
        return None
    found = tuple([each for _, each in lasting_on])
    return _reading(found, max([strength for strength, _ in lasting_on]), because)


def grave(snapshot: Snapshot, *intents: str, because: str) -> Reading | None:
    """A reading for what sends a ticket away whatever else there is, and so must not be guessed.

    It lasts. One message has to be quite sure by itself, or a second one to corroborate it; the surest two are then
    taken together as independent witnesses. Who only asks how something is done reports nothing.
    """
    found = mentions(snapshot, *intents)
    if not found:
        return None
    witnesses = sorted((each.probability for each in found if each.probability >= FIRM), reverse=True)[:2]
    doubt = prod(1 - each for each in witnesses)
    strength = sureness(1 - doubt, faintest=PROBABLE)
    if all(is_question(each.read) for each in found):
        strength *= ASKED
    return _reading(found, strength, because) if strength else None


def sureness(probability: float, *, faintest: float = LIKELY) -> float:
    """How much an intent counts, 0..1: nothing at `faintest`, everything from `CERTAIN` on, and even in between."""
    return min(max((probability - faintest) / (CERTAIN - faintest), 0.0), 1.0)


def is_question(read: Read) -> bool:
    """Whether somebody asks how a thing is done, rather than tells of a fault."""
    return likely(read, "how_to") and not troubled(read)


def only_asks(snapshot: Snapshot) -> bool:
    """Whether the whole ticket is a question of how something is done, without a word of trouble."""
    reads = snapshot.customer
    return any(likely(read, "how_to") for read in reads) and not any(troubled(read) for read in reads)


def all_ask(snapshot: Snapshot, reads: Iterable[Read]) -> bool:
    """Whether each of the messages asks how a thing is done, or asks on in a ticket that does nothing else."""
    others = [read for read in reads if not is_question(read)]
    return all(likely(read, "question") for read in others) and (not others or only_asks(snapshot))


def is_customer(read: Read) -> bool:
    return read.message.role is Role.CUSTOMER


def is_answer(read: Read) -> bool:
    """Whether an agent wrote this to the customer; internal notes are none."""
    return read.message.role is Role.AGENT and read.message.visibility is Visibility.PUBLIC


def likely(read: Read, *intents: str) -> bool:
    """Whether one of the intents is likely in the message; False where it has not been analysed."""
    return read.analysis is not None and any(read.analysis.intent(name) for name in intents)


def firmly(read: Read, *intents: str, at_least: float = FIRM) -> bool:
    """Whether one of the intents is more than just likely in the message."""
    found = [read.analysis.intent(name) for name in intents] if read.analysis else []
    return any(each is not None and each.probability >= at_least for each in found)


def troubled(read: Read) -> bool:
    """Whether the message plainly tells that something does not work."""
    return firmly(read, *TROUBLE, at_least=PLAIN)


def _heard(snapshot: Snapshot, intents: tuple[str, ...]) -> bool:
    for read in snapshot.customer:
        if read.analysis is None:
            continue
        considered = read.analysis.intents
        for name in intents:
            if name in considered and considered[name].probability >= LIKELY:
                return True
    return False


def _mention(read: Read, intents: tuple[str, ...], freshness: float) -> Mention | None:
    if read.analysis is None:
        return None
    found = [(each.probability, name, each) for name in intents if (each := read.analysis.intent(name)) is not None]
    if not found:
        return None
    probability, name, best = found[0] if len(found) == 1 else max(found, key=lambda each: each[:2])
    return Mention(read, name, probability, best.spans, freshness)


def _with_freshness(snapshot: Snapshot) -> Iterator[tuple[Read, float]]:
    """The customer's messages, oldest first, with what still counts of each: one pass from the end of the thread."""
    reversed_reads: list[tuple[Read, float]] = []
    written_after = 0  # by the customer, after the message in hand
    went_on = 0  # by the customer, after the first answer to the message in hand
    for read in reversed(snapshot.thread):
        role = read.message.role
        if role is Role.AGENT and is_answer(read):
            went_on = written_after
        elif role is Role.CUSTOMER:
            reversed_reads.append((read, FADE**went_on))
            written_after += 1
    return reversed(reversed_reads)


def _reading(found: tuple[Mention, ...], strength: float, because: str) -> Reading:
    strongest = max([each.probability for each in found])
    often = f", in {len(found)} messages" if len(found) > 1 else ""
    return Reading(
        strength=min(strength, 1.0),
        because=f"{because} ({strongest:.0%} sure{often})",
        evidence=tuple([span for each in found for span in each.evidence]),
        intents=tuple(dict.fromkeys([each.intent for each in found])),
    )
