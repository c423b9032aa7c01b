"""What the helpdesk said: tickets, messages, events, people, and how far each connection was read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.analysis import Analysis
from app.domain.batch import START, Batch, Cursor
from app.domain.people import Agent, Group
from app.domain.snapshot import Snapshot
from app.domain.snapshot import snapshot as snapshot_of
from app.domain.tickets import AgentId, ConnectionName, Event, Message, Ticket, TicketId
from app.store.codec import from_json
from app.store.database import Database
from app.store.facts import Facts, account_in
from app.store.intake import take_in
from app.store.leases import Lease
from app.store.lines import MOST_SIBLINGS
from app.store.own_hours import with_own_word
from app.store.revision import revision_in
from app.store.tables import (
    AgentRow,
    AnalysisRow,
    CursorRow,
    EventRow,
    GroupRow,
    LineRow,
    MessageRow,
    TextRow,
    TicketRow,
)
from app.store.ticket_rows import event_from, message_from, ticket_from
from app.store.triage_rows import analysis_from

T = TypeVar("T")


class Pulled:
    """The tables that pull writes."""

    def __init__(self, database: Database, facts: Facts) -> None:
        self._database = database
        self._facts = facts
        self._remembered: dict[tuple[str, ConnectionName], tuple[int, Any]] = {}

    def apply(self, batch: Batch, *, connection: ConnectionName, lease: Lease | None = None) -> None:
        """Store what changed, in transactions of at most 200 rows, and the cursor with the last of them.

        Killed in between, the cursor is the old one and the same batch comes again, which adds only what is missing:
        rows are compared with what is there, and only different ones are written and stamped. A ticket older than the
        one we hold is left alone. Facts about accounts go in first.
        """
        self._facts.record(batch.accounts)
        take_in(self._database, batch, connection=connection, lease=lease)

    def cursor(self, connection: ConnectionName) -> Cursor:
        """Where to go on reading; START for a connection that was never read."""
        with self._database.read() as session:
            found = session.scalar(select(CursorRow.cursor).where(CursorRow.connection == connection))
        return Cursor(found) if found is not None else START

    def ticket(self, ticket: TicketId) -> Ticket | None:
        with self._database.read() as session:
            return _ticket(session, ticket)

    def messages(self, ticket: TicketId) -> tuple[Message, ...]:
        """A ticket's messages, oldest first."""
        with self._database.read() as session:
            return _messages(session, ticket)

    def events(self, ticket: TicketId) -> tuple[Event, ...]:
        """A ticket's events, oldest first."""
        with self._database.read() as session:
            return _events(session, ticket)

    def agents(self, connection: ConnectionName) -> tuple[Agent, ...]:
        """Everybody known there, by name, with what they say of their own hours."""
        return tuple(self._remember(_agents, connection))

    def groups(self, connection: ConnectionName) -> tuple[Group, ...]:
        query = select(GroupRow).where(GroupRow.connection == connection).order_by(GroupRow.name)
        with self._database.read() as session:
            return tuple(Group(row.name, row.description) for row in session.scalars(query))

    def loads(self, connection: ConnectionName) -> dict[AgentId, int]:
        """How many tickets each owner has that are still to be worked on."""
        return dict(self._remember(_loads, connection))

    def snapshot(self, ticket: TicketId, *, as_of: datetime, model_revision: str | None) -> Snapshot | None:
        """Everything known about a ticket at `as_of`, read from one instant of the store; None where there is none.

        Analyses are those of `model_revision`; a text that it has not read yet, or every one where it is None, comes
        with its newest, so that no verdict forgets what was known while the models are being taught something. Of an
        account's other open tickets the oldest hundred are siblings.
        """
        with self._database.read() as session:
            found = _ticket(session, ticket)
            if found is None:
                return None
            return snapshot_of(
                found,
                as_of=as_of,
                messages=_messages(session, ticket),
                analyses=_analyses(session, ticket, model_revision),
                events=_events(session, ticket),
                account=account_in(session, found.account) if found.account else None,
                siblings=_siblings(session, found),
            )

    def _remember(self, read: Callable[[Session, ConnectionName], T], connection: ConnectionName) -> T:
        """What `read` finds, kept until the store's clock moves: a hundred verdicts in a row ask for the same."""
        with self._database.read() as session:
            now = revision_in(session)
            known = self._remembered.get((read.__name__, connection))
            if known is not None and known[0] == now:
                return cast("T", known[1])
            found = read(session, connection)
        self._remembered[read.__name__, connection] = (now, found)
        return found


def _ticket(session: Session, ticket: TicketId) -> Ticket | None:
    row = session.get(TicketRow, ticket)
    return ticket_from(row) if row is not None else None


def _messages(session: Session, ticket: TicketId) -> tuple[Message, ...]:
    rows = session.execute(
        select(MessageRow, TextRow.text)
        .join(TextRow, TextRow.hash == MessageRow.text_hash)
        .where(MessageRow.ticket == ticket)
        .order_by(MessageRow.at, MessageRow.id)
    )
    return tuple(message_from(row, text) for row, text in rows)


def _events(session: Session, ticket: TicketId) -> tuple[Event, ...]:
    rows = session.scalars(select(EventRow).where(EventRow.ticket == ticket).order_by(EventRow.at, EventRow.id))
    return tuple(event_from(row) for row in rows)


def _analyses(session: Session, ticket: TicketId, model_revision: str | None) -> dict[str, Analysis]:
    hashes = select(MessageRow.text_hash).where(MessageRow.ticket == ticket)
    query = select(AnalysisRow).where(AnalysisRow.text_hash.in_(hashes)).order_by(AnalysisRow.revision)
    rows = sorted(session.scalars(query), key=lambda row: row.model_revision == model_revision)
    return {row.text_hash: analysis_from(row) for row in rows}  # what comes last stays


def _siblings(session: Session, ticket: Ticket) -> tuple[Ticket, ...]:
    if ticket.account is None:
        return ()
    rows = session.scalars(
        select(TicketRow)
        .join(LineRow, LineRow.ticket == TicketRow.id)
        .where(LineRow.account == ticket.account, LineRow.waits, LineRow.ticket != ticket.id)
        .order_by(LineRow.created_at, LineRow.ticket)
        .limit(MOST_SIBLINGS)
    )
    return tuple(ticket_from(row) for row in rows)


def _agents(session: Session, connection: ConnectionName) -> list[Agent]:
    rows = session.scalars(
        select(AgentRow.agent).where(AgentRow.connection == connection).order_by(AgentRow.name, AgentRow.id)
    )
    return with_own_word(session, [from_json(Agent, row) for row in rows])


def _loads(session: Session, connection: ConnectionName) -> dict[AgentId, int]:
    rows = session.execute(
        select(LineRow.owner, func.count())
        .where(LineRow.waits, LineRow.owner.is_not(None), LineRow.connection == connection)
        .group_by(LineRow.owner)
    )
    return {AgentId(owner): count for owner, count in rows if owner is not None}
