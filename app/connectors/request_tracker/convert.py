"""Request Tracker's records as Warmline's values."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from app.connectors.request_tracker import bodies
from app.connectors.request_tracker.conversations import MESSAGES, Conversations, is_merge, merged_into
from app.connectors.request_tracker.dialect import NOBODY, SYSTEM, Dialect, fields_of, instant, priority_of
from app.connectors.request_tracker.people import People
from app.connectors.request_tracker.shapes import Named, RequestorItem, TicketItem, TransactionItem
from app.domain.batch import Complaint
from app.domain.mail_domains import PUBLIC_MAIL
from app.domain.people import Account
from app.domain.tickets import (
    AccountId,
    ConnectionName,
    Event,
    EventKind,
    Message,
    Requester,
    Role,
    SlaClock,
    Ticket,
    Visibility,
    agent_id,
    message_id,
    ticket_id,
)

OWNED = frozenset(
    {"Set", "Take", "Give", "Steal", "Force", "Untake"}
)  # entries that change the owner; SetWatcher is their echo
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Converted:
    """What was read, in our words."""

    tickets: tuple[Ticket, ...]
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    accounts: tuple[Account, ...]
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts what one connection reads. Looks people up where a record names them only by number."""

    connection: ConnectionName
    url: str  # of the installation, without a trailing slash
    dialect: Dialect
    people: People

    def converted(self, read: Conversations) -> Converted:
        """Everything that was read; history of tickets that are not in it is left out."""
        askers = {item["id"]: {each["Name"].casefold() for each in _askers(item)} for item in read.tickets}
        copied = {item["id"]: {_name_of(each).casefold() for each in item["Cc"] or ()} for item in read.tickets}
        history = [(entry, home) for entry in read.history if (home := _home(entry, read)) in askers]
        rated = _numbers_of(read.tickets, self.dialect.rating_field)
        return Converted(
            tickets=tuple(self.ticket(item) for item in read.tickets),
            messages=tuple(
                self._message(entry, home, read, askers[home], copied[home])
                for entry, home in history
                if _is_message(entry, read)
            ),
            events=tuple(event for entry, home in history if (event := self._event(entry, home, rated)) is not None),
            accounts=tuple(account for item in read.tickets if (account := self._account(item)) is not None),
            complaints=tuple(
                Complaint(part["id"], f"A text of {bodies.size_of(part)} bytes was left in Request Tracker.")
                for part in read.too_large
            ),
        )

    def ticket(self, item: TicketItem) -> Ticket:
        """A ticket from a search result."""
        status = self.dialect.status(item["Status"])
        fields = fields_of(item["CustomFields"])
        tags = tuple(fields.pop(self.dialect.tags_field, ()))
        account = self._account(item)
        owner = item["Owner"].get("Name", item["Owner"]["id"])
        askers = _askers(item)
        return Ticket(
            id=ticket_id(self.connection, item["id"]),
            connection=self.connection,
            number=item["id"],
            subject=item["Subject"],
            status=status,
            created_at=instant(item["Created"]) or LONG_AGO,
            updated_at=instant(item["LastUpdated"]) or LONG_AGO,
            requester=_requester(askers[0]) if askers else Requester(""),
            group=item["Queue"].get("Name", ""),
            owner=None if owner == NOBODY else agent_id(self.connection, owner),
            priority=priority_of(item["Priority"]),
            account=account.id if account else None,
            tags=tags,
            fields=MappingProxyType({name: ", ".join(values) for name, values in fields.items() if values}),
            sla=None if status.finished else _sla(item),
            solved_at=instant(item["Resolved"]) if status.finished else None,
            url=f"{self.url}/Ticket/Display.html?id={item['id']}",
            version=_digest(item),
        )

    def _message(
        self, entry: TransactionItem, home: str, read: Conversations, askers: set[str], copied: set[str]
    ) -> Message:
        parts = read.parts[entry["id"]]
        login = entry["Creator"]["id"]
        person = self.people.person(login) if login.casefold() not in askers else None
        internal = entry["Type"] == "Comment"
        return Message(
            id=message_id(self.connection, _padded(entry["id"])),
            ticket=ticket_id(self.connection, home),
            role=self._role(login, () if internal else askers, () if internal else copied),
            at=instant(entry["Created"]) or LONG_AGO,
            text=bodies.text_of(parts, read.texts),
            author=person.name if person else self._asker_name(login, home, read),
            visibility=Visibility.INTERNAL if internal else Visibility.PUBLIC,
            attachments=bodies.attachments_of(parts),
        )

    def _role(self, login: str, askers: Collection[str], copied: Collection[str]) -> Role:
        """Who asked is a customer, and so is whoever cannot work tickets.

        Of somebody that we may not see it is known only whether the ticket names them as a customer, as requestor or
        in copy. Anybody else is taken for an agent: an agent's words taken for the customer's would put complaints
        and demands into the customer's mouth, and escalate for them.
        """
        if login == SYSTEM:
            return Role.SYSTEM
        if login.casefold() in askers:
            return Role.CUSTOMER
        person = self.people.person(login)
        if person is None:
            return Role.CUSTOMER if login.casefold() in copied else Role.AGENT
        return Role.AGENT if person.privileged else Role.CUSTOMER

    def _asker_name(self, login: str, home: str, read: Conversations) -> str:
        asked = (each for item in read.tickets if item["id"] == home for each in _askers(item))
        return next((_requester(each).name for each in asked if each["Name"].casefold() == login.casefold()), login)

    def _event(self, entry: TransactionItem, home: str, rated: frozenset[str]) -> Event | None:
        kind = _kind(entry, rated)
        if kind is None:
            return None
        old, new = self._told(kind, entry)
        return Event(
            id=f"{self.connection}:{_padded(entry['id'])}",
            ticket=ticket_id(self.connection, home),
            kind=kind,
            at=instant(entry["Created"]) or LONG_AGO,
            actor=entry["Creator"]["id"],
            old=old,
            new=new,
        )

    def _told(self, kind: EventKind, entry: TransactionItem) -> tuple[str, str]:
        """What was and what is, with names in the place of numbers."""
        old, new = entry["OldValue"], entry["NewValue"]
        if kind is EventKind.GROUP:
            return self.people.queue(old), self.people.queue(new)
        if kind is EventKind.OWNER:
            return self.people.login(old), self.people.login(new)
        if kind is EventKind.MERGED:
            return entry["ObjectId"], merged_into(entry)
        return old, new

    def _account(self, item: TicketItem) -> Account | None:
        """The requester's account: named in the user's own field, else the domain of the address."""
        for asker in _askers(item):
            named = fields_of(asker["CustomFields"]).get(self.dialect.account_field)
            key = named[0].strip() if named else _domain(asker["EmailAddress"])
            if key:
                return Account(AccountId(key), asker.get("Organization") or key)
        return None


def _kind(entry: TransactionItem, rated: frozenset[str]) -> EventKind | None:
    kind, field = entry["Type"], entry["Field"]
    if field == "Owner":
        return EventKind.OWNER if kind in OWNED else None
    if kind == "CustomField":
        return EventKind.RATED if field in rated and entry["NewValue"] else None
    if is_merge(entry):
        return EventKind.MERGED
    plain = {
        ("Create", ""): EventKind.CREATED,
        ("Set", "Queue"): EventKind.GROUP,
        ("Set", "Priority"): EventKind.PRIORITY,
    }
    return EventKind.STATUS if kind == "Status" else plain.get((kind, field))


def _home(entry: TransactionItem, read: Conversations) -> str:
    return read.homes.get(entry["id"], entry["ObjectId"])


def _is_message(entry: TransactionItem, read: Conversations) -> bool:
    """A ticket may be opened without a word; an answer or a note without one is still one."""
    return entry["Type"] in MESSAGES and (entry["Type"] != "Create" or bool(read.parts[entry["id"]]))


def _numbers_of(tickets: Iterable[TicketItem], name: str) -> frozenset[str]:
    """The numbers of a custom field, by which history calls it."""
    found = (field for item in tickets if not isinstance(item["CustomFields"], str) for field in item["CustomFields"])
    return frozenset(str(field["id"]) for field in found if field["name"] == name)


def _askers(item: TicketItem) -> list[RequestorItem]:
    return item["Requestor"] or []


def _name_of(reference: Named) -> str:
    return reference.get("Name", reference["id"])


def _requester(asker: RequestorItem) -> Requester:
    return Requester(asker["RealName"] or asker["Name"], asker["EmailAddress"])


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2].strip().casefold() if "@" in address else ""
    return "" if domain in PUBLIC_MAIL else domain


def _sla(item: TicketItem) -> SlaClock | None:
    """Request Tracker keeps one date; what it is for follows from whether the customer was ever answered."""
    due = instant(item["Due"])
    if due is None:
        return None
    if instant(item["Told"]) is None:
        return SlaClock(due, "first reply")
    return SlaClock(due, "next reply" if item["SLA"] else "resolution")


def _digest(item: object) -> str:
    return hashlib.sha256(_canonical(item).encode()).hexdigest()[:16]


def _canonical(value: object) -> str:
    """Equal for what is equal: custom fields come in another order each time."""
    if isinstance(value, Mapping):
        return json.dumps({str(key): _canonical(each) for key, each in value.items()}, sort_keys=True)
    if isinstance(value, list):
        return json.dumps(sorted(_canonical(each) for each in value))
    return json.dumps(value)


def _padded(number: str) -> str:
    """A number whose order as text is its order: messages of one second are told apart by it."""
    return number.zfill(10)
