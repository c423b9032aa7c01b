"""Tickets from JSON Lines and CSV files as a connection: read on from where one was, never written to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from app.connectors.files.history import History
from app.connectors.files.place import Place, cursor_for, place_in, places_at, still_holds
from app.connectors.files.shape import Document, Told, number_of, told_by
from app.connectors.files.source import CSV, JSON_LINES, Step, steps
from app.connectors.files.team import login_in, member_told_by
from app.connectors.files.values import Notes
from app.domain.batch import START, Batch, Complaint, Cursor
from app.domain.changes import Change, Receipt
from app.domain.people import Account, Agent, Group
from app.domain.tickets import AccountId, AgentId, ConnectionName, Event, Message, MessageId, Ticket, TicketId
from app.errors import BadInput, Refused, Unreachable
from app.settings import ConnectionSettings

TICKETS_AT_ONCE = 200
TEXT_AT_ONCE = 16_000_000  # characters of messages a batch
COMPLAINTS_AT_ONCE = 1_000


class FilesConnector:
    """A file, or a folder of them; `url` is its path. What is appended is read on; a replaced file is read anew."""

    writable = False

    def __init__(self, settings: ConnectionSettings, _secret: str = "") -> None:
        self._settings = settings
        self._path = Path(settings.url)
        self._history = History()
        self._torn: dict[str, int] = {}  # by file, how long it was when its unfinished last line was complained of

    @property
    def connection(self) -> ConnectionName:
        return ConnectionName(self._settings.name)

    def check(self) -> str:
        """Look at every file, without reading it."""
        sizes = [_size(each) for each in self._files()]
        files = "1 file" if len(sizes) == 1 else f"{len(sizes)} files"
        return f"{self._path}: {files}, {sum(sizes) / 1e6:,.1f} MB; they are read and never written to."

    def changes(self, cursor: Cursor) -> Batch:
        """The next tickets after the cursor, at most `TICKETS_AT_ONCE` of them and as much text as fits in memory.

        The whole history of a ticket that is told in several lines counts, also after a restart: where there is more to
        read and what lies before the cursor was not read by this object, that is read again first.
        """
        files, places = self._files(), places_at(cursor)
        if not any(self._has_more(path, places) for path in files):
            return Batch(cursor=cursor, more=False, remaining=0)
        if self._history.cursor != cursor:
            self._history = History(cursor)
            for path in files:
                self._skim(path, places.get(path.name, Place()))
        load = _Load()
        for path in files:
            if load.full:
                break
            places[path.name] = self._read(path, places.get(path.name, Place()), load)
        known = {path.name for path in files}
        after = cursor_for({name: place for name, place in places.items() if name in known})
        self._history.cursor = after
        return load.batch(after, more=load.full and any(self._has_more(path, places) for path in files))

    def apply(self, change: Change) -> Receipt:
        raise Refused(f"{self._path} is only read: what was decided on {change.ticket} cannot be written back to it.")

    def close(self) -> None:
        """Nothing is held open between calls."""

    def _files(self) -> list[Path]:
        """The file, or the folder's files in the order of their names."""
        try:
            if self._path.is_file():
                return [self._path]
            found = [each for each in self._path.iterdir() if each.suffix.lower() in JSON_LINES | CSV]
            files = sorted(each for each in found if each.is_file() and not each.name.startswith("."))
        except OSError as error:
            raise Unreachable(f"{self._path} cannot be read: {error.strerror}.") from error
        if not files:
            raise Unreachable(f"{self._path} holds no .jsonl and no .csv file.")
        return files

    def _has_more(self, path: Path, places: dict[str, Place]) -> bool:
        place = places.get(path.name)
        if place is None:
            return _size(path) > 0
        with _opened(path) as file:
            size = _size(path)
            return size > place.offset or not still_holds(place, file, size)

    def _read(self, path: Path, place: Place, load: "_Load") -> Place:
        """Read on in one file until it ends or the load is full; where that was."""
        with _opened(path) as file:
            size = _size(path)
            if not still_holds(place, file, size):
                self._history.forget_lines()
                place = Place()
            offset, lines = place.offset, place.lines
            for step in steps(path, file, offset, lines):
                if step.torn and self._torn.get(path.name) == size:
                    break
                self._take(step, path, load)
                if step.torn:
                    self._torn[path.name] = size
                    break
                offset, lines = step.end, step.lines
                if load.full:
                    break
            else:
                offset = max(offset, size)
            return place_in(file, offset=offset, lines=lines)

    def _skim(self, path: Path, place: Place) -> None:
        """Learn when the tickets before the place were created."""
        with _opened(path) as file:
            if place.offset and still_holds(place, file, _size(path)):
                for step in steps(path, file, 0, 0):
                    self._take(step, path, _Load())
                    if step.end >= place.offset:
                        break
        self._history.forget_lines()

    def _take(self, step: Step, path: Path, load: "_Load") -> None:
        for number, why in step.wrong:
            load.complain(path, number, why)
        if step.odd:
            load.complain(path, step.number, "it is not in the file's encoding and is read as Windows-1252")
        if step.document is None:
            return
        where = f"{path.name} line {step.number}"
        if not number_of(step.document):
            self._tell_of_member(step.document, where, load)
            return
        try:
            self._tell(step.document, where, path, load)
        except RecursionError:
            load.note(where, "it is nested too deeply")

    def _tell_of_member(self, document: Document, where: str, load: "_Load") -> None:
        notes, login = Notes(), login_in(document)
        if not login:
            load.note(where, "there is no id: a text or a number is needed, or the login of somebody of the team")
            return
        member = member_told_by(document, self.connection, notes)
        earlier = self._history.learn_member(member, where)
        if earlier:
            notes.add(f"{login[:60]} was told of in {earlier} already; this holds now")
        load.add_member(member)
        for what in notes.all():
            load.note(where, what)

    def _tell(self, document: Document, where: str, path: Path, load: "_Load") -> None:
        notes, number = Notes(), number_of(document)
        undated = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        told = told_by(document, self.connection, notes, known_since=self._history.since(number), undated=undated)
        earlier = self._history.learn(number, told.ticket.created_at, where)
        if earlier:
            notes.add(f"ticket {number[:60]} was told in {earlier} already; this adds to it")
        load.add(told, is_member=told.owner is not None and told.owner.id in self._history.team)
        for what in notes.all():
            load.note(where, what)


class _Load:
    """A batch while it fills."""

    def __init__(self) -> None:
        self._tickets: dict[TicketId, Ticket] = {}
        self._messages: dict[MessageId, Message] = {}
        self._events: dict[str, Event] = {}
        self._accounts: dict[AccountId, Account] = {}
        self._agents: dict[AgentId, Agent] = {}
        self._groups: dict[str, Group] = {}
        self._complaints: list[Complaint] = []
        self._text = 0

    @property
    def full(self) -> bool:
        return (
            len(self._tickets) >= TICKETS_AT_ONCE
            or self._text >= TEXT_AT_ONCE
            or len(self._complaints) >= COMPLAINTS_AT_ONCE
        )

    def add_member(self, member: Agent) -> None:
        self._agents[member.id] = member
        for name in member.groups:
            self._groups.setdefault(name, Group(name))

    def add(self, told: Told, *, is_member: bool) -> None:
        """`is_member` says that the file tells more of the owner elsewhere."""
        self._tickets[told.ticket.id] = told.ticket
        self._messages |= {each.id: each for each in told.messages}
        self._events |= {each.id: each for each in told.events}
        self._text += sum(len(each.text) for each in told.messages)
        if told.owner and not is_member:
            self._agents[told.owner.id] = told.owner
        if told.ticket.group:
            self._groups[told.ticket.group] = Group(told.ticket.group)
        if told.account:
            known = self._accounts.get(told.account.id)
            facts = (*(known.facts if known else ()), *told.account.facts)
            account = replace(told.account, facts=tuple(sorted(dict.fromkeys(facts), key=lambda fact: fact.as_of)))
            self._accounts[account.id] = account

    def complain(self, path: Path, number: int, what: str) -> None:
        self.note(f"{path.name} line {number}", what)

    def note(self, where: str, what: str) -> None:
        self._complaints.append(Complaint(where, what))

    def batch(self, cursor: Cursor, *, more: bool) -> Batch:
        return Batch(
            cursor=cursor,
            more=more,
            tickets=tuple(self._tickets.values()),
            messages=tuple(self._messages.values()),
            events=tuple(self._events.values()),
            accounts=tuple(self._accounts.values()),
            agents=tuple(self._agents.values()),
            groups=tuple(self._groups.values()),
            complaints=tuple(self._complaints),
            remaining=None if more else 0,
        )


def tickets_in(path: Path) -> Iterator[Batch]:
    """Everything in a file or a folder, batch by batch; a path that cannot be read is a `BadInput`."""
    connector = FilesConnector(ConnectionSettings(path.stem or "files", "files", url=str(path)))
    cursor, more = START, True
    while more:
        try:
            batch = connector.changes(cursor)
        except Unreachable as error:
            raise BadInput(str(error)) from error
        yield batch
        cursor, more = batch.cursor, batch.more


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreachable(f"{path} cannot be read: {error.strerror}.") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise Unreachable(f"{path} cannot be read: {error.strerror}.") from error
