"""Everything that an opened ticket shows."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.changes import ChangeState, Receipt
from app.domain.counterfactual import Counterfactual
from app.domain.decisions import Decision
from app.domain.people import Account, Agent
from app.domain.placing import Overload
from app.domain.routing import Destination
from app.domain.snapshot import Snapshot
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


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A ticket as opened: the snapshot, what we think of it, what people decided, and what is still being written."""

    snapshot: Snapshot
    triage: Triage | None
    suggest_at: int  # thresholds, in points
    automatic_at: int
    decisions: tuple[Decision, ...] = ()  # oldest first, undone ones included
    deliveries: tuple[Delivery, ...] = ()
    draft: str = ""
    owner: Agent | None = None
    account: Account | None = None
    counterfactuals: tuple[Counterfactual, ...] = ()  # what would turn the verdict; empty where nothing found would
    overload: Overload | None = None  # of where it should go

    @property
    def standing(self) -> Decision | None:
        """The newest decision that was not undone."""
        return next((each for each in reversed(self.decisions) if each.undone_at is None), None)

    @property
    def on_its_way(self) -> Destination | None:
        """Where the decision that stands is sending the ticket, as long as the helpdesk has not shown it there."""
        standing, ticket = self.standing, self.snapshot.ticket
        if standing is None or standing.destination is None:
            return None
        own = [each for each in self.deliveries if each.decision == standing.id]
        sending = any(each.state in {ChangeState.WAITING, ChangeState.SENDING} for each in own)
        unseen = any(each.state is ChangeState.DONE and each.at >= ticket.updated_at for each in own)
        return standing.destination if sending or unseen else None
