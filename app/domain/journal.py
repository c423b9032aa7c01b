"""What a person did that the team's store has not acknowledged: kept on their machine until it has."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.brief import Brief
from app.domain.changes import Change, Note
from app.domain.decisions import Decision
from app.domain.own_hours import OwnHours
from app.domain.tickets import Ticket, TicketId, number_of
from app.domain.triage import Triage

SHOWN = 80  # characters of a text that waits


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision with all that it was made from, so that it can be recorded later as it would have been at once.

    `decision.instead_of` is the decision that stood on the screen. The write-back starts from `seen` where that one
    could still be withdrawn, and from `moved` where it was too late. `written` is False where there is nothing to
    write to.
    """

    decision: Decision
    seen: Ticket
    moved: Ticket
    triage: Triage | None
    written: bool
    brief: Brief | None = None  # as it was on the screen; it goes along with a move


@dataclass(frozen=True, slots=True)
class DecisionUndone:
    decision: Decision
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class NoteSent:
    change: Change
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DraftKept:
    ticket: TicketId
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class HoursSaid:
    """What somebody said of when they are there; it is about no ticket."""

    hours: OwnHours


@dataclass(frozen=True, slots=True)
class UnsentKept:
    """What somebody has typed for a colleague and not sent; `subject` is as the store knows it."""

    subject: str
    text: str
    at: datetime
    by: str


Deed = DecisionMade | DecisionUndone | NoteSent | DraftKept | HoursSaid | UnsentKept


@dataclass(frozen=True, slots=True)
class Kept:
    """A deed in the journal. `number` is its place in the order in which things were done."""

    number: int
    deed: Deed


def ticket_of(deed: Deed) -> TicketId | None:
    """The ticket that a deed is about; None where it is about none."""
    if isinstance(deed, HoursSaid | UnsentKept):
        return None
    if isinstance(deed, DecisionMade | DecisionUndone):
        return deed.decision.ticket
    return deed.change.ticket if isinstance(deed, NoteSent) else deed.ticket


def author_of(deed: Deed) -> str:
    """Who did it, by name: nobody else's store takes it in that name."""
    if isinstance(deed, HoursSaid):
        return deed.hours.person
    return deed.decision.by if isinstance(deed, DecisionMade) else deed.by


def identity(deed: Deed) -> str:
    """What a deed is about, once: of the drafts of one thing, and of a person's hours, only the newest is kept."""
    if isinstance(deed, DecisionMade):
        return f"decision {deed.decision.id}"
    if isinstance(deed, DecisionUndone):
        return f"undo {deed.decision.id}"
    if isinstance(deed, HoursSaid):
        return f"hours {deed.hours.person}"
    if isinstance(deed, UnsentKept):
        return f"unsent {deed.by} {deed.subject}"
    return f"note {deed.change.id}" if isinstance(deed, NoteSent) else f"draft {deed.ticket} {deed.by}"


def kept_words(deed: Deed) -> str:
    """The deed with the beginning of what was written: enough to see that it is there."""
    if isinstance(deed, NoteSent):
        text = " ".join(verb.text for verb in deed.change.verbs if isinstance(verb, Note))
    else:
        text = deed.text if isinstance(deed, DraftKept | UnsentKept) else ""
    text = " ".join(text.split())
    shown = f"{text[:SHOWN]}…" if len(text) > SHOWN else text
    return f"{in_words(deed)}: “{shown}”" if shown else in_words(deed)


def in_words(deed: Deed) -> str:
    """The deed as its person would name it."""
    ticket = ticket_of(deed)
    if ticket is None:
        return "Your hours" if isinstance(deed, HoursSaid) else "What you typed for a colleague"
    number = number_of(ticket)
    if isinstance(deed, DecisionMade):
        return f"Your decision on #{number} ({deed.decision.kind})"
    if isinstance(deed, DecisionUndone):
        return f"Taking back your decision on #{number}"
    return f"Your note on #{number}" if isinstance(deed, NoteSent) else f"Your draft on #{number}"
