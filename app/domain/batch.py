"""One step of an incremental sync: what changed in a helpdesk, and where to go on from."""

from dataclasses import dataclass
from typing import NewType

from app.domain.people import Account, Agent, Group
from app.domain.tickets import Event, Message, Ticket, TicketId

Cursor = NewType("Cursor", str)  # opaque to everyone but the connector that made it

START = Cursor("")


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something in the source that could not be read; the rest was. `where` is a line number or a remote id."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What changed since a cursor. Applying the same batch twice changes nothing.

    `cursor` is where to go on from once the batch is stored; `more` says that the source already has further changes.
    A ticket's messages and events are those of this batch: earlier ones stay. `lost` are tickets that can no longer be
    seen. `remaining` is how many changes are still to come, where the source knows.
    """

    cursor: Cursor
    more: bool
    tickets: tuple[Ticket, ...] = ()
    messages: tuple[Message, ...] = ()
    events: tuple[Event, ...] = ()
    lost: tuple[TicketId, ...] = ()
    accounts: tuple[Account, ...] = ()
    agents: tuple[Agent, ...] = ()
    groups: tuple[Group, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    remaining: int | None = None
