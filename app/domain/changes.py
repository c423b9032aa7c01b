"""What is to be written to a helpdesk, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.tickets import NO_FIELDS, AgentId, Priority, Status, TicketId

ChangeId = NewType("ChangeId", str)  # made by the client (UUID4 hex); doubles as the idempotency key


@dataclass(frozen=True, slots=True)
class Assign:
    """Move the ticket to a group, to an owner, or both; None leaves that part as it is.

    `from_group` and `from_owner` are what the person saw when deciding: where the helpdesk now says something else
    (and not already what is wanted), somebody was faster, and the helpdesk wins. `or_nobody`: it may as well have been
    nobody's by then, as we may have lost its owner on the way ourselves.
    """

    group: str | None
    owner: AgentId | None
    from_group: str = ""
    from_owner: AgentId | None = None
    or_nobody: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """Set the ticket's own properties; None or absent leaves one as it is. `tags` are added, never removed."""

    status: Status | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: NO_FIELDS)


@dataclass(frozen=True, slots=True)
class Watch:
    """Let people hear of the ticket from now on, unseen by the customer: groups by name, people by address.

    Who hears of it already goes on to; nobody is ever taken off.
    """

    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Add an internal note that the customer does not see."""

    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer the customer in the same thread."""

    text: str


Verb = Assign | Update | Watch | Note | Reply


@dataclass(frozen=True, slots=True)
class Change:
    """What one decision or one note writes to one ticket, its verbs in the order in which they are applied.

    It has one effect however often it is delivered: a connector finds its own marker (`marker(id)`) before it adds a
    note or a reply again, and reads back before and after it assigns. `tried_at` is when it was last handed to the
    helpdesk without a receipt: what was written then may come to light later.
    """

    id: ChangeId
    ticket: TicketId
    verbs: tuple[Verb, ...]
    decided_at: datetime
    tried_at: datetime | None = None


class Outcome(StrEnum):
    """What a verb did, judged by reading the ticket back and never by the answer's status."""

    APPLIED = "applied"
    PARTLY = "partly"
    CONFLICT = "conflict"  # somebody else changed the same thing first; theirs stands
    DENIED = "denied"
    LOST = "lost"  # the ticket is gone, or out of our sight
    UNKNOWN = "unknown"  # could not be read back


@dataclass(frozen=True, slots=True)
class VerbOutcome:
    verb: str  # "assign", "update", "watch", "note", "reply"
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a change, verb by verb."""

    change: ChangeId
    at: datetime
    outcomes: tuple[VerbOutcome, ...]

    @property
    def outcome(self) -> Outcome:
        """The whole change's outcome: the one that all verbs share, the only bad one, or partly."""
        kinds = {each.outcome for each in self.outcomes}
        if len(kinds) == 1:
            return kinds.pop()
        if Outcome.UNKNOWN in kinds:
            return Outcome.UNKNOWN
        for alone in (Outcome.CONFLICT, Outcome.LOST):
            if kinds <= {Outcome.APPLIED, alone} and self._of("assign") is alone:
                return alone
        return Outcome.PARTLY

    @property
    def settled(self) -> bool:
        """False where trying again may still help."""
        return self.outcome is not Outcome.UNKNOWN

    def _of(self, verb: str) -> Outcome | None:
        return next((each.outcome for each in self.outcomes if each.verb == verb), None)


class ChangeState(StrEnum):
    """Where a change in the outbox stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"  # conflict, denied, lost or partly: a person should look
    WITHDRAWN = "withdrawn"


def marker(change: ChangeId) -> str:
    """The line by which a note or reply that was already written is recognised."""
    return f"Warmline reference {change}"
