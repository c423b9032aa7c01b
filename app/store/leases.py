"""Offices that one program at a time may hold, each for as long as it says again and again that it is there."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, or_, select, update

from app.errors import LeaseLost
from app.store.database import Database, Work, insert_into
from app.store.team_tables import LeaseRow


@dataclass(frozen=True, slots=True)
class Lease:
    """An office held. `token` is higher than any earlier holder's, which is what proves in a write that it still is."""

    name: str
    holder: str
    token: int


class Leases:
    """All times are the database's own, so that clocks which differ give nobody an office twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, holder: str, *, lasting: timedelta) -> Lease | None:
        """Take an office that nobody holds, or prolong one's own; None where somebody else holds it."""
        with self._database.aside() as session:
            now = self._database.clock.read(session)
            insert = insert_into(session, LeaseRow).values(name=name, holder=holder, token=1, until=now + lasting)
            new = insert.excluded
            goes_on = (LeaseRow.holder == new.holder) & (LeaseRow.until > now)
            taken = insert.on_conflict_do_update(
                index_elements=["name"],
                set_={
                    "holder": new.holder,
                    "until": new.until,
                    "token": case((goes_on, LeaseRow.token), else_=LeaseRow.token + 1),
                },
                where=or_(LeaseRow.until <= now, LeaseRow.holder == new.holder),
            ).returning(LeaseRow.token)
            token = session.execute(taken).scalar()
        return Lease(name, holder, token) if token is not None else None

    def release(self, lease: Lease) -> None:
        """Let an office go; nothing happens where it is no longer ours."""
        with self._database.aside() as session:
            now = self._database.clock.read(session)
            session.execute(
                update(LeaseRow)
                .where(LeaseRow.name == lease.name, LeaseRow.token == lease.token, LeaseRow.holder == lease.holder)
                .values(until=now)
            )


def check(work: Work, lease: Lease | None) -> None:
    """Raise `LeaseLost` where somebody else has taken the office meanwhile: a program that was asleep must not write.

    Nobody can take it between this and the commit of what is written beside it.
    """
    if lease is None:
        return
    token = work.session.scalar(select(LeaseRow.token).where(LeaseRow.name == lease.name).with_for_update(read=True))
    if token != lease.token:
        raise LeaseLost(f"Another worker has taken over {lease.name} meanwhile; this one stops writing for it.")
