"""The messages of one ticket out of the list that a file holds of them."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.connectors.files import values
from app.connectors.files.values import Notes, bare, instant, line_of, text_of
from app.connectors.mail_text import text_from_html
from app.domain.tickets import (
    Attachment,
    ConnectionName,
    Message,
    Requester,
    Role,
    TicketId,
    Visibility,
    message_id,
    number_of,
)

STEP = timedelta(seconds=1)  # between messages of which the times are not known
MOST_ATTACHMENTS = 100


class Conversation:
    """Reads the messages of one ticket, in their order."""

    def __init__(self, ticket: TicketId, connection: ConnectionName, requester: Requester | None, notes: Notes) -> None:
        self._ticket = ticket
        self._connection = connection
        self._requester = requester
        self._notes = notes
        self._keys: Counter[str] = Counter()
        self._speakers: dict[str, Role] = {}

    def read(self, value: object, *, since: datetime) -> tuple[Message, ...]:
        """Every message that can be read; `since` is where they start if not one of them has a time.

        A message is known again by its own id, else by what it says, so telling it twice adds nothing.
        """
        if value is None:
            return ()
        if not isinstance(value, list):
            self._notes.add("messages is not a list, so none was read")
            return ()
        entries = [each for each in value if self._is_message(each)]
        if not entries:
            return ()
        times = [instant(each.get("at"), self._notes, what="at") for each in entries]
        if None in times:
            self._notes.add(f"{times.count(None)} of {len(times)} messages have no time and keep to their place")
        moments = _filled(times, since)
        return tuple(self._message(entry, at) for entry, at in zip(entries, moments, strict=True))

    def _is_message(self, entry: object) -> bool:
        if not isinstance(entry, dict):
            self._notes.add("a message is not an object and was left out")
            return False
        return True

    def _message(self, entry: Mapping[str, Any], at: datetime) -> Message:
        person = values.person(entry.get("author"))
        author = person.name if person else ""
        role = self._role(entry, person)
        text = self._text(entry)
        if not author and role is Role.CUSTOMER and self._requester:
            author = self._requester.name
        return Message(
            id=message_id(self._connection, f"{number_of(self._ticket)}/{self._key(entry, role, author, text)}"),
            ticket=self._ticket,
            role=role,
            at=at,
            text=text,
            author=author,
            visibility=Visibility.INTERNAL if _is_internal(entry) and role is not Role.CUSTOMER else Visibility.PUBLIC,
            attachments=self._attachments(entry.get("attachments")),
        )

    def _role(self, entry: Mapping[str, Any], person: Requester | None) -> Role:
        """The role that is given, else that of the same author before; whoever speaks first is the customer."""
        given = entry.get("role")
        name = person.name.casefold() if person else ""
        role = values.ROLES.get(bare(given))
        if role is None:
            role = self._speakers.get(name) or (Role.SYSTEM if self._keys else Role.CUSTOMER)
            if self._requester and person and _same(self._requester, person):
                role = Role.CUSTOMER
            self._notes.add(f"the role {values.shown(given)} is not known and is taken as {role}")
        if name:
            self._speakers.setdefault(name, role)
        return role

    def _text(self, entry: Mapping[str, Any]) -> str:
        text = entry.get("text")
        if text is not None and not isinstance(text, str) and not values.is_number(text):
            self._notes.add("a text is not a text and was left out")
        written = text_of(text)
        html = entry.get("html")
        if not written.strip() and isinstance(html, str):
            return text_from_html(html)
        return written

    def _attachments(self, value: object) -> tuple[Attachment, ...]:
        if value is None:
            return ()
        entries = value if isinstance(value, list) else [value]
        return tuple(_attachment(each) for each in entries[:MOST_ATTACHMENTS] if isinstance(each, dict | str))

    def _key(self, entry: Mapping[str, Any], role: Role, author: str, text: str) -> str:
        key = line_of(entry.get("id"), longest=120)
        if not key:
            told = "\0".join([role, author, line_of(entry.get("at")), text])
            key = hashlib.sha256(told.encode()).hexdigest()[:24]
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}#{self._keys[key]}"


def _filled(times: list[datetime | None], since: datetime) -> list[datetime]:
    """The times with the gaps filled: one step after the one before, one step before the first that is known."""
    known = next((place for place, each in enumerate(times) if each is not None), None)
    first = times[known] if known is not None else None
    try:
        at = first - STEP * ((known or 0) + 1) if first is not None else since - STEP
    except OverflowError:  # the year 1
        at = since
    filled: list[datetime] = []
    for each in times:
        at = each if each is not None else at + STEP
        filled.append(at)
    return filled


def _is_internal(entry: Mapping[str, Any]) -> bool:
    visibility = bare(entry.get("visibility"))
    return (
        entry.get("internal") is True
        or entry.get("public") is False
        or visibility in values.INTERNAL
        or (not visibility and bare(entry.get("role")) in values.INTERNAL)
    )


def _attachment(value: Any) -> Attachment:
    entry = {"name": value} if isinstance(value, str) else value
    size = entry.get("size")
    return Attachment(
        name=line_of(entry.get("name")) or "unnamed",
        media_type=line_of(entry.get("media_type")) or "application/octet-stream",
        size=size if isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 1 << 53 else 0,
    )


def _same(one: Requester, other: Requester) -> bool:
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    return one.name.casefold() == other.name.casefold()
