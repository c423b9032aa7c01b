"""Everything that an opened ticket shows, read from the store in one go."""

from collections.abc import Callable
from datetime import datetime

from app.domain.counterfactual import Counterfactual
from app.domain.opened import OpenTicket
from app.domain.people import Agent
from app.domain.tickets import AgentId, Ticket, TicketId
from app.domain.triage import Triage
from app.service.assess import Assessor
from app.service.briefs import Briefer, unread_changes
from app.service.counterfactuals import of_verdict
from app.service.routes import Routes
from app.service.transfer import Transfers
from app.settings import Settings
from app.store.store import Store


class Opener:
    """Opens tickets for one person."""

    def __init__(
        self,
        store: Store,
        *,
        person: str,
        clock: Callable[[], datetime],
        assessor: Callable[[], Assessor],
        settings: Callable[[], Settings],
        routes: Routes,
        transfers: Transfers,
    ) -> None:
        """`assessor` gives the one with the rulebook that is in force now."""
        self._store = store
        self._person = person
        self._clock = clock
        self._assessor = assessor
        self._settings = settings
        self._briefer = Briefer(store, hours=assessor().hours, past=routes.past)
        self._routes = routes
        self._transfers = transfers

    def open(self, ticket: TicketId) -> OpenTicket | None:
        """None where there is no such ticket."""
        triage = self._store.triaged.triage(ticket)
        model = triage.versions.model if triage else None
        snapshot = self._store.pulled.snapshot(ticket, as_of=self._clock(), model_revision=model)
        if snapshot is None:
            return None
        triage = self._store.triaged.triage(ticket)
        brief = self._store.briefs.newest(ticket) or self._briefer.of(snapshot, model_revision=model or "")
        weights, settings = self._assessor().weights, self._settings()
        return OpenTicket(
            snapshot=snapshot,
            triage=triage,
            suggest_at=weights.suggest,
            automatic_at=weights.automatic,
            held_back=not settings.automatic,
            decisions=self._store.decided.decisions(ticket),
            deliveries=self._store.decided.deliveries(ticket),
            draft=self._store.decided.draft(ticket, by=self._person),
            owner=self._owner(snapshot.ticket),
            account=snapshot.account,
            facts_old_after=settings.facts_stale,
            counterfactuals=self._counterfactuals(triage) if triage else (),
            transfers=self._transfers.hops(ticket),
            consults=self._store.consults.of_ticket(ticket),
            snooze=self._store.snoozes.of_ticket(ticket),
            missed=next(iter(self._store.snoozes.missed(ticket)), None),
            brief=brief,
            brief_changes=unread_changes(self._store, brief, person=self._person),
            overload=self._routes.overload(triage) if triage else None,
        )

    def _counterfactuals(self, triage: Triage) -> tuple[Counterfactual, ...]:
        """Found for the ticket that is looked at only: for all of them they would cost more than their verdicts."""
        seen = self._store.pulled.snapshot(triage.ticket, as_of=triage.as_of, model_revision=triage.versions.model)
        return of_verdict(self._assessor(), seen, triage) if seen else ()

    def _owner(self, ticket: Ticket) -> Agent | None:
        agents: dict[AgentId, Agent] = {each.id: each for each in self._store.pulled.agents(ticket.connection)}
        return agents.get(ticket.owner) if ticket.owner else None
