"""All that passes between one person and their colleagues now: offers, questions, and what waits for a word after."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.consult import Consult
from app.domain.queue import QueueRow
from app.domain.routing import Candidate
from app.domain.tickets import TicketId
from app.domain.transfer import Said, Transfer, TransferState


class HandoffKind(StrEnum):
    """What a person has to do with it, in the order in which it matters; the value is what stands above each kind."""

    OFFERED = "Offered to you"
    ASKED = "Asked of you"
    OVER = "How did it go?"  # taken over by them, and its ticket is solved
    TAKEN = "Taken over by you"  # and still open
    IN_VAIN = "Not handed over after all"  # accepted by them, and the helpdesk did not move it
    SENT = "Sent by you"


@dataclass(frozen=True, slots=True)
class Handoff:
    """One offer or one question, from where a person stands.

    `row` is None where the ticket is not in the store any more; `me` is the person with their load, for offers to them.
    """

    kind: HandoffKind
    matter: Transfer | Consult
    row: QueueRow | None = None
    me: Candidate | None = None

    @property
    def id(self) -> str:
        return self.matter.id

    @property
    def ticket(self) -> TicketId:
        return self.matter.ticket

    @property
    def transfer(self) -> Transfer | None:
        """The offer; None where it is a question."""
        return self.matter if isinstance(self.matter, Transfer) else None

    @property
    def thread(self) -> tuple[Said, ...]:
        """What the two said to each other."""
        return self.matter.thread

    @property
    def colleague(self) -> str:
        """The other end, by name: a person, or the group."""
        sent = self.kind is HandoffKind.SENT
        if isinstance(self.matter, Transfer):
            return self.matter.receiver if sent else self.matter.sender
        return self.matter.asked if sent else self.matter.by

    @property
    def can_speak(self) -> bool:
        """Whether something can be said to the other end; a sender can answer, but not begin."""
        if self.kind is HandoffKind.OVER or not self.matter.is_open:
            return False
        begun = self.matter.state in {TransferState.ASKED, TransferState.ANSWERED}
        return begun or self.kind is not HandoffKind.SENT or isinstance(self.matter, Consult)

    @property
    def can_withdraw(self) -> bool:
        return self.kind is HandoffKind.SENT and self.matter.is_open

    def waits_for(self, person: str) -> bool:
        """Whether it is this person's turn."""
        if self.kind is HandoffKind.OVER:
            return True
        if not self.matter.is_open:
            return False
        if isinstance(self.matter, Consult):
            return self.thread[-1].by != person
        asked = self.matter.state is TransferState.ASKED
        return asked if self.kind is HandoffKind.SENT else not asked
