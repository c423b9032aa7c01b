"""Have the models read what they have not, and give every ticket its verdict."""

import logging
from datetime import datetime

from app.domain.decisions import DecisionKind
from app.domain.rulebook import Mode
from app.domain.tickets import TicketId
from app.domain.triage import Triage
from app.inference.base import Analyzer
from app.service.assess import Assessor
from app.service.decide import new_decision, record
from app.store.store import Store

log = logging.getLogger(__name__)

TEXTS_A_STEP = 32  # about half a second of reading: progress shows, and a kill costs little
TICKETS_A_STEP = 100
AUTOMATIC = "Warmline"  # who decided where a rule acted by itself


class Reader:
    """Analyses texts and triages tickets, in small steps that can be stopped after any of them."""

    def __init__(self, store: Store, analyzer: Analyzer, assessor: Assessor, *, act: Mode = Mode.SUGGEST) -> None:
        """`act` is the strongest mode that is honoured: with SUGGEST, automatic rules wait for a person too."""
        self._store = store
        self._analyzer = analyzer
        self._assessor = assessor
        self._act = act

    def step(self, now: datetime) -> bool:
        """Read some texts and triage some tickets; whether there may be more to do right away."""
        texts = self._store.triaged.unread(self._analyzer.revision, limit=TEXTS_A_STEP)
        if texts:
            self._store.triaged.record_analyses(self._analyzer.analyze([text for _, text in texts]))
        triaged = self.triage_stale(now)
        return bool(texts) or triaged == TICKETS_A_STEP

    def triage_stale(self, now: datetime) -> int:
        """Triage tickets whose verdict is missing or was made from other inputs; how many."""
        versions = self._assessor.versions(self._analyzer.revision)
        stale = self._store.triaged.stale(versions, as_of=now, limit=TICKETS_A_STEP)
        triages = [triage for ticket in stale if (triage := self._triage(ticket, now)) is not None]
        self._store.triaged.record(triages)
        if self._act is Mode.AUTOMATIC:
            for triage in triages:
                self._act_on(triage, now)
        return len(stale)

    def _triage(self, ticket: TicketId, now: datetime) -> Triage | None:
        snapshot = self._store.pulled.snapshot(ticket, as_of=now, model_revision=self._analyzer.revision)
        if snapshot is None:
            return None
        connection = snapshot.ticket.connection
        return self._assessor.assess(
            snapshot,
            model_revision=self._analyzer.revision,
            agents=self._store.pulled.agents(connection),
            loads=self._store.pulled.loads(connection),
        )

    def _act_on(self, triage: Triage, now: datetime) -> None:
        suggestion = triage.suggestion
        if suggestion.mode is not Mode.AUTOMATIC or not suggestion.escalate or suggestion.destination is None:
            return
        if any(decision.undone_at is None for decision in self._store.decided.decisions(triage.ticket)):
            return
        ticket = self._store.pulled.ticket(triage.ticket)
        if ticket is None:
            return
        decision = new_decision(
            ticket,
            triage,
            kind=DecisionKind.ACCEPT,
            by=AUTOMATIC,
            at=now,
            destination=suggestion.destination,
            reason=f"Rule: {suggestion.rule}",
        )
        record(self._store, decision, ticket=ticket, triage=triage)
