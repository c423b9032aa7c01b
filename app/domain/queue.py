"""The ordered list of tickets as a person looks at it: lenses, and one row a ticket."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.score import ScoreState
from app.domain.tickets import Priority, Status, TicketId


class Lens(StrEnum):
    """The built-in views of the queue, in their order on the rail. Finished tickets are in none but a search."""

    SUGGESTED = "Suggested"  # an escalation is suggested and nobody has decided
    ASKED = "Customer asked"  # the customer demanded a supervisor
    SLA = "SLA soon"  # an SLA clock runs out within four hours, or has
    LOOPING = "Looping"  # a loop signal contributes
    SNOOZED = "Snoozed"  # set aside until a time or a reply
    MINE = "Mine"
    ALL = "All"


@dataclass(frozen=True, slots=True)
class LensCount:
    lens: Lens
    count: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """All that one row of the queue shows; cheap to make by the thousand.

    `points` is None while the ticket has not been scored. `tier` is the one suggested, None where nothing is.
    """

    ticket: TicketId
    number: str
    subject: str
    requester: str
    account: str
    status: Status
    priority: Priority
    created_at: datetime
    updated_at: datetime
    due_at: datetime | None
    points: int | None
    state: ScoreState
    top_reason: str
    tier: int | None
    owner: str
    decided: str = ""  # the decision that stands, in a word; empty where there is none
