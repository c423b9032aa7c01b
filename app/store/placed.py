"""Who is to take what is suggested, and how full the desks are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from app.domain.decisions import DecisionKind
from app.domain.placing import Placement, placement
from app.domain.tickets import AgentId, ConnectionName, Ticket, TicketId, connection_of
from app.domain.triage import Triage
from app.store.database import Database, Work, in_batches
from app.store.lines import BY_RULE, DECIDED
from app.store.routing_tables import PlacementRow
from app.store.tables import LineRow, TicketRow
from app.store.ticket_rows import ticket_from

ARRIVING = (DECIDED[DecisionKind.ACCEPT], BY_RULE)  # what is done with an escalation that somebody accepted
SUGGESTED = (  # the tickets of what is suggested, or would be if there were room, and is still to be worked on
    select(PlacementRow.ticket).join(LineRow, LineRow.ticket == PlacementRow.ticket).where(LineRow.waits)
)


class Placed:
    """Reads what `triaged` wrote of placements, beside what became of the tickets since."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, connection: ConnectionName) -> tuple[Placement, ...]:
        """Suggested and held back escalations that nobody has decided on, by ticket."""
        query = (
            select(PlacementRow)
            .join(LineRow, LineRow.ticket == PlacementRow.ticket)
            .where(PlacementRow.connection == connection, LineRow.waits, LineRow.decided == "")
            .order_by(PlacementRow.ticket)
        )
        with self._database.read() as session:
            return tuple(_placement(row) for row in session.scalars(query))

    def waiting_for(self, groups: Sequence[str]) -> tuple[tuple[Placement, Ticket], ...]:
        """What is suggested for these groups and nobody has decided on, with its ticket, in all connections."""
        query = (
            select(PlacementRow, TicketRow)
            .join(LineRow, LineRow.ticket == PlacementRow.ticket)
            .join(TicketRow, TicketRow.id == PlacementRow.ticket)
            .where(PlacementRow.group_name.in_(groups), LineRow.waits, LineRow.decided == "")
            .order_by(PlacementRow.ticket)
        )
        with self._database.read() as session:
            return tuple((_placement(placed), ticket_from(ticket)) for placed, ticket in session.execute(query))

    def arriving(self, connection: ConnectionName) -> tuple[Placement, ...]:
        """Accepted escalations that the helpdesk has not shown in their group yet, by ticket."""
        query = (
            select(PlacementRow)
            .join(LineRow, LineRow.ticket == PlacementRow.ticket)
            .join(TicketRow, TicketRow.id == PlacementRow.ticket)
            .where(PlacementRow.connection == connection, LineRow.waits, LineRow.decided.in_(ARRIVING))
            .where(TicketRow.group_name != PlacementRow.group_name)
            .order_by(PlacementRow.ticket)
        )
        with self._database.read() as session:
            return tuple(_placement(row) for row in session.scalars(query))

    def open_tickets(self, connection: ConnectionName) -> dict[str, int]:
        """How many open tickets each group has, those that were accepted for it and are still on their way included."""
        query = (
            select(TicketRow.group_name, func.count())
            .join(LineRow, LineRow.ticket == TicketRow.id)
            .where(LineRow.waits, LineRow.connection == connection)
            .group_by(TicketRow.group_name)
        )
        with self._database.read() as session:
            found = Counter(dict(session.execute(query).all()))
        found.update(each.group for each in self.arriving(connection))
        return dict(found)

    def decided(self, tickets: Iterable[TicketId]) -> set[TicketId]:
        """Those of these tickets on which a decision stands."""
        with self._database.read() as session:
            return {
                TicketId(each)
                for some in in_batches(list(tickets))
                for each in session.scalars(
                    select(LineRow.ticket).where(LineRow.ticket.in_(some), LineRow.decided != "")
                )
            }


def replace_placements(work: Work, triages: Sequence[Triage]) -> None:
    """What these verdicts ask of the desks, in place of what they asked before."""
    found = {each.ticket: placement(each) for each in triages}
    gone = [ticket for ticket, each in found.items() if each is None]
    work.session.execute(delete(PlacementRow).where(PlacementRow.ticket.in_(gone)))
    since = _since(work, triages)
    rows = [{**_row(each, work.revision), "since": since[ticket]} for ticket, each in found.items() if each is not None]
    work.upsert(PlacementRow, rows)


def _since(work: Work, triages: Sequence[Triage]) -> dict[TicketId, datetime]:
    """When each was first judged to go where it is to go now, by the rule that says so now."""
    held = select(PlacementRow).where(PlacementRow.ticket.in_([each.ticket for each in triages]))
    before = {row.ticket: row for row in work.session.scalars(held)}
    found: dict[TicketId, datetime] = {}
    for each in triages:
        row, wish = before.get(each.ticket), placement(each)
        same = row is not None and wish is not None and (row.group_name, row.rule) == (wish.group, wish.rule)
        found[each.ticket] = row.since if same and row is not None and row.since is not None else each.as_of
    return found


def _row(placed: Placement, revision: int) -> dict[str, Any]:
    return {
        "ticket": placed.ticket,
        "connection": connection_of(placed.ticket),
        "group_name": placed.group,
        "points": placed.points,
        "rule": placed.rule,
        "agent": placed.agent,
        "firm": placed.firm,
        "held": placed.held,
        "revision": revision,
    }


def _placement(row: PlacementRow) -> Placement:
    return Placement(
        ticket=TicketId(row.ticket),
        group=row.group_name,
        points=row.points,
        rule=row.rule,
        agent=AgentId(row.agent) if row.agent else None,
        firm=row.firm,
        held=row.held,
    )
