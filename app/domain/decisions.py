"""What a person did with a suggestion, and how long they may take it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.routing import Destination
from app.domain.tickets import AgentId, TicketId
from app.domain.triage import Versions

DecisionId = NewType("DecisionId", str)  # made by the client (UUID4 hex), so that recording one twice changes nothing

UNDO_FOR = timedelta(seconds=10)  # how long a write-back waits for second thoughts


class DecisionKind(StrEnum):
    ACCEPT = "accept"
    OVERRIDE = "override"  # another tier or person, or stay; always with a reason
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Offered:
    """One of the people who were offered at a decision: their points, and why they did not fit, "" if they did."""

    agent: AgentId
    points: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's answer to one suggestion.

    `destination` is where the ticket is to go, None where it stays. `score`, `versions` and `offered`, in its order,
    are what was on the screen.
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
    offered: tuple[Offered, ...] = ()

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDO_FOR
