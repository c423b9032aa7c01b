"""The calls by which people ask each other about tickets that stay where they are."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from app.domain.consult import Consult, ConsultId, close, say
from app.domain.handoffs import Consulted
from app.domain.opened import OpenTicket
from app.domain.routing import Destination
from app.domain.tickets import TicketId, connection_of
from app.domain.transfer import Said, SaidId
from app.errors import BadInput, Refused
from app.service.acting import actor
from app.store.store import Store

TRIES = 5  # readings of a consult that others change meanwhile


class Consults:
    """One person's questions and replies. None of it reaches the helpdesk, and no ticket moves."""

    def __init__(self, store: Store, *, person: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._person = person
        self._clock = clock

    def consult(self, opened: OpenTicket, whom: Destination, question: str) -> Consult:
        """Ask `whom`'s agent, or its whole group."""
        ticket, now = opened.snapshot.ticket, self._clock()
        if not question.strip():
            raise BadInput("The question is empty.")
        me = actor(self._store, self._person, ticket.connection)
        if whom.agent is not None and whom.agent == me.agent:
            raise Refused("You cannot consult yourself.")
        names = {each.id: each.name for each in self._store.pulled.agents(ticket.connection)}
        consult = Consult(
            id=ConsultId(uuid.uuid4().hex),
            ticket=ticket.id,
            by=self._person,
            whom=whom,
            thread=(Said(SaidId(uuid.uuid4().hex), self._person, now, question.strip()),),
            whom_name=names.get(whom.agent, "") if whom.agent else "",
        )
        self._store.consults.ask(consult, draft=f"consult {ticket.id}")
        return consult

    def reply(self, consult: ConsultId, text: str, *, said: SaidId | None = None) -> Consult:
        """Reply, or ask further; the same `said` again says nothing more."""
        made = said or SaidId(uuid.uuid4().hex)
        for _ in range(TRIES):
            held, now = self._held(consult), self._clock()
            me = actor(self._store, self._person, connection_of(held.ticket))
            after = say(held, me, text, said=made, at=now)
            draft = (self._person, f"reply {consult}", now)
            if after is held or self._store.consults.change(held, after, draft=draft):
                return after
        raise Refused("Others keep writing at this very moment. Look at it again.")

    def close(self, consult: ConsultId) -> Consult:
        """No more is to be said; the question is no longer shown as open."""
        for _ in range(TRIES):
            held = self._held(consult)
            after = close(held, actor(self._store, self._person, connection_of(held.ticket)), at=self._clock())
            if after is held or self._store.consults.change(held, after):
                return after
        raise Refused("Others keep writing at this very moment. Look at it again.")

    def asked_of(self, person: str = "") -> tuple[Consulted, ...]:
        """Open questions to a person, or to a group of theirs; by default this console's person."""
        name = person or self._person
        return self._with_rows(
            each
            for each in self._store.consults.open()
            if each.is_for(actor(self._store, name, connection_of(each.ticket)))
        )

    def asked_by(self, person: str = "") -> tuple[Consulted, ...]:
        """A person's own open questions, oldest first."""
        name = person or self._person
        return self._with_rows(each for each in self._store.consults.open() if each.by == name)

    def of_ticket(self, ticket: TicketId) -> tuple[Consult, ...]:
        return self._store.consults.of_ticket(ticket)

    def _with_rows(self, consults: Iterable[Consult]) -> tuple[Consulted, ...]:
        found = tuple(consults)
        rows = {row.ticket: row for row in self._store.queue.rows([each.ticket for each in found])}
        return tuple(Consulted(each, rows.get(each.ticket)) for each in found)

    def _held(self, consult: ConsultId) -> Consult:
        held = self._store.consults.consult(consult)
        if held is None:
            raise Refused("There is no such question in this store.")
        return held
