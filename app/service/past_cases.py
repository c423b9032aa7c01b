"""Solved tickets like the one at hand, by the models' own vectors of what the customers wrote."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.history import PastCase, moves
from app.domain.snapshot import Snapshot
from app.domain.taught import shipped_part
from app.domain.tickets import ConnectionName, TicketId
from app.store.solved import Solution
from app.store.store import Store

if TYPE_CHECKING:
    import numpy as np

ALIKE = 0.5  # cosine from which two tickets are about the same kind of thing
MOST_ALIKE = 30
REMEMBERED_A_STEP = 100  # tickets


@dataclass(frozen=True, slots=True)
class _Index:
    newest: int
    cases: tuple[PastCase, ...]
    vectors: "np.ndarray[Any, Any] | None"  # (cases, dimensions), float32 unit vectors


class PastCases:
    """Remembers solved tickets, and finds those that are like another."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._indexes: dict[tuple[ConnectionName, str], _Index] = {}

    def remember(self, model_revision: str, now: datetime) -> bool:
        """Remember some solved tickets; whether there may be more. A ticket that is remembered as it is stays so."""
        base = shipped_part(model_revision)
        stale = self._store.solved.unremembered(base, limit=REMEMBERED_A_STEP)
        found = [self._solution(ticket, tick, model_revision, now) for ticket, tick in stale]
        self._store.solved.remember([each for each in found if each is not None], model_revision=base)
        return len(stale) == REMEMBERED_A_STEP and None not in found

    def cases(self, snapshot: Snapshot, model_revision: str) -> tuple[PastCase, ...]:
        """Tickets solved before `snapshot.as_of` that are like it, most alike first; then others of its account.

        None where nothing of it was read, or nothing is remembered.
        """
        base = shipped_part(model_revision)
        index = self._index(snapshot.ticket.connection, base)
        vector = vector_of(snapshot, base) if index.cases else b""
        if not vector or index.vectors is None:
            return ()
        import numpy as np

        likeness = index.vectors @ np.frombuffer(vector, "<f2").astype(np.float32)
        order = np.argsort(-likeness, kind="stable")
        before = [
            replace(index.cases[place], alike=min(float(likeness[place]), 1.0) if likeness[place] >= ALIKE else 0.0)
            for place in order[: _enough(likeness)]
            if _before(index.cases[place], snapshot)
        ]
        alike = before[:MOST_ALIKE]
        account = snapshot.ticket.account
        known = {each.ticket for each in alike}
        own = [
            replace(each, alike=0.0)
            for each in index.cases
            if account and each.account == account and each.ticket not in known and _before(each, snapshot)
        ]
        return (*alike, *own)

    def _index(self, connection: ConnectionName, base: str) -> _Index:
        newest = self._store.solved.newest(connection, base)
        known = self._indexes.get((connection, base))
        if known is None or known.newest != newest:
            known = _index(self._store.solved.solutions(connection, base), newest)
            self._indexes[connection, base] = known
        return known

    def _solution(self, ticket: TicketId, tick: int, model_revision: str, now: datetime) -> Solution | None:
        seen = self._store.pulled.snapshot(ticket, as_of=now, model_revision=model_revision)
        if seen is None or seen.ticket.owner is None:
            return None
        end = seen.ticket.solved_at or seen.ticket.updated_at
        case = PastCase(
            ticket=ticket,
            agent=seen.ticket.owner,
            solved_at=end,
            took=max(end - seen.ticket.created_at, timedelta()),
            moves=moves(seen.events),
            account=seen.ticket.account,
        )
        return Solution(case, vector_of(seen, shipped_part(model_revision)), tick)


def vector_of(snapshot: Snapshot, base: str) -> bytes:
    """The direction of all that the customer wrote, as little-endian float16; empty where none of it was read."""
    import numpy as np

    read = [
        np.frombuffer(each.analysis.embedding, "<f4")
        for each in snapshot.customer
        if each.analysis and each.analysis.embedding and shipped_part(each.analysis.model_revision) == base
    ]
    if not read:
        return b""
    mean = np.mean(read, axis=0)
    length = float(np.linalg.norm(mean))
    return (mean / length).astype("<f2").tobytes() if length > 0 else b""


def _index(solutions: tuple[Solution, ...], newest: int) -> _Index:
    if not solutions:
        return _Index(newest, (), None)
    import numpy as np

    vectors = np.frombuffer(b"".join(each.vector for each in solutions), "<f2").astype(np.float32)
    return _Index(newest, tuple(each.case for each in solutions), vectors.reshape(len(solutions), -1))


def _enough(likeness: "np.ndarray[Any, Any]") -> int:
    """How many of the most alike are looked at: those that are alike at all."""
    return int((likeness >= ALIKE).sum())


def _before(case: PastCase, snapshot: Snapshot) -> bool:
    return case.solved_at <= snapshot.as_of and case.ticket != snapshot.ticket.id
