"""Who is at which ticket, each for as long as their console says so."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.domain.presence import Present
from app.domain.tickets import TicketId
from app.store.database import Database
from app.store.team_tables import PresenceRow

LASTING = timedelta(seconds=15)  # a console that is silent for so long is closed, asleep or cut off


class Presence:
    """All times are the database's own. What others can see moves the store's clock; saying it again does not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def say(self, console: str, person: str, ticket: TicketId | None, *, editing: bool) -> None:
        """This console is here, at this ticket or at none. Holds for fifteen seconds: say it again every few."""
        if not self._said_again(console, ticket or "", editing):
            self._say(console, person, ticket or "", editing)

    def leave(self, console: str) -> None:
        with self._database.write() as work:
            work.session.execute(delete(PresenceRow).where(PresenceRow.console == console))

    def others(self, console: str) -> tuple[Present, ...]:
        """Everybody but this console."""
        with self._database.read() as session:
            query = (
                select(PresenceRow)
                .where(PresenceRow.until > self._database.clock.read(session), PresenceRow.console != console)
                .order_by(PresenceRow.person, PresenceRow.console)
            )
            return tuple(
                Present(row.person, TicketId(row.ticket) if row.ticket else None, row.editing, row.since)
                for row in session.scalars(query)
            )

    def _said_again(self, console: str, ticket: str, editing: bool) -> bool:  # noqa: FBT001 - a value, as it was said
        with self._database.aside() as session:
            now = self._database.clock.read(session)
            held = update(PresenceRow).where(
                PresenceRow.console == console,
                PresenceRow.ticket == ticket,
                PresenceRow.editing == editing,
                PresenceRow.until > now,
            )
            again = held.values(until=now + LASTING).returning(PresenceRow.console)
            return session.execute(again.execution_options(synchronize_session=False)).first() is not None

    def _say(self, console: str, person: str, ticket: str, editing: bool) -> None:  # noqa: FBT001
        with self._database.write() as work:
            now = self._database.clock.read(work.session)
            row = {"console": console, "person": person, "ticket": ticket, "editing": editing}
            work.upsert(PresenceRow, [{**row, "since": now, "until": now + LASTING}])
            _forget_gone(work.session, person, console)


def _forget_gone(session: Session, person: str, console: str) -> None:
    """A console that was killed could not say that it leaves; its person's next one does."""
    gone = (PresenceRow.person == person, PresenceRow.console != console)
    session.execute(
        delete(PresenceRow).where(
            *gone, PresenceRow.until < select(PresenceRow.since).where(PresenceRow.console == console).scalar_subquery()
        )
    )
