"""What a change does to a ticket of the sample workspace, and how the ticket looks after all of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypedDict

from app.connectors.sample.demo import Demo
from app.connectors.sample.journal import Entry
from app.connectors.sample.stories import Story
from app.domain.changes import Assign, Change, Note, Outcome, Reply, Update, Verb, VerbOutcome, Watch
from app.domain.tickets import (
    AgentId,
    Event,
    EventKind,
    Message,
    Priority,
    Role,
    Status,
    Ticket,
    Visibility,
    message_id,
)

WATCHERS = "watchers"  # the custom field that names who hears of a ticket


class Deed(TypedDict, total=False):
    """One verb in the journal: what became of it, and what it set where it was applied."""

    verb: str
    outcome: str
    why: str
    group: str
    owner: str
    status: str
    priority: str
    tags: list[str]
    fields: dict[str, str]
    watchers: list[str]
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as the sample helpdesk shows it at some instant."""

    ticket: Ticket
    messages: tuple[Message, ...]
    events: tuple[Event, ...]


def seen(story: Story, entries: Iterable[Entry], *, names: Mapping[AgentId, str], now: datetime) -> Seen:
    """The ticket with what customers have written up to `now` and with the journal's entries about it.

    `names` are the agents', for what is recorded of changing owners.
    """
    state = _State(story, names)
    happened: list[tuple[datetime, Message | Entry]] = [(each.at, each) for each in story.later if each.at <= now]
    happened += [(each.at, each) for each in entries if each.number == story.ticket.number]
    for at, each in sorted(happened, key=lambda pair: pair[0]):
        if isinstance(each, Message):
            state.hear(each)
        else:
            state.write(each, at)
    return state.seen()


def deeds(change: Change, ticket: Ticket, demo: Demo) -> tuple[Deed, ...]:
    """What each verb of the change comes to, given how the ticket stands now.

    Where somebody else assigned the ticket first, nothing is written at all.
    """
    clash = next((why for verb in change.verbs if isinstance(verb, Assign) and (why := _clash(verb, ticket, demo))), "")
    if clash:
        return tuple(
            Deed(verb=type(each).__name__.lower(), outcome=Outcome.CONFLICT, why=clash) for each in change.verbs
        )
    return tuple(_deed(verb, demo) for verb in change.verbs)


def outcomes(entry_verbs: Iterable[Mapping[str, Any]]) -> tuple[VerbOutcome, ...]:
    """The outcomes that a journal entry holds."""
    return tuple(VerbOutcome(each["verb"], Outcome(each["outcome"]), each.get("why", "")) for each in entry_verbs)


def watching(fields: Mapping[str, str]) -> list[str]:
    """Who hears of a ticket with these custom fields."""
    return [each for each in fields.get(WATCHERS, "").split(", ") if each]


def _deed(verb: Verb, demo: Demo) -> Deed:
    match verb:
        case Assign():
            return _assign(verb, demo)
        case Update():
            deed = Deed(verb="update", outcome=Outcome.APPLIED, tags=list(verb.tags), fields=dict(verb.fields))
            return deed | _known(status=verb.status, priority=verb.priority)
        case Watch():
            return _watch(verb, demo)
        case Note():
            return Deed(verb="note", outcome=Outcome.APPLIED, text=verb.text)
        case Reply():
            return Deed(verb="reply", outcome=Outcome.APPLIED, text=verb.text)


def _clash(verb: Assign, ticket: Ticket, demo: Demo) -> str:
    """Who was faster, as a sentence; empty where nobody was."""
    if verb.group is not None and verb.from_group and ticket.group not in {verb.group, verb.from_group}:
        return f"Somebody has moved it to {ticket.group} meanwhile."
    arrived = verb.owner is None and ticket.group == verb.group
    if verb.or_nobody and ticket.owner is None:
        return ""
    if not arrived and ticket.owner not in {verb.owner or verb.from_owner, verb.from_owner}:
        owner = next((each.name for each in demo.agents.values() if each.id == ticket.owner), "")
        return f"{owner} has taken it meanwhile." if owner else "Somebody has put it back to nobody meanwhile."
    return ""


def _assign(verb: Assign, demo: Demo) -> Deed:
    if verb.group is not None and verb.group not in {each.name for each in demo.groups}:
        return Deed(verb="assign", outcome=Outcome.DENIED, why=f"There is no group {verb.group}.")
    if verb.owner is not None and verb.owner not in {each.id for each in demo.agents.values()}:
        return Deed(verb="assign", outcome=Outcome.DENIED, why=f"There is no agent {verb.owner}.")
    return Deed(verb="assign", outcome=Outcome.APPLIED) | _known(group=verb.group, owner=verb.owner)


def _watch(verb: Watch, demo: Demo) -> Deed:
    groups = {each.name for each in demo.groups}
    unknown = [each for each in verb.who if each not in groups and "@" not in each]
    if unknown:
        return Deed(verb="watch", outcome=Outcome.DENIED, why=f"There is no group {', '.join(unknown)}.")
    return Deed(verb="watch", outcome=Outcome.APPLIED, watchers=list(verb.who))


def _known(**values: str | None) -> Deed:
    known: Any = {key: str(value) for key, value in values.items() if value is not None}
    deed: Deed = known
    return deed


class _State:
    """A ticket on its way from the story's beginning to now."""

    def __init__(self, story: Story, names: Mapping[AgentId, str]) -> None:
        self._ticket = story.ticket
        self._names = {str(agent): name for agent, name in names.items()}
        self._messages = list(story.messages)
        self._events = list(story.events)
        self._steps = 0

    def seen(self) -> Seen:
        ticket = replace(self._ticket, version=str(self._steps))
        return Seen(ticket, tuple(self._messages), tuple(self._events))

    def hear(self, message: Message) -> None:
        """The customer writes; a ticket that waited for that, or was solved, opens again."""
        self._touch(message.at)
        self._messages.append(message)
        if self._ticket.status in {Status.PENDING, Status.SOLVED}:
            self._set(EventKind.STATUS, Status.OPEN, key=message.id, at=message.at, by=message.author)

    def write(self, entry: Entry, at: datetime) -> None:
        self._touch(at)
        for place, deed in enumerate(entry.verbs, start=1):
            if deed["outcome"] == Outcome.APPLIED:
                self._apply(deed, f"{entry.number}-{entry.change}-{place}", entry)

    def _apply(self, deed: Mapping[str, Any], key: str, entry: Entry) -> None:
        if text := deed.get("text", ""):
            internal = deed["verb"] == "note"
            self._messages.append(_said(self._ticket, key, entry, text, internal=internal))
            if not internal and self._ticket.status is Status.NEW:
                self._set(EventKind.STATUS, Status.OPEN, key=key, at=entry.at, by=entry.by)
        for name, kind in KINDS.items():
            if name in deed:
                self._set(kind, deed[name], key=key, at=entry.at, by=entry.by)
        tags = tuple(dict.fromkeys((*self._ticket.tags, *deed.get("tags", ()))))
        fields = {**self._ticket.fields, **deed.get("fields", {})}
        if watchers := [each for each in deed.get("watchers", ()) if each not in watching(fields)]:
            fields[WATCHERS] = ", ".join([*watching(fields), *watchers])
        self._ticket = replace(self._ticket, tags=tags, fields=MappingProxyType(fields))

    def _set(self, kind: EventKind, new: str, *, key: str, at: datetime, by: str) -> None:
        """Set one property and record that it was; nothing happens where it already is so."""
        old, changed = SETTERS[kind](self._ticket, new, at)
        if changed != self._ticket:
            old, new = self._names.get(old, old), self._names.get(new, new)
            self._events.append(
                Event(f"{self._ticket.connection}:{key}-{kind}", self._ticket.id, kind, at, by, old, new)
            )
            self._ticket = changed

    def _touch(self, at: datetime) -> None:
        self._steps += 1
        self._ticket = replace(self._ticket, updated_at=max(at, self._ticket.updated_at))


def _said(ticket: Ticket, key: str, entry: Entry, text: str, *, internal: bool) -> Message:
    visibility = Visibility.INTERNAL if internal else Visibility.PUBLIC
    return Message(message_id(ticket.connection, key), ticket.id, Role.AGENT, entry.at, text, entry.by, visibility)


def _group(ticket: Ticket, new: str, _at: datetime) -> tuple[str, Ticket]:
    return ticket.group, replace(ticket, group=new)


def _owner(ticket: Ticket, new: str, _at: datetime) -> tuple[str, Ticket]:
    return ticket.owner or "", replace(ticket, owner=AgentId(new))


def _status(ticket: Ticket, new: str, at: datetime) -> tuple[str, Ticket]:
    status = Status(new)
    solved_at = (ticket.solved_at or at) if status.finished else None
    return ticket.status, replace(ticket, status=status, solved_at=solved_at)


def _priority(ticket: Ticket, new: str, _at: datetime) -> tuple[str, Ticket]:
    return ticket.priority, replace(ticket, priority=Priority(new))


KINDS = {
    "group": EventKind.GROUP,
    "owner": EventKind.OWNER,
    "status": EventKind.STATUS,
    "priority": EventKind.PRIORITY,
}
SETTERS: Mapping[EventKind, Callable[[Ticket, str, datetime], tuple[str, Ticket]]] = {
    EventKind.GROUP: _group,
    EventKind.OWNER: _owner,
    EventKind.STATUS: _status,
    EventKind.PRIORITY: _priority,
}
