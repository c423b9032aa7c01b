"""A ticket and all that was known about it at one instant, and what a detector can say of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache

from app.domain.analysis import Analysis, Legibility, text_hash
from app.domain.business_hours import OFFICE_HOURS, BusinessHours
from app.domain.people import Account, Fact
from app.domain.tickets import (
    Event,
    EventKind,
    Message,
    MessageId,
    Priority,
    Role,
    Status,
    Ticket,
    Visibility,
)

STATUSES = {
    **{str(status): status for status in Status},
    "resolved": Status.SOLVED,  # what helpdesks also call them in their history
    "rejected": Status.CLOSED,
    "deleted": Status.CLOSED,
    "stalled": Status.PENDING,
    "on-hold": Status.PENDING,
}

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a message's text."""

    message: MessageId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a signal saw: how strongly (0..1), why in words, and the spans and dated facts that show it.

    `intents` are those that the spans were read for, so that a person can say that one of them is not there.
    """

    strength: float
    because: str
    evidence: tuple[Span, ...] = ()
    facts: tuple[Fact, ...] = ()
    intents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.strength <= 1.0:
            raise ValueError(f"a reading's strength lies in 0..1, not {self.strength}")


@dataclass(frozen=True, slots=True)
class Read:
    """A message together with what the models said of it; `analysis` is None until they have."""

    message: Message
    analysis: Analysis | None

    @property
    def whole(self) -> Span:
        return Span(self.message.id, 0, len(self.message.text))

    @property
    def is_legible(self) -> bool:
        """Whether the models could read it, and it has words."""
        return self.analysis is not None and self.analysis.legibility is Legibility.READ

    def spans(self, ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """Ranges of this message's text as spans; the whole message where there are none."""
        return _spans(self.message.id, tuple(ranges)) or (self.whole,)


@lru_cache(maxsize=4_096)  # the same words are shown each time that their ticket is looked at
def _spans(message: MessageId, ranges: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    return tuple([Span(message, start, end) for start, end in ranges])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything known about a ticket at `as_of`, and nothing from after it. Built by `snapshot`.

    `customer` is what the customer wrote and `agent` what agents wrote to them, oldest first, without internal notes.
    They are sorted out once, since every signal asks for them.
    """

    as_of: datetime
    ticket: Ticket
    thread: tuple[Read, ...]  # oldest first, internal notes and system messages included
    events: tuple[Event, ...] = ()
    account: Account | None = None
    siblings: tuple[Ticket, ...] = ()  # other unfinished tickets of the same account
    hours: BusinessHours = OFFICE_HOURS  # when the team is at work
    customer: tuple[Read, ...] = field(init=False, repr=False, compare=False)
    agent: tuple[Read, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        wrote = tuple([read for read in self.thread if read.message.role is Role.CUSTOMER])
        said = [read for read in self.thread if read.message.role is Role.AGENT]
        answers = tuple([read for read in said if read.message.visibility is Visibility.PUBLIC])
        object.__setattr__(self, "customer", wrote)
        object.__setattr__(self, "agent", answers)

    @property
    def unanswered(self) -> tuple[Read, ...]:
        """The customer's messages since an agent last wrote to them."""
        waiting: list[Read] = []
        for read in self.thread:
            if read.message.role is Role.CUSTOMER:
                waiting.append(read)
            elif read.message.role is Role.AGENT and read.message.visibility is Visibility.PUBLIC:
                waiting.clear()
        return tuple(waiting)

    def happened(self, kind: EventKind) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.kind is kind)


Signal = Callable[[Snapshot], Reading | None]
"""A pure detector: a reading, or None where it cannot tell or there is nothing to say."""


def snapshot(
    ticket: Ticket,
    *,
    as_of: datetime,
    messages: Iterable[Message],
    analyses: Mapping[str, Analysis],
    events: Iterable[Event] = (),
    account: Account | None = None,
    siblings: Iterable[Ticket] = (),
) -> Snapshot:
    """The snapshot at `as_of`; `analyses` is keyed by text hash. What came later is left out: the future can't leak."""
    past = sorted((message for message in messages if message.at <= as_of), key=lambda each: (each.at, each.id))
    events = tuple(events)
    return Snapshot(
        as_of=as_of,
        ticket=_as_then(ticket, events, as_of),
        thread=tuple(Read(message, analyses.get(text_hash(message))) for message in past),
        events=tuple(sorted((event for event in events if event.at <= as_of), key=lambda each: (each.at, each.id))),
        account=_known(account, as_of) if account else None,
        siblings=tuple(each for each in siblings if each.created_at <= as_of and each.id != ticket.id),
    )


def _as_then(ticket: Ticket, events: tuple[Event, ...], as_of: datetime) -> Ticket:
    """The ticket as it stood: what later events changed is what they say it was before.

    An owner is only known by name in an event, so an earlier one is None, "cannot tell". Tags, custom fields and SLA
    clocks have no history in a helpdesk and stay as they were last seen.
    """
    before: dict[EventKind, str] = {}
    for event in sorted((event for event in events if event.at > as_of), key=lambda each: (each.at, each.id)):
        before.setdefault(event.kind, event.old)
    solved = ticket.solved_at if ticket.solved_at is not None and ticket.solved_at <= as_of else None
    return replace(
        ticket,
        group=before.get(EventKind.GROUP, ticket.group),
        status=_status_then(ticket, before.get(EventKind.STATUS), as_of),
        priority=_priority_then(ticket, before.get(EventKind.PRIORITY)),
        owner=None if EventKind.OWNER in before else ticket.owner,
        solved_at=solved,
        updated_at=min(ticket.updated_at, max(as_of, ticket.created_at)),
    )


def _status_then(ticket: Ticket, before: str | None, as_of: datetime) -> Status:
    """Helpdesks name their states as they like: an unknown name of an earlier one was some kind of open."""
    if before is not None:
        return STATUSES.get(before.strip().lower(), Status.OPEN)
    later = ticket.solved_at is not None and ticket.solved_at > as_of
    return Status.OPEN if later and ticket.status.finished else ticket.status


def _priority_then(ticket: Ticket, before: str | None) -> Priority:
    if before is None:
        return ticket.priority
    return next((priority for priority in Priority if priority == before.strip().lower()), ticket.priority)


def _known(account: Account, as_of: datetime) -> Account:
    """What was known by then; what its source had already taken back is not."""
    gone = {(each.source, each.name): each.gone_at for each in account.heard if each.gone_at is not None}
    facts = sorted(
        (
            fact
            for fact in account.facts
            if fact.as_of <= as_of and not fact.as_of <= gone.get((fact.source, fact.name), NEVER) <= as_of
        ),
        key=lambda fact: fact.as_of,
    )
    return replace(account, facts=tuple(facts))
