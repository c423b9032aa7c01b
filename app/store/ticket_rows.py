"""Tickets, messages, events and people as rows, and rows as them again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.analysis import text_hash
from app.domain.batch import Batch
from app.domain.people import Agent, Group
from app.domain.tickets import (
    AccountId,
    AgentId,
    Attachment,
    ConnectionName,
    Event,
    EventKind,
    Message,
    MessageId,
    Priority,
    Requester,
    Role,
    SlaClock,
    Status,
    Ticket,
    TicketId,
    Visibility,
)
from app.store.codec import from_json, to_json
from app.store.tables import AgentRow, Base, EventRow, GroupRow, MessageRow, TextRow, TicketRow

Tags = tuple[str, ...]
Fields = Mapping[str, str]
Attachments = tuple[Attachment, ...]

READ = frozenset({Role.CUSTOMER, Role.AGENT})  # whose words the models read


def ticket_row(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "connection": ticket.connection,
        "number": ticket.number,
        "subject": ticket.subject,
        "status": str(ticket.status),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "requester_name": ticket.requester.name,
        "requester_email": ticket.requester.email,
        "group_name": ticket.group,
        "owner": ticket.owner,
        "priority": str(ticket.priority),
        "account": ticket.account,
        "tags": to_json(ticket.tags, Tags),
        "fields": to_json(ticket.fields, Fields),
        "sla_due_at": ticket.sla.due_at if ticket.sla else None,
        "sla_target": ticket.sla.target if ticket.sla else "",
        "solved_at": ticket.solved_at,
        "url": ticket.url,
        "version": ticket.version,
        "lost": ticket.lost,
        "merged_into": ticket.merged_into,
    }


def ticket_from(row: TicketRow) -> Ticket:
    return Ticket(
        id=TicketId(row.id),
        connection=ConnectionName(row.connection),
        number=row.number,
        subject=row.subject,
        status=Status(row.status),
        created_at=row.created_at,
        updated_at=row.updated_at,
        requester=Requester(row.requester_name, row.requester_email),
        group=row.group_name,
        owner=AgentId(row.owner) if row.owner is not None else None,
        priority=Priority(row.priority),
        account=AccountId(row.account) if row.account is not None else None,
        tags=from_json(Tags, row.tags),
        fields=from_json(Fields, row.fields),  # type: ignore[type-abstract]
        sla=SlaClock(row.sla_due_at, row.sla_target) if row.sla_due_at is not None else None,
        solved_at=row.solved_at,
        url=row.url,
        version=row.version,
        lost=row.lost,
        merged_into=TicketId(row.merged_into) if row.merged_into is not None else None,
    )


def message_row(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "ticket": message.ticket,
        "role": str(message.role),
        "at": message.at,
        "author": message.author,
        "visibility": str(message.visibility),
        "attachments": to_json(message.attachments, Attachments),
        "text_hash": text_hash(message),
    }


def message_from(row: MessageRow, text: str) -> Message:
    return Message(
        id=MessageId(row.id),
        ticket=TicketId(row.ticket),
        role=Role(row.role),
        at=row.at,
        text=text,
        author=row.author,
        visibility=Visibility(row.visibility),
        attachments=from_json(Attachments, row.attachments),
    )


def text_row(message: Message) -> dict[str, Any]:
    return {"hash": text_hash(message), "text": message.text, "to_read": message.role in READ}


def event_row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "ticket": event.ticket,
        "kind": str(event.kind),
        "at": event.at,
        "actor": event.actor,
        "old": event.old,
        "new": event.new,
    }


def event_from(row: EventRow) -> Event:
    return Event(
        id=row.id,
        ticket=TicketId(row.ticket),
        kind=EventKind(row.kind),
        at=row.at,
        actor=row.actor,
        old=row.old,
        new=row.new,
    )


def agent_row(agent: Agent, connection: ConnectionName) -> dict[str, Any]:
    return {"id": agent.id, "connection": connection, "name": agent.name, "agent": to_json(agent)}


def group_row(group: Group, connection: ConnectionName) -> dict[str, Any]:
    return {"connection": connection, "name": group.name, "description": group.description}


Written = tuple[type[Base], dict[str, Any], int]  # the table, the row, and roughly its size in characters


def rows_of(batch: Batch, connection: ConnectionName) -> Iterable[Written]:
    """Every row of a batch: people first, then ticket by ticket with what was said and done on it."""
    yield from ((AgentRow, agent_row(agent, connection), 1000) for agent in batch.agents)
    yield from ((GroupRow, group_row(group, connection), 200) for group in batch.groups)
    said = _by_ticket(batch.messages)
    done = _by_ticket(batch.events)
    for ticket in batch.tickets:
        yield TicketRow, ticket_row(ticket), 1000
        yield from _thread(said.pop(ticket.id, ()), done.pop(ticket.id, ()))
    for ticket_id in dict.fromkeys((*said, *done)):
        yield from _thread(said.get(ticket_id, ()), done.get(ticket_id, ()))


def _thread(messages: Sequence[Message], events: Sequence[Event]) -> Iterable[Written]:
    for message in messages:
        yield TextRow, text_row(message), len(message.text)
        yield MessageRow, message_row(message), 300
    yield from ((EventRow, event_row(event), 300) for event in events)


def _by_ticket(items: Iterable[Any]) -> dict[TicketId, list[Any]]:
    grouped: dict[TicketId, list[Any]] = {}
    for item in items:
        grouped.setdefault(item.ticket, []).append(item)
    return grouped
