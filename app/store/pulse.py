"""How the machinery is doing, as the worker and the connections last said."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.domain.health import ConnectionHealth, Health, WorkerHealth, WorkerState
from app.store.codec import from_json, to_json
from app.store.columns import EPOCH
from app.store.database import Database
from app.store.decided import failed, waiting_count
from app.store.tables import ConnectionHealthRow, WorkerHealthRow

SILENCE = timedelta(seconds=15)  # three missed heartbeats: nobody is there any more

FORGOTTEN = timedelta(hours=1)
_DOING = (WorkerState.READING, WorkerState.IDLE, WorkerState.LOADING, WorkerState.FAILED, WorkerState.ABSENT)

ABSENT = WorkerHealth(WorkerState.ABSENT)


class Pulse:
    """The last words of the worker and of each connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_connection(self, health: ConnectionHealth) -> None:
        with self._database.write() as work:
            row = {"connection": health.connection, "health": to_json(health), "revision": work.revision}
            work.upsert(ConnectionHealthRow, [row])

    def set_worker(self, health: WorkerHealth, *, worker: str = "") -> None:
        """Keep what a worker says of itself; of several each has its own word. Those long dead are forgotten."""
        this = _number(worker)
        with self._database.write() as work:
            work.upsert(WorkerHealthRow, [{"id": this, "health": to_json(health), "revision": work.revision}])
            others = work.session.execute(select(WorkerHealthRow.id, WorkerHealthRow.health))
            dead = [each for each, said in others if each != this and _is_dead(from_json(WorkerHealth, said), health)]
            work.session.execute(delete(WorkerHealthRow).where(WorkerHealthRow.id.in_(dead)))

    def health(self, now: datetime) -> Health:
        """The state of everything; a worker that was silent for fifteen seconds is absent.

        Of several workers it is the one that does most: as long as one can read, messages are being read.
        """
        with self._database.read() as session:
            said = session.scalars(select(ConnectionHealthRow.health).order_by(ConnectionHealthRow.connection)).all()
            workers = session.scalars(select(WorkerHealthRow.health).order_by(WorkerHealthRow.id)).all()
            return Health(
                connections=tuple(from_json(ConnectionHealth, each) for each in said),
                worker=_busiest(_present(from_json(WorkerHealth, each), now) for each in workers),
                waiting_changes=waiting_count(session),
                failed_changes=failed(session),
            )


def _number(worker: str) -> int:
    """A worker's row: 1 for the only one, else a number that follows from its name."""
    return int.from_bytes(hashlib.sha256(worker.encode()).digest()[:7]) if worker else 1


def _is_dead(worker: WorkerHealth, now: WorkerHealth) -> bool:
    return worker.at is None or (now.at is not None and now.at - worker.at > FORGOTTEN)


def _busiest(workers: Iterable[WorkerHealth]) -> WorkerHealth:
    return min(workers, key=lambda each: (_DOING.index(each.state), -(each.at or EPOCH).timestamp()), default=ABSENT)


def _present(worker: WorkerHealth, now: datetime) -> WorkerHealth:
    if worker.at is not None and now - worker.at <= SILENCE:
        return worker
    return WorkerHealth(WorkerState.ABSENT, at=worker.at, done=worker.done, total=worker.total)
