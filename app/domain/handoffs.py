"""What the receiving end of a warm transfer sees, and what it says of it afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from app.domain.consult import Consult
from app.domain.queue import QueueRow
from app.domain.routing import Candidate
from app.domain.snooze import Miss, Snooze
from app.domain.transfer import Transfer, TransferId

Arranged = Transfer | Consult | Snooze | Miss  # what a person set going that is no decision, and can take back

FeedbackId = NewType("FeedbackId", str)  # made by the client (UUID4 hex)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with its ticket's row, and the person it is shown to with their load (`me.consequence` is it after).

    `row` is None where the ticket is not in the store any more; `me` where the helpdesk does not know the person.
    """

    transfer: Transfer
    row: QueueRow | None
    me: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Consulted:
    """A consult with its ticket's row."""

    consult: Consult
    row: QueueRow | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """The receiver's two answers once the ticket is over; None is "cannot tell". A later one replaces it."""

    id: FeedbackId
    transfer: TransferId
    by: str
    at: datetime
    necessary: bool | None  # or could the sender's tier have solved it?
    complete: bool | None  # was all that was needed in the brief?
    why: str = ""
