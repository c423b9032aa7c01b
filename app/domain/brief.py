"""The brief: what somebody who takes a ticket over must know, in fixed slots, each line with what it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.people import Fact
from app.domain.tickets import MessageId, Role, Status, TicketId

SERIES = frozenset({"invoice", "payment", "failed payment", "refund", "note"})
"""Names of facts of which each one stands for itself; of the others a later one takes the place of the earlier."""


class Slot(StrEnum):
    """The slots of every brief, in the order in which they are read; the value is what stands above each."""

    PROBLEM = "Problem"
    WANTED = "What the customer wants"
    TRIED = "What was tried"
    SENTIMENT = "Sentiment"
    ACCOUNT = "Account"
    USAGE = "Product usage"
    BILLING = "Billing"
    NOTES = "CRM notes"
    TICKETS = "Other tickets of the account"
    OPEN = "Open questions and promises"
    COMPLIANCE = "Compliance"
    NEXT_STEP = "Suggested next step"


class Result(StrEnum):
    """What became of something that was tried, by what the customer wrote next."""

    HELPED = "it helped"
    DID_NOT_HELP = "it did not help"
    UNCLEAR = "answered, but not whether it helped"
    NO_ANSWER = "no answer yet"


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters [start, end) of a message's text, and `text`, exactly what stands there.

    `ticket` is the message's own: in what is suggested from similar tickets it is another one than the brief's.
    """

    ticket: TicketId
    message: MessageId
    start: int
    end: int
    text: str
    by: str
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another ticket, as its helpdesk describes it; `at` is when it was opened."""

    ticket: TicketId
    number: str
    subject: str
    status: Status
    at: datetime


Source = Quote | Fact | Elsewhere


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a slot.

    `sources[0]` is what the line says, the rest what else it stands on. Where that is a quote, `words` is its exact
    text; else `words` tells the facts or the ticket. `label` is ours and says what sort of line it is, such as
    "promised" or "renewal"; it may be empty. `result` is for what was tried (the answer that shows it is the last
    source, where there is one), `due` for what was promised until an instant.
    """

    label: str
    words: str
    sources: tuple[Source, ...]
    result: Result | None = None
    due: datetime | None = None

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError("a line of a brief stands on something")

    @property
    def at(self) -> datetime:
        """When what it says was said or held."""
        return instant(self.sources[0])

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(each for each in self.sources if isinstance(each, Quote))

    @property
    def key(self) -> tuple[str, ...]:
        """The same in two briefs' same slots where both lines speak of the same thing, whatever has become of it."""
        return identity(self.sources[0])


@dataclass(frozen=True, slots=True)
class Section:
    """A slot and its lines. Where it has none, `missing` is a clause that says why, such as "no billing source is
    configured"; `note` is for what holds of all its lines, such as how similar tickets were found."""

    slot: Slot
    items: tuple[Item, ...] = ()
    missing: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if bool(self.items) == bool(self.missing):
            raise ValueError(f"the slot {self.slot!r} has lines or says why not")


@dataclass(frozen=True, slots=True)
class BriefVersions:
    """What a brief was made with: the revision of the models and that of the way briefs are made."""

    model: str
    briefing: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All slots of one ticket as of one instant, in the order of `Slot`. `version` counts a ticket's briefs from 1;
    one that has not been kept yet has 0."""

    ticket: TicketId
    number: str
    subject: str
    as_of: datetime
    sections: tuple[Section, ...]
    made_with: BriefVersions
    version: int = 0

    def __post_init__(self) -> None:
        if tuple(each.slot for each in self.sections) != tuple(Slot):
            raise ValueError("a brief has every slot once, in their order")

    def section(self, slot: Slot) -> Section:
        return self.sections[tuple(Slot).index(slot)]

    @property
    def items(self) -> Iterator[tuple[Slot, Item]]:
        """Every line with its slot, from the top."""
        return ((section.slot, item) for section in self.sections for item in section.items)

    @property
    def missing(self) -> tuple[Section, ...]:
        """The slots that nothing is known for."""
        return tuple(section for section in self.sections if section.missing)


def instant(source: Source) -> datetime:
    """When a source was said, held, or opened."""
    return source.as_of if isinstance(source, Fact) else source.at


def age(item: Item, now: datetime) -> timedelta:
    """How old what it says is; never below zero, whatever a helpdesk's clock says."""
    return max(now - item.at, timedelta())


def identity(source: Source) -> tuple[str, ...]:
    """What tells one source from another: not what it says today, but where it comes from."""
    if isinstance(source, Quote):
        return ("message", source.message, str(source.start), str(source.end))
    if isinstance(source, Elsewhere):
        return ("ticket", source.ticket)
    each = (source.as_of.isoformat(), str(source.value)) if source.name in SERIES else ()
    return ("fact", source.name, source.source, *each)
