"""Finished tickets as what they were about and how they ended: who solved them, how fast, after how many moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, func, not_, or_, select, update

from app.domain.history import PastCase
from app.domain.tickets import AccountId, AgentId, ConnectionName, Status, TicketId, connection_of
from app.store.columns import TICK
from app.store.database import Database, Work, in_batches
from app.store.lines import inputs_changed
from app.store.placed import SUGGESTED
from app.store.routing_tables import SolvedRow
from app.store.tables import TicketRow

MOST = 20_000  # of a connection, the newest: 31 MB of vectors, and a search of some milliseconds
MANY = 10  # new ones at once from which every open suggestion is ranked anew; fewer wait for the regular round

_FINISHED = tuple(str(status) for status in Status if status.finished)
_ENDED = and_(TicketRow.status.in_(_FINISHED), TicketRow.lost.is_(False), TicketRow.merged_into.is_(None))


@dataclass(frozen=True, slots=True)
class Solution:
    """A finished ticket, and its vector: little-endian float16, empty where nothing of it was read.

    `made_from` is what `unremembered` gave with its ticket.
    """

    case: PastCase
    vector: bytes
    made_from: int = 0


class Solved:
    """The table that the worker remembers finished tickets in; those that are open again are as if they never were."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unremembered(self, model_revision: str, *, limit: int) -> tuple[tuple[TicketId, int], ...]:
        """Finished tickets that are not remembered as they are now, by these models; the newest first."""
        stale = or_(
            SolvedRow.ticket.is_(None),
            SolvedRow.made_from < TicketRow.revision,
            SolvedRow.model_revision != model_revision,
        )
        query = (
            select(TicketRow.id, TicketRow.revision)
            .outerjoin(SolvedRow, SolvedRow.ticket == TicketRow.id)
            .where(_ENDED, stale)
            .order_by(TicketRow.updated_at.desc(), TicketRow.id)
            .limit(limit)
        )
        with self._database.read() as session:
            return tuple((TicketId(ticket), revision) for ticket, revision in session.execute(query))

    def remember(self, solutions: Sequence[Solution], *, model_revision: str) -> None:
        """Keep these, each in place of what was kept of its ticket."""
        for some in in_batches(solutions):
            with self._database.write() as work:
                rows = [_row(each, model_revision, work.revision) for each in some]
                work.upsert(SolvedRow, rows)
                if sum(each.case.agent is not None for each in some) >= MANY:
                    inputs_changed(work, work.session.scalars(SUGGESTED))

    def newest(self, connection: ConnectionName, model_revision: str) -> int:
        """Differs from an earlier one where something was remembered since, or forgotten."""
        query = select(func.max(SolvedRow.revision)).where(
            SolvedRow.connection == connection, SolvedRow.model_revision == model_revision
        )
        with self._database.read() as session:
            return session.scalar(query) or 0

    def count(self, model_revision: str) -> int:
        """How many have a vector by these models, of all connections."""
        query = (
            select(func.count())
            .select_from(SolvedRow)
            .join(TicketRow, TicketRow.id == SolvedRow.ticket)
            .where(SolvedRow.model_revision == model_revision, func.length(SolvedRow.vector) > 0, _ENDED)
        )
        with self._database.read() as session:
            return session.scalar(query) or 0

    def solutions(self, connection: ConnectionName, model_revision: str) -> tuple[Solution, ...]:
        """The newest that have a vector by these models, the newest first."""
        query = (
            select(SolvedRow)
            .join(TicketRow, TicketRow.id == SolvedRow.ticket)
            .where(SolvedRow.connection == connection, SolvedRow.model_revision == model_revision)
            .where(func.length(SolvedRow.vector) > 0, _ENDED)
            .order_by(SolvedRow.solved_at.desc(), SolvedRow.ticket)
            .limit(MOST)
        )
        with self._database.read() as session:
            return tuple(_solution(row) for row in session.scalars(query))


def forget_reopened(work: Work, tickets: Sequence[str]) -> None:
    """Take out what was remembered of those of these tickets that are open again, lost or merged away.

    Their rows stay, empty: so the newest tick moves on, and whoever holds an index of before reads it anew.
    """
    again = select(TicketRow.id).where(TicketRow.id.in_(tickets), not_(_ENDED))
    work.session.execute(
        update(SolvedRow)
        .where(SolvedRow.ticket.in_(again), func.length(SolvedRow.vector) > 0)
        .values(vector=b"", made_from=0, revision=work.revision)
        .execution_options(synchronize_session=False)
    )


def _row(solution: Solution, model_revision: str, revision: int) -> dict[str, Any]:
    case = solution.case
    return {
        "ticket": case.ticket,
        "connection": connection_of(case.ticket),
        "model_revision": model_revision,
        "vector": solution.vector,
        "agent": case.agent or "",
        "account": case.account,
        "solved_at": case.solved_at,
        "took": case.took // TICK,
        "moves": case.moves,
        "made_from": solution.made_from,
        "revision": revision,
    }


def _solution(row: SolvedRow) -> Solution:
    case = PastCase(
        ticket=TicketId(row.ticket),
        agent=AgentId(row.agent) if row.agent else None,
        solved_at=row.solved_at,
        took=timedelta(microseconds=row.took),
        moves=row.moves,
        account=AccountId(row.account) if row.account else None,
    )
    return Solution(case, row.vector, row.made_from)
