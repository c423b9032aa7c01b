"""The sample workspace as a helpdesk: it is asked for changes and written to like any other."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.connectors.sample.deeds import Seen, deeds, outcomes, seen
from app.connectors.sample.demo import Demo, read_demo
from app.connectors.sample.journal import Entry, Journal, opened_at
from app.domain.batch import Batch, Cursor
from app.domain.changes import Change, Outcome, Receipt, VerbOutcome
from app.domain.tickets import ConnectionName, TicketId
from app.errors import SettingsInvalid
from app.settings import ConnectionSettings

AT_ONCE = 50  # tickets a batch, so that the first ones are on the screen at once
LOGIN = "ana"  # who sits at the console of the sample workspace


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a reader of this workspace has come: which editions were given, and the journal bytes and instant since.

    `given` is by ticket number; where a newer Warmline tells a ticket otherwise, or a new one, that is given again.
    """

    workspace: str
    people: str
    given: Mapping[str, str]
    journal: int
    until: datetime

    def cursor(self) -> Cursor:
        until = self.until.isoformat()
        return Cursor(json.dumps([self.workspace, self.people, dict(self.given), self.journal, until]))


class SampleConnector:
    """The sample workspace.

    `url` is the folder of the demo files and the option `folder` that of the workspace, which keeps when it was first
    opened and everything written since; `login` is who writes. Customers answer as the clock `now` goes on.
    """

    writable = True

    def __init__(
        self, settings: ConnectionSettings, _secret: str = "", *, now: Callable[[], datetime] = _clock
    ) -> None:
        if not settings.url or not settings.options.get("folder"):
            raise SettingsInvalid(f"The connection {settings.name!r} needs a url and an option folder; remove it.")
        self._settings = settings
        self._folder = Path(settings.options["folder"])
        self._now = now
        self._journal = Journal(self._folder)
        self._opened: tuple[str, Demo] | None = None

    @property
    def connection(self) -> ConnectionName:
        return ConnectionName(self._settings.name)

    def check(self) -> str:
        """Read everything once."""
        _, demo = self._open()
        entries = self._journal.read()
        return (
            f"The sample workspace of {len(demo.stories)} tickets, {len(entries)} changes since; you are {self._me()}."
        )

    def changes(self, cursor: Cursor) -> Batch:
        """What changed since the cursor: first every ticket as it stands, then those written to or answered since."""
        workspace, demo = self._open()
        now, entries = self._now(), self._journal.read()
        place = _place(cursor)
        if place is None or place.workspace != workspace or place.journal > self._journal.size:
            place = _Place(workspace, "", {}, self._journal.size, now)
        missing = [number for number, edition in demo.editions.items() if place.given.get(number) != edition]
        if missing or place.people != demo.people:
            return _first(missing, place, demo, entries, now)
        touched = {each.number for each in entries if each.end > place.journal}
        touched |= {
            number
            for number, story in demo.stories.items()
            if any(place.until < each.at <= now for each in story.later)
        }
        complaints = self._journal.complaints_after(place.journal)
        if touched or complaints:
            place = replace(place, journal=self._journal.size, until=max(now, place.until))
        shown = [_shown(demo, each, entries, now) for each in sorted(touched & set(demo.stories))]
        return replace(_batch(shown, place), complaints=complaints, remaining=0)

    def apply(self, change: Change) -> Receipt:
        """Write a change. The journal holds each change id once: that is what makes a second call harmless."""
        _, demo = self._open()
        entries = self._journal.read()
        story = demo.stories.get(_number(change.ticket, self.connection))
        if story is None:
            why = "The sample workspace has no such ticket."
            verbs = tuple(VerbOutcome(type(each).__name__.lower(), Outcome.LOST, why) for each in change.verbs)
            return Receipt(change.id, self._now(), verbs)
        if not any(each.change == change.id for each in entries):
            now = self._now()
            ticket = _shown(demo, story.ticket.number, entries, now).ticket
            done = tuple(dict(each) for each in deeds(change, ticket, demo))
            self._journal.append(Entry(change.id, story.ticket.number, now, self._me(), done))
            entries = self._journal.read()
        entry = next(each for each in entries if each.change == change.id)
        return Receipt(change.id, entry.at, outcomes(entry.verbs))

    def close(self) -> None:
        """Nothing is held open."""

    def _open(self) -> tuple[str, Demo]:
        """The workspace's name, and the demo as of when it was first opened; read once."""
        if self._opened is None:
            epoch, workspace = opened_at(self._folder, now=self._now())
            demo = read_demo(Path(self._settings.url), connection=self.connection, epoch=epoch)
            self._opened = workspace, demo
        return self._opened

    def _me(self) -> str:
        _, demo = self._open()
        login = self._settings.login or LOGIN
        return demo.agents[login].name if login in demo.agents else login


def _first(missing: list[str], place: _Place, demo: Demo, entries: tuple[Entry, ...], now: datetime) -> Batch:
    """Tickets that were not given before, and with the first of them the people."""
    now_given, left = missing[:AT_ONCE], len(missing[AT_ONCE:])
    given = {**place.given, **{number: demo.editions[number] for number in now_given}}
    shown = [_shown(demo, each, entries, now) for each in now_given]
    batch = _batch(shown, replace(place, given=given, people=demo.people))
    batch = replace(batch, more=left > 0, remaining=left)
    if place.people == demo.people:
        return batch
    people = tuple(demo.agents.values())
    return replace(batch, accounts=tuple(demo.accounts.values()), agents=people, groups=demo.groups)


def _shown(demo: Demo, number: str, entries: tuple[Entry, ...], now: datetime) -> Seen:
    names = {agent.id: agent.name for agent in demo.agents.values()}
    return seen(demo.stories[number], entries, names=names, now=now)


def _batch(shown: list[Seen], place: _Place) -> Batch:
    return Batch(
        cursor=place.cursor(),
        more=False,
        tickets=tuple(each.ticket for each in shown),
        messages=tuple(message for each in shown for message in each.messages),
        events=tuple(event for each in shown for event in each.events),
    )


def _place(cursor: Cursor) -> _Place | None:
    try:
        workspace, people, given, journal, until = json.loads(cursor)
        return _Place(str(workspace), str(people), dict(given), int(journal), datetime.fromisoformat(until))
    except (ValueError, TypeError):  # the start, or a cursor of another connector that had this name
        return None


def _number(ticket: TicketId, connection: ConnectionName) -> str:
    return ticket.removeprefix(f"{connection}:")
