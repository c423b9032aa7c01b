"""Conversations as tests write them: who said what, when, and what the models would have said of it."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.domain.analysis import Analysis, IntentFound, Legibility
from app.domain.people import Fact, FactValue
from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import Event, EventKind, Message, Role, Status, Ticket, Visibility
from tests import builders
from tests.builders import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message to be: hours before now, and what the models make of it (`intents` None: not analysed)."""

    role: Role
    text: str | None = None
    hours: float | None = None
    sentiment: float | None = None
    intents: Mapping[str, float] | None = field(default_factory=dict)
    words: int | None = None
    advising: tuple[float, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    author: str = ""
    visibility: Visibility = Visibility.PUBLIC


def customer(
    text: str | None = None,
    *,
    hours: float | None = None,
    sentiment: float | None = None,
    words: int | None = None,
    spans: tuple[tuple[int, int], ...] = (),
    author: str = "",
    **intents: float,
) -> Turn:
    """A customer's message; keywords that are not its own are intents with their probability."""
    return Turn(
        Role.CUSTOMER,
        text,
        hours=hours,
        sentiment=sentiment,
        intents=intents,
        words=words,
        spans=spans,
        author=author,
    )


def unread(text: str, *, hours: float | None = None) -> Turn:
    """A customer's message that the models have not come to yet."""
    return Turn(Role.CUSTOMER, text, hours=hours, intents=None)


def agent(
    text: str | None = None,
    *,
    hours: float | None = None,
    advising: tuple[float, ...] = (),
    **intents: float,
) -> Turn:
    return Turn(Role.AGENT, text, hours=hours, intents=intents, advising=advising)


def note(text: str = "Odd one.", *, hours: float | None = None, advising: tuple[float, ...] = ()) -> Turn:
    """An internal note."""
    return Turn(Role.AGENT, text, hours=hours, advising=advising, visibility=Visibility.INTERNAL)


def fact(name: str, value: FactValue, *, days: float = 10) -> Fact:
    """Something known about the account since so many days ago."""
    return builders.fact(name, value, as_of=NOW - days * DAY)


def event(kind: EventKind, old: str, new: str, *, hours: float) -> Event:
    return builders.event(kind, remote=f"{kind}-{hours}", at=NOW - hours * HOUR, old=old, new=new)


def aged(number: str = "1", *, status: Status = Status.OPEN, hours: float = 24) -> Ticket:
    """A ticket that was created so many hours ago."""
    created = NOW - hours * HOUR
    return builders.ticket(number, status=status, created_at=created, updated_at=created)


def scene(
    *turns: Turn,
    ticket: Ticket | None = None,
    facts: Sequence[Fact] = (),
    events: Sequence[Event] = (),
    siblings: Sequence[Ticket] = (),
    as_of: datetime = NOW,
) -> Snapshot:
    """The snapshot of these turns; those without an hour come an hour apart, the last one an hour ago."""
    messages = [_message(turn, index, len(turns)) for index, turn in enumerate(turns)]
    read = [_analysis(message, turn) for message, turn in zip(messages, turns, strict=True)]
    return builders.seen(
        messages,
        analyses=[analysis for analysis in read if analysis is not None],
        of=ticket or aged(),
        as_of=as_of,
        events=events,
        account=builders.account("northwind", *facts) if facts else None,
        siblings=siblings,
    )


def quoted(found: Snapshot, reading: Reading) -> list[str]:
    """The words that a reading's evidence stands on."""
    texts = {read.message.id: read.message.text for read in found.thread}
    return [texts[span.message][span.start : span.end] for span in reading.evidence]


def alike(cosine: float) -> tuple[float, ...]:
    """A vector of advice that is this similar to that of `alike(1.0)`."""
    return (cosine, (1 - cosine**2) ** 0.5)


def _message(turn: Turn, index: int, count: int) -> Message:
    hours = turn.hours if turn.hours is not None else float(count - index)
    return builders.message(
        f"Message number {index}." if turn.text is None else turn.text,  # equal texts would share one analysis
        remote=f"{index:03}",
        role=turn.role,
        at=NOW - hours * HOUR,
        author=turn.author,
        visibility=turn.visibility,
    )


def _analysis(message: Message, turn: Turn) -> Analysis | None:
    if turn.intents is None:
        return None
    words = turn.words if turn.words is not None else len(message.text.split())
    plain = builders.analysis(
        message,
        legibility=Legibility.READ if words else Legibility.EMPTY,
        words=words,
        sentiment=turn.sentiment,
        sentiment_spans=turn.spans,
        advice=array("f", turn.advising).tobytes() if turn.advising else b"",
    )
    found = {name: IntentFound(probability, turn.spans) for name, probability in turn.intents.items()}
    return replace(plain, intents=found)
