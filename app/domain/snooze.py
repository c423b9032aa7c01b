"""Setting a ticket aside for a while, and saying that one should have been flagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from app.domain.decisions import UNDO_FOR
from app.domain.tickets import Message, Role, TicketId, Visibility
from app.domain.triage import Versions

SnoozeId = NewType("SnoozeId", str)  # made by the client (UUID4 hex)
MissId = NewType("MissId", str)  # likewise

MORNING = 9  # o'clock, where the person is

LONGEST = timedelta(days=90)  # a ticket that sleeps longer is forgotten, not snoozed


@dataclass(frozen=True, slots=True)
class Snooze:
    """A ticket sleeps until `until`, or until the customer writes, whichever comes first; None is only the latter."""

    id: SnoozeId
    ticket: TicketId
    by: str
    at: datetime
    until: datetime | None = None

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDO_FOR


@dataclass(frozen=True, slots=True)
class Miss:
    """A person's word that a ticket should have been flagged, with what was thought of it then."""

    id: MissId
    ticket: TicketId
    by: str
    at: datetime
    why: str = ""
    score: int = 0
    versions: Versions | None = None
    undone_at: datetime | None = None

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDO_FOR


def wakes(snooze: Snooze, messages: Iterable[Message], *, now: datetime) -> str:
    """What wakes the ticket: "a reply", "the time", or "" while it sleeps."""
    if any(_from_customer(each) and each.at > snooze.at for each in messages):
        return "a reply"
    return "the time" if snooze.until is not None and snooze.until <= now else ""


def choices(local: datetime) -> tuple[tuple[str, datetime | None], ...]:
    """Until when a ticket can be snoozed, in words and as instants; `local` is now, where the person is."""
    tomorrow, monday = mornings(local)
    return (
        ("Until the customer replies", None),
        ("For an hour", local + timedelta(hours=1)),
        ("For four hours", local + timedelta(hours=4)),
        ("Until tomorrow morning", tomorrow),
        ("Until next Monday", monday),
    )


def mornings(local: datetime) -> tuple[datetime, datetime]:
    """Tomorrow's and next Monday's; `local` is now, where the person is."""
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=1), morning + timedelta(days=7 - local.weekday())


def _from_customer(message: Message) -> bool:
    return message.role is Role.CUSTOMER and message.visibility is Visibility.PUBLIC
