"""What a person did with a suggestion, and how long they may take it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.routing import Destination
from app.domain.tickets import TicketId
from app.domain.triage import Versions

DecisionId = NewType("DecisionId", str)  # made by the client (UUID4 hex), so that recording one twice changes nothing

UNDO_FOR = timedelta(seconds=10)  # how long a write-back waits for second thoughts

AUTOMATIC = "Warmline"  # who decided where a rule acted by itself


class DecisionKind(StrEnum):
    ACCEPT = "accept"
    OVERRIDE = "override"  # another tier or person, or stay; always with a reason
    NOT_NEEDED = "not needed"
    TRANSFER = "transfer"  # somebody accepted it, as a warm transfer or handed back


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's answer to one suggestion.

    `destination` is where the ticket is to go, None where it stays. `score` and `versions` are what was on the screen.
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

    @property
    def undoable_until(self) -> datetime:
        return self.at + UNDO_FOR
