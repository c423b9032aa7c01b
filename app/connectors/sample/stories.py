"""The sample workspace's tickets, as its tickets-*.toml and history-*.toml tell of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.connectors.sample.table import Table
from app.domain.people import Account, Agent
from app.domain.tickets import (
    AccountId,
    Attachment,
    ConnectionName,
    Event,
    EventKind,
    Message,
    Priority,
    Requester,
    Role,
    SlaClock,
    Status,
    Ticket,
    TicketId,
    Visibility,
    message_id,
    ticket_id,
)

FIRST_GROUP = "Tier 1"  # where tickets start that name no group
SLA_TARGETS = ("first reply", "next reply", "resolution")

_REQUESTER = re.compile(r"(?P<name>[^<>]+?) <(?P<email>[^<>@\s]+@[^<>@\s]+)>")


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket as the demo files tell it; `later` are the messages that come after the workspace was opened."""

    ticket: Ticket
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    later: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom and what a story may name."""

    connection: ConnectionName
    epoch: datetime
    groups: frozenset[str]
    agents: Mapping[str, Agent]
    accounts: Mapping[str, Account]


def story(table: Table, cast: Cast) -> Story:
    """One [[ticket]]; whoever it names must be in the cast, and its messages in the order of time."""
    number = table.text("number")
    table.where += f" ({number})"
    ticket = _ticket(table, number, cast)
    name = ticket.requester.name
    messages = tuple(
        _message(each, ticket, cast, name=name, key=f"{number}-{place:02}", at=cast.epoch - each.span("ago"))
        for place, each in enumerate(table.tables("message"), start=1)
    )
    later = tuple(
        _message(each, ticket, cast, name=name, key=f"{number}-later-{place}", at=cast.epoch + each.span("after"))
        for place, each in enumerate(table.tables("later"), start=1)
    )
    moments = [each.at for each in (*messages, *later)]
    if not messages or moments != sorted(moments):
        raise table.wrong("there must be messages, and each must come after the one before it")
    events = _events(table, ticket.id, cast, created_at=messages[0].at)
    table.done()
    return Story(_dated(ticket, messages, events), messages, events, later)


def _ticket(table: Table, number: str, cast: Cast) -> Ticket:
    group = table.text("group", FIRST_GROUP)
    if group not in cast.groups:
        raise table.wrong(f"there is no group {group!r} in agents.toml")
    owner = _agent(table, "owner", cast) if table.has("owner") else None
    account = table.text("account") if table.has("account") else None
    if account is not None and account not in cast.accounts:
        raise table.wrong(f"there is no account {account!r} in accounts.toml")
    fields = table.table("fields")
    return Ticket(
        id=ticket_id(cast.connection, number),
        connection=cast.connection,
        number=number,
        subject=table.text("subject"),
        status=table.choice("status", Status, Status.OPEN),
        created_at=cast.epoch,
        updated_at=cast.epoch,
        requester=_requester(table),
        group=group,
        owner=owner.id if owner else None,
        priority=table.choice("priority", Priority, Priority.NORMAL),
        account=AccountId(account) if account else None,
        tags=table.texts("tags"),
        fields=MappingProxyType({key: str(value) for key, value in fields.pairs()} if fields else {}),
        sla=_sla(table.table("sla"), cast),
    )


def _dated(ticket: Ticket, messages: tuple[Message, ...], events: tuple[Event, ...]) -> Ticket:
    updated_at = max(*(each.at for each in messages), *(each.at for each in events))
    solved = [each.at for each in events if each.kind is EventKind.STATUS and each.new in {"solved", "closed"}]
    return Ticket(
        **{
            **{name: getattr(ticket, name) for name in Ticket.__slots__},
            "created_at": messages[0].at,
            "updated_at": updated_at,
            "solved_at": (solved[-1] if solved else updated_at) if ticket.status.finished else None,
        }
    )


def _message(table: Table, ticket: Ticket, cast: Cast, *, name: str, key: str, at: datetime) -> Message:
    role = table.choice("role", Role)
    if role is Role.AGENT:
        author = _agent(table, "by", cast).name
    else:
        author = table.text("by", name if role is Role.CUSTOMER else "Relay")
    internal = table.flag("internal")
    if internal and role is Role.CUSTOMER:
        raise table.wrong("a customer cannot write an internal note")
    message = Message(
        id=message_id(cast.connection, key),
        ticket=ticket.id,
        role=role,
        at=at,
        text=table.text("text").strip("\n"),
        author=author,
        visibility=Visibility.INTERNAL if internal else Visibility.PUBLIC,
        attachments=tuple(_attachment(each) for each in table.tables("attachment")),
    )
    table.done()
    return message


def _attachment(table: Table) -> Attachment:
    attachment = Attachment(table.text("name"), table.text("media_type"), table.whole("size"))
    table.done()
    return attachment


def _events(table: Table, ticket: TicketId, cast: Cast, *, created_at: datetime) -> tuple[Event, ...]:
    events = [Event(f"{ticket}-created", ticket, EventKind.CREATED, created_at)]
    for place, each in enumerate(table.tables("event"), start=1):
        kind = each.choice("kind", EventKind)
        at = cast.epoch - each.span("ago")
        if at < created_at:
            raise each.wrong("it comes before the ticket's first message")
        by = each.text("by", " ").strip()
        actor = cast.agents[by].name if by in cast.agents else by  # customers rate, robots close
        old, new = _worth(each, "old", kind, cast), _worth(each, "new", kind, cast)
        events.append(Event(f"{ticket}-{place:02}", ticket, kind, at, actor, old, new))
        each.done()
    return tuple(sorted(events, key=lambda event: event.at))


def _worth(table: Table, key: str, kind: EventKind, cast: Cast) -> str:
    """What a property was or became; owners by name, as a helpdesk shows them."""
    if kind is EventKind.OWNER and table.has(key):
        return _agent(table, key, cast).name
    return table.text(key, " ").strip()


def _sla(table: Table | None, cast: Cast) -> SlaClock | None:
    if table is None:
        return None
    target = table.text("target")
    if target not in SLA_TARGETS:
        raise table.wrong(f"target must be one of {', '.join(SLA_TARGETS)}, not {target!r}")
    clock = SlaClock(cast.epoch + table.from_now("due"), target)
    table.done()
    return clock


def _requester(table: Table) -> Requester:
    value = table.text("requester")
    found = _REQUESTER.fullmatch(value)
    if found is None:
        raise table.wrong(f'requester must read like "Mara Lindt <mara@northwind.example>", not {value!r}')
    return Requester(found["name"], found["email"])


def _agent(table: Table, key: str, cast: Cast) -> Agent:
    login = table.text(key)
    if login not in cast.agents:
        raise table.wrong(f"there is no agent {login!r} in agents.toml")
    return cast.agents[login]
