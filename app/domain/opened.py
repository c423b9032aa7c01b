"""Everything that an opened ticket shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.brief import Brief
from app.domain.brief_changes import BriefChange
from app.domain.changes import ChangeState, Receipt
from app.domain.consult import Consult
from app.domain.counterfactual import Counterfactual
from app.domain.decisions import Decision, DecisionKind, standing_of
from app.domain.people import Account, Agent
from app.domain.placing import Overload
from app.domain.routing import Destination
from app.domain.snapshot import Snapshot
from app.domain.snooze import Miss, Snooze
from app.domain.tickets import Ticket
from app.domain.transfer import Transfer
from app.domain.triage import Triage


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a decision's or a note's write-back so far. `text` is a note's, empty for a decision's."""

    state: ChangeState
    at: datetime
    decision: str = ""  # the DecisionId, empty for a plain note
    text: str = ""
    receipt: Receipt | None = None
    problem: str = ""

    @property
    def unsettled(self) -> bool:
        """Whether it is still to be written."""
        return self.state in {ChangeState.WAITING, ChangeState.SENDING}

    def is_on_its_way(self, ticket: Ticket) -> bool:
        """Whether it is still to be written, or was, and the helpdesk has not shown the ticket since."""
        return self.unsettled or (self.state is ChangeState.DONE and self.at >= ticket.updated_at)


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A ticket as opened: the snapshot, what we think of it, what people decided, and what is still being written."""

    snapshot: Snapshot
    triage: Triage | None
    suggest_at: int  # thresholds, in points
    automatic_at: int
    held_back: bool = False  # automatic rules wait for a person here
    decisions: tuple[Decision, ...] = ()  # oldest first, undone ones included
    deliveries: tuple[Delivery, ...] = ()
    draft: str = ""
    owner: Agent | None = None
    account: Account | None = None
    facts_old_after: timedelta = timedelta(days=30)  # since a source last said them
    counterfactuals: tuple[Counterfactual, ...] = ()  # what would turn the verdict; empty where nothing found would
    transfers: tuple[Transfer, ...] = ()  # every hop that was offered, oldest first
    consults: tuple[Consult, ...] = ()  # oldest first
    snooze: Snooze | None = None  # the one that lasts
    missed: Miss | None = None  # somebody's word that it should have been flagged
    brief: Brief | None = None
    brief_changes: tuple[BriefChange, ...] = ()  # since this person read it last; empty where they never did
    overload: Overload | None = None  # of where it should go

    @property
    def standing(self) -> Decision | None:
        """The newest decision that was not undone."""
        return standing_of(self.decisions)

    @property
    def offer(self) -> Transfer | None:
        """The offer that somebody still has to answer."""
        return next((each for each in self.transfers if each.is_open), None)

    @property
    def moved(self) -> bool:
        """Whether the decision that stands moved the ticket, and could be undone by moving it back."""
        standing = self.standing
        return standing is not None and standing.destination is not None and standing.kind is not DecisionKind.PUT_BACK

    @property
    def on_its_way(self) -> Destination | None:
        """Where the decision that stands is sending the ticket, as long as the helpdesk has not shown it there."""
        standing, ticket = self.standing, self.snapshot.ticket
        if standing is None or standing.destination is None:
            return None
        own = [each for each in self.deliveries if each.decision == standing.id]
        return standing.destination if any(each.is_on_its_way(ticket) for each in own) else None
