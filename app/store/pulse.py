"""How the machinery is doing, as the worker and the connections last said."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain.health import ConnectionHealth, Health, WorkerHealth, WorkerState
from app.store.codec import from_json, to_json
from app.store.database import Database
from app.store.decided import failed, waiting_count
from app.store.tables import ConnectionHealthRow, WorkerHealthRow

SILENCE = timedelta(seconds=15)  # three missed heartbeats: nobody is there any more

ABSENT = WorkerHealth(WorkerState.ABSENT)


class Pulse:
    """The last words of the worker and of each connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_connection(self, health: ConnectionHealth) -> None:
        with self._database.write() as work:
            row = {"connection": health.connection, "health": to_json(health), "revision": work.revision}
            work.upsert(ConnectionHealthRow, [row])

    def set_worker(self, health: WorkerHealth) -> None:
        with self._database.write() as work:
            work.upsert(WorkerHealthRow, [{"id": 1, "health": to_json(health), "revision": work.revision}])

    def health(self, now: datetime) -> Health:
        """The state of everything; a worker that was silent for fifteen seconds is absent."""
        with self._database.read() as session:
            said = session.scalars(select(ConnectionHealthRow.health).order_by(ConnectionHealthRow.connection)).all()
            worker = session.scalar(select(WorkerHealthRow.health))
            return Health(
                connections=tuple(from_json(ConnectionHealth, each) for each in said),
                worker=_present(from_json(WorkerHealth, worker), now) if worker is not None else ABSENT,
                waiting_changes=waiting_count(session),
                failed_changes=failed(session),
            )


def _present(worker: WorkerHealth, now: datetime) -> WorkerHealth:
    if worker.at is not None and now - worker.at <= SILENCE:
        return worker
    return WorkerHealth(WorkerState.ABSENT, at=worker.at, done=worker.done, total=worker.total)
