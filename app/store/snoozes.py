"""Tickets that sleep until a time or a reply, and tickets that somebody says should have been flagged."""

from datetime import datetime

from sqlalchemy import select, update

from app.domain.snooze import Miss, MissId, Snooze, SnoozeId
from app.domain.tickets import TicketId
from app.store import audit
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite
from app.store.lines import redraw
from app.store.snooze_rows import wake
from app.store.transfer_tables import MissRow, SnoozeRow


class Snoozes:
    """The tables of snoozes and misses. Ids are the caller's, so each write can be repeated."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def snooze(self, snooze: Snooze) -> None:
        """Let a ticket sleep, in the place of an earlier snooze. The same id again changes nothing."""
        with self._database.write() as work:
            if work.session.get(SnoozeRow, snooze.id) is not None:
                raise NothingToWrite
            wake(work, snooze.ticket, by=snooze.by, at=snooze.at)
            said = to_json(snooze)
            row = {
                "id": snooze.id,
                "ticket": snooze.ticket,
                "at": snooze.at,
                "until": snooze.until,
                "woken_at": None,
                "snooze": said,
                "woken_by": "",
                "revision": work.revision,
            }
            work.add(SnoozeRow, [row])
            audit.append(work, f"snooze {snooze.id}", at=snooze.at, by=snooze.by, what=said)
            redraw(work, [snooze.ticket])

    def wake(self, snooze: SnoozeId, *, by: str, at: datetime) -> None:
        """End a snooze; nothing happens where it has ended before."""
        with self._database.write() as work:
            row = work.session.get(SnoozeRow, snooze)
            if row is None or not wake(work, row.ticket, by=by, at=at, only=snooze):
                raise NothingToWrite
            redraw(work, [row.ticket])

    def asleep(self) -> tuple[Snooze, ...]:
        """All snoozes that have not ended."""
        query = select(SnoozeRow.snooze).where(SnoozeRow.woken_at.is_(None)).order_by(SnoozeRow.at, SnoozeRow.id)
        with self._database.read() as session:
            return tuple(from_json(Snooze, said) for said in session.scalars(query))

    def of_ticket(self, ticket: TicketId) -> Snooze | None:
        """The snooze of a ticket that has not ended."""
        query = select(SnoozeRow.snooze).where(SnoozeRow.ticket == ticket, SnoozeRow.woken_at.is_(None))
        with self._database.read() as session:
            said = session.scalars(query.order_by(SnoozeRow.at.desc()).limit(1)).first()
        return from_json(Snooze, said) if said is not None else None

    def ended(self, snooze: SnoozeId) -> tuple[datetime, str] | None:
        """When a snooze ended, and what woke the ticket: "the time", "a reply", or who; None while it lasts."""
        with self._database.read() as session:
            row = session.get(SnoozeRow, snooze)
            return (row.woken_at, row.woken_by) if row is not None and row.woken_at is not None else None

    def miss(self, miss: Miss) -> None:
        """Keep that a ticket should have been flagged. The same id again changes nothing."""
        with self._database.write() as work:
            said = to_json(miss)
            row = {
                "id": miss.id,
                "ticket": miss.ticket,
                "at": miss.at,
                "undone_at": None,
                "miss": said,
                "revision": work.revision,
            }
            if not work.added(MissRow, row):
                raise NothingToWrite
            audit.append(work, f"missed {miss.id}", at=miss.at, by=miss.by, what=said)
            redraw(work, [miss.ticket])

    def take_miss_back(self, miss: MissId, *, by: str, at: datetime) -> None:
        """It should not have been flagged after all; nothing happens where that was said before."""
        with self._database.write() as work:
            row = work.session.get(MissRow, miss)
            if row is None or row.undone_at is not None:
                raise NothingToWrite
            audit.append(work, f"missed undone {miss}", at=at, by=by, what=row.miss)
            work.session.execute(update(MissRow).where(MissRow.id == miss).values(undone_at=at, revision=work.revision))
            redraw(work, [row.ticket])

    def missed(self, ticket: TicketId | None = None) -> tuple[Miss, ...]:
        """The misses that stand, of a ticket or of all, newest first."""
        query = select(MissRow.miss).where(MissRow.undone_at.is_(None)).order_by(MissRow.at.desc(), MissRow.id)
        with self._database.read() as session:
            rows = session.scalars(query.where(MissRow.ticket == ticket) if ticket is not None else query)
            return tuple(from_json(Miss, said) for said in rows)
