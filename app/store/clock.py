"""The store's own clock: on a team's server, the one that everybody agrees on, whatever their machines say."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, literal_column, select
from sqlalchemy.orm import Session

from app.store.columns import EPOCH, TICK

_NOW = {
    "sqlite": "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
}


class StoreClock:
    """Calling it gives the time without asking the database; `read` asks, and remembers how far we are off."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def read(self, session: Session) -> datetime:
        """The database's time. On a file that is this machine's own."""
        dialect = session.get_bind().dialect.name
        before = datetime.now(UTC)
        now: datetime = EPOCH + session.execute(select(literal_column(_NOW[dialect], BigInteger))).scalar_one() * TICK
        if dialect != "sqlite":
            after = datetime.now(UTC)
            self._ahead = now - before - (after - before) / 2
        return now
