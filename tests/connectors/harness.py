"""What the conformance suite needs of a helpdesk: tickets, and people who work there behind the connector's back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

from app.connectors.base import Connector
from app.domain.changes import Change, ChangeId, Verb
from app.domain.tickets import AgentId, TicketId
from tests.connectors.faulty_proxy import FaultyProxy
from tests.connectors.world import World


@dataclass(frozen=True)
class Truth:
    """A ticket as the helpdesk itself shows it to somebody who may see everything."""

    group: str
    owner: str  # a login, empty for nobody
    notes: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    watchers: list[str] = field(default_factory=list)  # groups by name, people by address


class Harness(Protocol):
    """A helpdesk with tickets in it, and people who work there behind the connector's back."""

    secret: str

    def connector(self) -> Connector:
        """A connector as after a restart of the program: nothing is remembered but cursors."""

    def world(self) -> World:
        """What a reader knows who has read everything up to now."""

    def create(self, subject: str, text: str) -> TicketId: ...


class ChangingHarness(Harness, Protocol):
    def slow_connector(self) -> Connector:
        """A connector whose batches are as small as can be."""

    def customer_writes(self, ticket: TicketId, text: str) -> None: ...

    def agent_notes(self, ticket: TicketId, text: str) -> None: ...

    def delete(self, ticket: TicketId) -> None: ...


class WritingHarness(Harness, Protocol):
    groups: tuple[str, str, str]  # where new tickets are, and two others
    owners: tuple[AgentId, AgentId]  # who may own tickets in all of them

    def give(self, ticket: TicketId, owner: AgentId) -> None: ...

    def move(self, ticket: TicketId, group: str) -> None: ...

    def truth(self, ticket: TicketId) -> Truth: ...


class NetworkHarness(WritingHarness, Protocol):
    proxy: FaultyProxy

    def impatient_connector(self) -> Connector:
        """A connector that waits for an answer for a fraction of a second."""


def change(ticket: TicketId, *verbs: Verb) -> Change:
    return Change(id=ChangeId(uuid4().hex), ticket=ticket, verbs=verbs, decided_at=datetime.now(UTC))
