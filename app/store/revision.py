"""The store's logical clock: what has changed since one of its ticks."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.revision import Changed
from app.domain.tickets import TicketId
from app.store.database import Database
from app.store.tables import ChangeRow, ClockRow, ConnectionHealthRow, LineRow, WorkerHealthRow

MOST = 2000  # changed tickets: beyond these, reading the whole queue anew costs less than repainting them singly


def revision_in(session: Session) -> int:
    return session.execute(select(ClockRow.revision)).scalar_one()


def changed_since(database: Database, revision: int) -> Changed:
    """What is different now from what it was at that tick, itself excluded.

    A tick that this store has not reached yet is another store's: then everything is different.
    """
    with database.read() as session:
        now = revision_in(session)
        if now == revision:
            return Changed(now)
        tickets = session.scalars(
            select(LineRow.ticket).where(LineRow.revision > revision).order_by(LineRow.revision).limit(MOST + 1)
        ).all()
        everything = revision > now or len(tickets) > MOST
        health = everything or _health_changed(session, revision)
    return Changed(
        revision=now,
        tickets=() if everything else tuple(TicketId(ticket) for ticket in tickets),
        everything=everything,
        health=health,
    )


def _health_changed(session: Session, revision: int) -> bool:
    """Health is the machinery's word and what waits in the outbox."""
    newest = [select(func.max(table.revision)).scalar_subquery() for table in _HEALTH]
    return bool(session.scalar(select(or_(*(func.coalesce(each, 0) > revision for each in newest)))))


_HEALTH = (ConnectionHealthRow, WorkerHealthRow, ChangeRow)
