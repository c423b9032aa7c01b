"""Where a ticket could go, and which desks are sent more than they can take."""

from collections.abc import Callable
from datetime import datetime

from app.domain.fit import Need, need
from app.domain.opened import OpenTicket
from app.domain.placing import Overload, overloads, rooms
from app.domain.routing import DeskChoice, choices
from app.domain.rulebook import Desk
from app.domain.tickets import ConnectionName, connection_of
from app.domain.triage import Triage
from app.service.assess import Assessor
from app.service.past_cases import PastCases
from app.store.store import Store


class Routes:
    """Reads the store, and decides nothing."""

    def __init__(self, store: Store, assessor: Callable[[], Assessor]) -> None:
        """`assessor` gives the one with the rulebook that is in force now."""
        self._store = store
        self._assessor = assessor
        self.past = PastCases(store)

    def destinations(self, opened: OpenTicket, *, as_of: datetime) -> tuple[DeskChoice, ...]:
        """Every group that the ticket could go to, with its people ranked by how they fit it."""
        snapshot, triage = opened.snapshot, opened.triage
        connection = snapshot.ticket.connection
        known = {group.name for group in self._store.pulled.groups(connection)}
        cases = self.past.cases(snapshot, triage.versions.model) if triage else ()
        measure = self._assessor().measure(cases)

        def needs(desk: Desk) -> Need:
            score = triage.score if triage else None
            return need(snapshot, score, tier=desk.tier, certification=desk.certification, measure=measure)

        every = choices(
            self._assessor().rulebook,
            self._store.pulled.agents(connection),
            loads=self._store.pulled.loads(connection),
            as_of=as_of,
            needs=needs,
            measure=measure,
        )
        return tuple(each for each in every if each.desk.group in known) if known else every

    def overloads(self, connection: ConnectionName) -> tuple[Overload, ...]:
        every = rooms(self._assessor().rulebook, self._store.placed.open_tickets(connection))
        return overloads(self._store.placed.waiting(connection), every)

    def overload(self, triage: Triage) -> Overload | None:
        """Of the desk that a verdict names, or of its tier; None where there is room, or no limit."""
        where = triage.suggestion.destination
        book = self._assessor().rulebook
        limits = [*(each.capacity for each in book.tiers), *(each.capacity for each in book.desks)]
        if where is None or all(each is None for each in limits):
            return None
        found = self.overloads(connection_of(triage.ticket))
        return next((each for each in found if where.group in each.room.groups), None)
