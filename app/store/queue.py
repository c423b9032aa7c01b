"""The queue as a person looks at it: which tickets a lens shows, in their order, and what their rows say."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnExpressionArgument, false, func, select
from sqlalchemy.orm import Session

from app.domain.people import Agent
from app.domain.queue import Lens, LensCount, QueueRow
from app.domain.score import ScoreState
from app.domain.tickets import AgentId, Priority, Status, TicketId, login_of
from app.store.columns import EPOCH
from app.store.database import Database, in_batches
from app.store.tables import AccountRow, AgentRow, LineRow, TicketRow

SOON = timedelta(hours=4)  # to an SLA clock's end

Condition = ColumnExpressionArgument[bool]

_ORDER = (LineRow.below, LineRow.created_at, LineRow.ticket)


class QueueReader:
    """Reads the queue. Every lens is a range of one index: 100,000 tickets come in well under a second."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, lens: Lens, *, search: str, me: str, now: datetime) -> list[TicketId]:
        """The tickets of a lens, the highest score first and of equal ones the oldest; unscored ones come last.

        With a search, those of them that match it, and finished ones too. Each of its words must occur in number,
        subject, requester or account, in whatever case. That reads every line: some 50 ms at 100,000 tickets.
        """
        with self._database.read() as session:
            query = select(LineRow.ticket).where(*_in_lens(session, lens, me, now)).order_by(*_ORDER)
            words = search.casefold().split()
            query = query.where(*(_holds(word) for word in words)) if words else query.where(LineRow.waits)
            return cast("list[TicketId]", list(session.scalars(query)))

    def rows(self, ids: Sequence[TicketId]) -> list[QueueRow]:
        """The rows of these tickets in this order; those that are not there are left out."""
        with self._database.read() as session:
            found = {row.ticket: row for some in in_batches(ids) for row in _rows(session, some)}
        return [found[ticket] for ticket in ids if ticket in found]

    def counts(self, *, me: str, now: datetime) -> tuple[LensCount, ...]:
        """How many tickets each lens shows, in the lenses' order."""
        with self._database.read() as session:
            counts = [
                select(func.count()).select_from(LineRow).where(LineRow.waits, *_in_lens(session, lens, me, now))
                for lens in Lens
            ]
            row = session.execute(select(*(each.scalar_subquery() for each in counts))).one()
        return tuple(LensCount(lens, count) for lens, count in zip(Lens, row, strict=True))


def _in_lens(session: Session, lens: Lens, me: str, now: datetime) -> list[Condition]:
    if lens is Lens.MINE:
        mine = _mine(session, me)
        return [LineRow.owner.in_(mine) if mine else false()]  # an empty list would be looked for in every line
    conditions: dict[Lens, Condition] = {
        Lens.SUGGESTED: LineRow.suggested,
        Lens.ASKED: LineRow.asked,
        Lens.LOOPING: LineRow.looping,
        Lens.SLA: LineRow.due_at <= now + SOON,
        Lens.SNOOZED: LineRow.snoozed_until > EPOCH,
    }
    return [conditions[lens]] if lens in conditions else []


def _mine(session: Session, me: str) -> list[str]:
    """Who I am in each helpdesk: the agents with my name or my login."""
    people = session.execute(select(AgentRow.id, AgentRow.name))
    return [key for key, name in people if Agent(AgentId(key), name).answers_to(me)]


def _rows(session: Session, tickets: Sequence[TicketId]) -> Iterator[QueueRow]:
    found = session.execute(
        select(TicketRow, LineRow, AccountRow.name, AgentRow.name)
        .join(LineRow, LineRow.ticket == TicketRow.id)
        .outerjoin(AccountRow, AccountRow.id == TicketRow.account)
        .outerjoin(AgentRow, AgentRow.id == TicketRow.owner)
        .where(TicketRow.id.in_(tickets))
    )
    for ticket, line, account, owner in found:
        login = login_of(AgentId(ticket.owner)) if ticket.owner else ""
        yield _row(ticket, line, account=account or ticket.account or "", owner=owner or login)


def _row(ticket: TicketRow, line: LineRow, *, account: str, owner: str) -> QueueRow:
    return QueueRow(
        ticket=TicketId(ticket.id),
        number=ticket.number,
        subject=ticket.subject,
        requester=ticket.requester_name or ticket.requester_email,
        account=account,
        status=Status(ticket.status),
        priority=Priority(ticket.priority),
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
        due_at=ticket.sla_due_at,
        points=line.points,
        state=ScoreState(line.state),
        top_reason=line.top_reason,
        tier=line.tier,
        owner=owner,
        decided=line.decided,
    )


def _holds(word: str) -> Condition:
    return LineRow.search.contains(word, autoescape=True)
