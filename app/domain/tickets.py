"""What a helpdesk holds: tickets, the messages in them, and what happened to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

TicketId = NewType("TicketId", str)  # "<connection>:<number in the helpdesk>", unique in a workspace
MessageId = NewType("MessageId", str)  # "<connection>:<id in the helpdesk>"
AgentId = NewType("AgentId", str)  # "<connection>:<login>"
AccountId = NewType("AccountId", str)
ConnectionName = NewType("ConnectionName", str)

NO_FIELDS: Mapping[str, str] = MappingProxyType({})


class Status(StrEnum):
    """Where a ticket stands, in the words that helpdesks share."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"  # waiting for the customer
    SOLVED = "solved"
    CLOSED = "closed"  # rejected, spam, or solved for good

    @property
    def finished(self) -> bool:
        return self in {Status.SOLVED, Status.CLOSED}


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Role(StrEnum):
    """Who wrote a message, as seen from the team."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"


class Visibility(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


class EventKind(StrEnum):
    """A change to the ticket itself, as the helpdesk recorded it."""

    CREATED = "created"
    STATUS = "status"
    GROUP = "group"
    OWNER = "owner"
    PRIORITY = "priority"
    MERGED = "merged"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Requester:
    """The person who asked."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; Warmline shows its name and never opens it."""

    name: str
    media_type: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation.

    `text` is what is shown and what spans count in: plain text, as the helpdesk holds it, with HTML already turned
    into text. It may be empty, and it may be a megabyte long.
    """

    id: MessageId
    ticket: TicketId
    role: Role
    at: datetime
    text: str
    author: str = ""
    visibility: Visibility = Visibility.PUBLIC
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket; `old` and `new` are in the helpdesk's own words."""

    id: str
    ticket: TicketId
    kind: EventKind
    at: datetime
    actor: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class SlaClock:
    """When the next answer or the resolution is due, given by the helpdesk or derived by its connector."""

    due_at: datetime
    target: str  # "first reply", "next reply" or "resolution"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its helpdesk last described it.

    `version` is opaque: it differs whenever the helpdesk's view differs. `lost` means that the connector may no longer
    see it (moved out of sight or deleted); nothing about it is forgotten for that.
    """

    id: TicketId
    connection: ConnectionName
    number: str  # the helpdesk's own id, as people say it
    subject: str
    status: Status
    created_at: datetime
    updated_at: datetime
    requester: Requester
    group: str = ""  # the helpdesk's queue or group, by its name there
    owner: AgentId | None = None
    priority: Priority = Priority.NORMAL
    account: AccountId | None = None
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: NO_FIELDS)
    sla: SlaClock | None = None
    solved_at: datetime | None = None
    url: str = ""  # where a person opens it in the helpdesk
    version: str = ""
    lost: bool = False
    merged_into: TicketId | None = None


def ticket_id(connection: ConnectionName, number: str) -> TicketId:
    return TicketId(f"{connection}:{number}")


def connection_of(known: TicketId | AgentId) -> ConnectionName:
    return ConnectionName(known.partition(":")[0])


def number_of(ticket: TicketId) -> str:
    """The helpdesk's own number of a ticket, as people say it."""
    return ticket.partition(":")[2]


def message_id(connection: ConnectionName, remote: str) -> MessageId:
    return MessageId(f"{connection}:{remote}")


def agent_id(connection: ConnectionName, login: str) -> AgentId:
    return AgentId(f"{connection}:{login}")


def login_of(agent: AgentId) -> str:
    return agent.partition(":")[2]
