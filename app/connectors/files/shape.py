"""One ticket out of one JSON object (docs/files-format.md): what can be read is, what cannot is noted."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypedDict

from app.connectors.files import values
from app.connectors.files.accounts import account_of
from app.connectors.files.messages import Conversation
from app.connectors.files.values import Notes, choice, instant, line_of, text_of
from app.domain.people import Account, Agent
from app.domain.tickets import (
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
    agent_id,
    ticket_id,
)

SUBJECT = 80  # characters of the first message that stand in for a missing subject
MOST_TAGS = 100
SLA_TARGETS = frozenset(["first reply", "next reply", "resolution"])


class Document(TypedDict, total=False):
    """The keys that are read; only `id` is required, and none of them is trusted to hold what it should."""

    id: Any
    messages: Any
    subject: Any
    status: Any
    group: Any
    owner: Any
    priority: Any
    requester: Any
    account: Any
    tags: Any
    fields: Any
    sla: Any
    events: Any
    created_at: Any
    updated_at: Any
    solved_at: Any
    url: Any


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket with all that one line, or one run of CSV rows, tells of it."""

    ticket: Ticket
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    owner: Agent | None
    account: Account | None


def number_of(document: Document) -> str:
    """The ticket's own id as text; empty where there is none that can be used."""
    return line_of(document.get("id"), longest=200)


def told_by(
    document: Document, connection: ConnectionName, notes: Notes, *, known_since: datetime | None, undated: datetime
) -> Told:
    """What a document with an id tells.

    `known_since` is when the ticket was created, where an earlier line said so; `undated` stands in for times where
    not one is given.
    """
    ticket = ticket_id(connection, number_of(document))
    created = instant(document.get("created_at"), notes, what="created_at")
    requester = values.person(document.get("requester"))
    conversation = Conversation(ticket, connection, requester, notes)
    messages = conversation.read(document.get("messages"), since=created or known_since or undated)
    events = _events(document.get("events"), ticket, notes)
    times = [*(each.at for each in messages), *(each.at for each in events)]
    created_at = created or min([*times, *([known_since] if known_since else [])], default=undated)
    updated_at = instant(document.get("updated_at"), notes, what="updated_at") or max(times, default=created_at)
    if not any(each.kind is EventKind.CREATED for each in events):
        events = (Event(f"{ticket}-created", ticket, EventKind.CREATED, created_at), *events)
    owner = _owner(document.get("owner"), connection)
    account = account_of(document.get("account"), notes, known_since=created_at)
    described = replace(
        _described(document, ticket, connection, created_at, notes),
        subject=line_of(document.get("subject")) or _opening(messages),
        requester=requester or _asking(messages),
        updated_at=updated_at,
        owner=owner.id if owner else None,
        account=account.id if account else None,
    )
    if described.status.finished:
        solved_at = instant(document.get("solved_at"), notes, what="solved_at") or _finished_at(events, updated_at)
        described = replace(described, solved_at=solved_at)
    version = hashlib.sha256(repr(described).encode()).hexdigest()[:16]
    return Told(replace(described, version=version), messages, events, owner, account)


def _described(
    document: Document, ticket: TicketId, connection: ConnectionName, created_at: datetime, notes: Notes
) -> Ticket:
    """The ticket with what the document says of it alone."""
    sla = document.get("sla")
    return Ticket(
        id=ticket,
        connection=connection,
        number=number_of(document),
        subject="",
        status=choice(document.get("status"), values.STATUSES, Status.OPEN, notes, what="the status"),
        created_at=created_at,
        updated_at=created_at,
        requester=Requester(""),
        group=line_of(document.get("group")),
        priority=choice(document.get("priority"), values.PRIORITIES, Priority.NORMAL, notes, what="the priority"),
        tags=_tags(document.get("tags")),
        fields=_fields(document.get("fields")),
        sla=_sla(sla, notes) if isinstance(sla, dict) else None,
        url=_url(document.get("url")),
    )


def _events(value: object, ticket: TicketId, notes: Notes) -> tuple[Event, ...]:
    found: list[Event] = []
    for place, entry in enumerate(value if isinstance(value, list) else (), start=1):
        kind = values.bare(entry.get("kind")) if isinstance(entry, dict) else ""
        at = instant(entry.get("at"), notes, what="an event's at") if kind else None
        if kind not in set(EventKind) or at is None:
            notes.add("an event has no known kind or no time and was left out")
            continue
        old, new, actor = (line_of(entry.get(key)) for key in ("old", "new", "actor"))
        key = line_of(entry.get("id"), longest=120) or f"{kind}-{at.isoformat()}-{place}"
        found.append(Event(f"{ticket}-{key}", ticket, EventKind(kind), at, actor, old, new))
    return tuple(sorted(found, key=lambda event: event.at))


def _opening(messages: tuple[Message, ...]) -> str:
    said = (line_of(each.text, longest=SUBJECT + 1) for each in messages if each.role is Role.CUSTOMER)
    subject = next((each for each in said if each), "")
    return f"{subject[:SUBJECT].rstrip()}…" if len(subject) > SUBJECT else subject or "(no subject)"


def _asking(messages: tuple[Message, ...]) -> Requester:
    author = next((each.author for each in messages if each.role is Role.CUSTOMER and each.author), "")
    return Requester(author or "Customer")


def _owner(value: object, connection: ConnectionName) -> Agent | None:
    entry = value if isinstance(value, dict) else {"login": value}
    login = line_of(entry.get("login"), longest=120) or line_of(entry.get("email"), longest=120)
    login = login or line_of(entry.get("name"), longest=120)
    if not login:
        return None
    return Agent(agent_id(connection, login), line_of(entry.get("name")) or login, line_of(entry.get("email")))


def _tags(value: object) -> tuple[str, ...]:
    entries = re.split("[,;]", value) if isinstance(value, str) else value if isinstance(value, list) else []
    tags = (line_of(each, longest=100) for each in entries[:MOST_TAGS])
    return tuple(dict.fromkeys(each for each in tags if each))


def _fields(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        return MappingProxyType({})
    return MappingProxyType({line_of(key): _field(each) for key, each in value.items() if each is not None})


def _field(value: object) -> str:
    if isinstance(value, dict | list | bool):
        return text_of(json.dumps(value, ensure_ascii=False))
    return text_of(value)


def _sla(entry: Mapping[str, Any], notes: Notes) -> SlaClock | None:
    due_at = instant(entry.get("due_at"), notes, what="the SLA's due_at")
    if due_at is None:
        return None
    target = line_of(entry.get("target"))
    return SlaClock(due_at, target if target in SLA_TARGETS else "next reply")


def _finished_at(events: tuple[Event, ...], updated_at: datetime) -> datetime:
    """When it was last solved or closed, going by its events."""
    finished = [
        each.at
        for each in events
        if each.kind is EventKind.STATUS and values.STATUSES.get(values.bare(each.new), Status.OPEN).finished
    ]
    return finished[-1] if finished else updated_at


def _url(value: object) -> str:
    url = line_of(value, longest=2000)
    return url if url.lower().startswith(("https://", "http://")) else ""
