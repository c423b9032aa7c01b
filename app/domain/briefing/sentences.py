"""The sentences of a conversation, each with what the language models found in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.analysis import LIKELY
from app.domain.brief import Quote
from app.domain.prose import Range, prose
from app.domain.prose import sentences as sentences_in
from app.domain.snapshot import Read, Snapshot
from app.domain.tickets import Message, Role, Ticket, Visibility

LOOK = 20_000  # characters of a message that a brief draws on
MOST = 200  # sentences of a message that are weighed


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [start, end) of a message: one sentence of its author's own.

    `turn` says which message of its side (customers, or agents) it stands in, `place` which sentence of that it is,
    both from 0. `intents` are the likely ones that were read from it, with their probability.
    """

    read: Read
    start: int
    end: int
    turn: int
    place: int
    intents: Mapping[str, float]

    @property
    def text(self) -> str:
        return self.read.message.text[self.start : self.end]

    def sure(self, *names: str) -> float:
        """The probability of the likeliest of these intents; 0 where none was read from it."""
        return max((self.intents.get(name, 0.0) for name in names), default=0.0)

    @property
    def customers(self) -> bool:
        return self.read.message.role is Role.CUSTOMER

    @property
    def ours(self) -> bool:
        """Whether an agent wrote it, to the customer or to colleagues."""
        return self.read.message.role is Role.AGENT


@dataclass(frozen=True, slots=True)
class Conversation:
    """A snapshot with the sentences of its thread, oldest first."""

    snapshot: Snapshot
    sentences: tuple[Sentence, ...]

    @property
    def customers(self) -> tuple[Sentence, ...]:
        return tuple(each for each in self.sentences if each.customers)

    @property
    def ours(self) -> tuple[Sentence, ...]:
        return tuple(each for each in self.sentences if each.ours)

    def after(self, read: Read) -> tuple[Read, ...]:
        """The messages that came after this one."""
        thread = self.snapshot.thread
        return thread[thread.index(read) + 1 :]


def conversation(snapshot: Snapshot) -> Conversation:
    found: list[Sentence] = []
    turns = {Role.CUSTOMER: 0, Role.AGENT: 0, Role.SYSTEM: 0}
    for read in snapshot.thread:
        if read.message.role is Role.SYSTEM:
            continue
        spoken = _sentences(read, turns[read.message.role])
        found.extend(spoken)
        turns[read.message.role] += bool(spoken)
    return Conversation(snapshot, tuple(found))


def quote(sentence: Sentence, ticket: Ticket) -> Quote:
    """A sentence of a message of `ticket`, word for word."""
    message = sentence.read.message
    return Quote(
        ticket=ticket.id,
        message=message.id,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        by=_author(message, ticket),
        role=message.role,
        at=message.at,
    )


def _author(message: Message, ticket: Ticket) -> str:
    if message.author:
        return message.author
    return (ticket.requester.name or "the customer") if message.role is Role.CUSTOMER else "an agent"


def to_the_customer(read: Read) -> bool:
    """Whether an agent wrote this to the customer."""
    return read.message.role is Role.AGENT and read.message.visibility is Visibility.PUBLIC


def _sentences(read: Read, turn: int) -> list[Sentence]:
    text = read.message.text[:LOOK]
    ranges = sentences_in(text, prose(text).spans)[:MOST]
    return [
        Sentence(read, start, end, turn, place, _intents(read, (start, end)))
        for place, (start, end) in enumerate(ranges)
    ]


def _intents(read: Read, span: Range) -> dict[str, float]:
    if read.analysis is None:
        return {}
    return {
        name: found.probability
        for name, found in read.analysis.intents.items()
        if found.probability >= LIKELY and (not found.spans or _touches(found.spans, span))
    }


def _touches(spans: Iterable[Range], span: Range) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)
