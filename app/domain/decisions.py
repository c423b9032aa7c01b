"""What a person did with a suggestion, and how long they may take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.routing import Destination
from app.domain.tickets import AgentId, TicketId
from app.domain.triage import Versions

DecisionId = NewType("DecisionId", str)  # made by the client (UUID4 hex), so that recording one twice changes nothing

BY_ITSELF = "Warmline"  # who decided where a rule acted and nobody confirmed it
UNDO_FOR = timedelta(seconds=10)  # how long a write-back waits for second thoughts


class DecisionKind(StrEnum):
    ACCEPT = "accept"
    OVERRIDE = "override"  # another tier or person, or stay; always with a reason
    NOT_NEEDED = "not needed"
    TRANSFER = "transfer"  # somebody accepted it, as a warm transfer or handed back
    PUT_BACK = "put back"  # undoes a move that was already written


@dataclass(frozen=True, slots=True)
class Offered:
    """One of the people who were offered at a decision: their points, and why they did not fit, "" if they did."""

    agent: AgentId
    points: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's answer to one suggestion, or what an automatic rule did.

    `destination` is where the ticket is to go, None where it stays; `from_group` and `from_owner` are where it was.
    `rule`, `score` and `versions` are what was on the screen; `told` are those whom the rules wanted told, and who are
    told along with the move. `offered` are those whom the screen offered, in its order.
    """

    id: DecisionId
    ticket: TicketId
    kind: DecisionKind
    by: str  # the person at the console, by name
    at: datetime
    reason: str = ""
    destination: Destination | None = None
    score: int = 0
    versions: Versions | None = None
    undone_at: datetime | None = None
    instead_of: DecisionId | None = None  # the decision that stood before and that this one replaces
    rule: str = ""  # that the suggestion rested on; "" where the score alone did
    from_group: str = ""
    from_owner: AgentId | None = None
    told: tuple[str, ...] = ()
    offered: tuple[Offered, ...] = ()

    @property
    def automatic(self) -> bool:
        """Whether a rule acted by itself."""
        return self.by == BY_ITSELF

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDO_FOR


def standing_of(decisions: Sequence[Decision]) -> Decision | None:
    """The newest decision that was not undone, among those of one ticket, oldest first."""
    return next((each for each in reversed(decisions) if each.undone_at is None), None)
