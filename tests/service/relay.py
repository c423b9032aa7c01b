"""Three people, each at a console of their own over one store, and a helpdesk that does what its couriers bring."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.bootstrap import default_assessor
from app.domain.changes import Assign, Change, ChangeId, Note, Outcome, Receipt, VerbOutcome
from app.domain.opened import OpenTicket
from app.domain.routing import Destination
from app.domain.tickets import Message, Ticket, TicketId
from app.service.assess import Assessor
from app.service.console import Console
from app.service.offers import Errands
from app.store.store import Store
from tests.builders import DESK, NOW, agent, batch, contribution, group, id_of, message, owner_id, ticket, triage
from tests.service.consoles import console_over

BILLING = "Tier 2 Billing"
TO_BILLING = Destination(BILLING, 2)
TO_BOB = Destination(BILLING, 2, owner_id("bob"))
LEASE = timedelta(minutes=5)


@dataclass
class Helpdesk:
    """Applies each change once, refuses moves from where a ticket no longer is, and remembers every note."""

    tickets: dict[TicketId, Ticket]
    notes: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    applied: dict[ChangeId, Receipt] = field(default_factory=dict)
    answers: list[Receipt] = field(default_factory=list)  # what it says next, whatever it is asked, doing nothing

    def apply(self, change: Change, at: datetime) -> Receipt:
        if change.id in self.applied:
            return self.applied[change.id]
        if self.answers:
            self.applied[change.id] = replace(self.answers.pop(0), change=change.id, at=at)
            return self.applied[change.id]
        outcomes = tuple(self._verb(change, verb) for verb in change.verbs)
        self.applied[change.id] = Receipt(change.id, at, outcomes)
        return self.applied[change.id]

    def alter(self, number: str = "1", **changes: Any) -> None:
        """Somebody works in the helpdesk itself."""
        held = self.tickets[id_of(number)]
        self.tickets[held.id] = replace(held, version=f"{held.version}+", **changes)

    def _verb(self, change: Change, verb: object) -> VerbOutcome:
        if isinstance(verb, Note):
            self.notes.append(change.id)
            return VerbOutcome("note", Outcome.APPLIED)
        assert isinstance(verb, Assign)
        held = self.tickets[change.ticket]
        if held.owner not in {verb.from_owner, verb.owner} and not (verb.or_nobody and held.owner is None):
            return VerbOutcome("assign", Outcome.CONFLICT, "somebody has taken it meanwhile")
        self.moves.append(change.id)
        self.alter(held.number, group=verb.group or held.group, owner=verb.owner or held.owner)
        return VerbOutcome("assign", Outcome.APPLIED)


@cache
def assessor() -> Assessor:
    """Read once: it takes longer than most of these tests."""
    return default_assessor()


class Relay:
    """The desk of these tests: Ana in tier one, Bob and Priya in billing, tickets 1 (to be escalated) and 2."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.now = NOW
        self.store = store
        self._folder = folder
        self.helpdesk = Helpdesk({each.id: each for each in (ticket("1"), ticket("2"))})
        billing = (BILLING,)
        self._cursor = 0
        self.store.pulled.apply(
            batch(
                *self.helpdesk.tickets.values(),
                messages=(message("I want your supervisor.", number="1"), message("Thanks.", number="2")),
                agents=(agent("ana"), *(agent(each, groups=billing, tier=2) for each in ("bob", "priya"))),
                groups=tuple(group(name) for name in ("Tier 1", BILLING)),
            ),
            connection=DESK,
        )
        self.store.triaged.record([triage("1", contribution(points=60)), triage("2")])
        self.ana, self.bob, self.priya = (self.console(name) for name in ("Ana Ortiz", "Bob Lindgren", "Priya"))
        self._errands = Errands(self.store)

    def console(self, person: str) -> Console:
        return console_over(self.store, self._folder, person=person, assessor=assessor(), clock=lambda: self.now)

    def wait(self, **parts: float) -> None:
        self.now += timedelta(**parts)

    def work(self) -> None:
        """A worker's round: what is due is ended, delivered and pulled."""
        self._errands.step(self.now)
        self.deliver()
        self.pull()
        self._errands.step(self.now)

    def deliver(self) -> None:
        while claims := self.store.decided.claim(self.now, lease=LEASE, limit=9):
            for claim in claims:
                self.store.decided.settle(claim, self.helpdesk.apply(claim.change, self.now))

    def die_delivering(self) -> None:
        """A courier that is killed between the helpdesk and the store."""
        for claim in self.store.decided.claim(self.now, lease=LEASE, limit=1):
            self.helpdesk.apply(claim.change, self.now)

    def pull(self, *messages: Message) -> None:
        self._cursor += 1
        tickets = [replace(each, updated_at=self.now) for each in self.helpdesk.tickets.values()]
        self.store.pulled.apply(batch(*tickets, messages=messages, cursor=f"r{self._cursor}"), connection=DESK)

    def opened(self, console: Console, number: str = "1") -> OpenTicket:
        found = console.opened(id_of(number))
        assert found is not None
        return found
