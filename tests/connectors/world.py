"""What a reader of batches knows: the few lines of a store that a connector's tests need."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.connectors.base import Connector
from app.domain.batch import START, Batch, Cursor
from app.domain.people import Agent
from app.domain.tickets import AgentId, Event, Message, MessageId, Ticket, TicketId

ENDLESS = 500  # batches after which a source cannot be at its end


@dataclass
class World:
    """Tickets, messages and events by id, as the batches so far have left them."""

    cursor: Cursor = START
    tickets: dict[TicketId, Ticket] = field(default_factory=dict)
    messages: dict[MessageId, Message] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    agents: dict[AgentId, Agent] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    batches: list[Batch] = field(default_factory=list)

    def apply(self, batch: Batch) -> None:
        self.tickets |= {each.id: each for each in batch.tickets}
        for lost in batch.lost:
            if lost in self.tickets:
                self.tickets[lost] = replace(self.tickets[lost], lost=True)
        self.messages |= {each.id: each for each in batch.messages}
        self.events |= {each.id: each for each in batch.events}
        self.agents |= {each.id: each for each in batch.agents}
        self.groups |= {each.name for each in batch.groups}
        self.batches.append(batch)
        self.cursor = batch.cursor

    def pull(self, connector: Connector, between: Callable[[int], None] = lambda _: None) -> "World":
        """Read until the source has nothing more; `between` is called after each batch with its number."""
        for number in range(ENDLESS):
            batch = connector.changes(self.cursor)
            self.apply(batch)
            between(number)
            if not batch.more:
                return self
        raise AssertionError(f"after {ENDLESS} batches there is still more")

    def thread(self, ticket: TicketId) -> list[Message]:
        """A ticket's messages in the order in which they were written."""
        return sorted(
            (each for each in self.messages.values() if each.ticket == ticket), key=lambda each: (each.at, each.id)
        )

    def texts(self, ticket: TicketId) -> list[str]:
        return [each.text.strip() for each in self.thread(ticket)]

    def happened(self, ticket: TicketId) -> list[Event]:
        return sorted(
            (each for each in self.events.values() if each.ticket == ticket), key=lambda each: (each.at, each.id)
        )

    def copy(self) -> "World":
        return World(
            self.cursor, dict(self.tickets), dict(self.messages), dict(self.events), dict(self.agents), set(self.groups)
        )
