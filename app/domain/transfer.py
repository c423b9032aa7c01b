"""Warm transfer: an offered ticket stays with its sender until somebody at the other end accepts it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.domain.changes import ChangeId
from app.domain.decisions import UNDO_FOR, DecisionId
from app.domain.routing import Destination
from app.domain.tickets import AgentId, Ticket, TicketId, number_of
from app.errors import BadInput, Refused

TransferId = NewType("TransferId", str)  # made by the client (UUID4 hex), so that offering twice offers once
SaidId = NewType("SaidId", str)  # likewise

OFFER_FOR = timedelta(minutes=30)  # how long an offer waits, where nobody says otherwise


class TransferState(StrEnum):
    """Where an offer stands. The first three are open; the others are its end."""

    OFFERED = "offered"
    ASKED = "asked"  # the receiver's question waits for the sender's answer
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # the ticket was solved, reassigned, merged or deleted meanwhile
    REFUSED = "refused"  # it was accepted, and the helpdesk would not make the move


OPEN = frozenset({TransferState.OFFERED, TransferState.ASKED, TransferState.ANSWERED})


class Deed(StrEnum):
    """What can be done with an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    ASK = "ask"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    OVERTAKE = "overtake"
    TAKE_BACK = "take back"  # the acceptance, as long as nothing of it was written: the caller sees to that
    RECONSIDER = "reconsider"  # one's own decline, within seconds
    REFUSE = "refuse"  # the helpdesk's answer to the acceptance; never after it has made the move


LEADS_TO: Mapping[Deed, tuple[frozenset[TransferState], TransferState]] = {
    Deed.ACCEPT: (OPEN, TransferState.ACCEPTED),
    Deed.DECLINE: (OPEN, TransferState.DECLINED),
    Deed.ASK: (OPEN, TransferState.ASKED),
    Deed.ANSWER: (frozenset({TransferState.ASKED, TransferState.ANSWERED}), TransferState.ANSWERED),
    Deed.WITHDRAW: (OPEN, TransferState.WITHDRAWN),
    Deed.EXPIRE: (OPEN, TransferState.EXPIRED),
    Deed.OVERTAKE: (OPEN, TransferState.OVERTAKEN),
    Deed.TAKE_BACK: (frozenset({TransferState.ACCEPTED}), TransferState.OFFERED),
    Deed.RECONSIDER: (frozenset({TransferState.DECLINED}), TransferState.OFFERED),
    Deed.REFUSE: (frozenset({TransferState.ACCEPTED}), TransferState.REFUSED),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something: by name, and as the ticket's helpdesk knows them."""

    name: str
    agent: AgentId | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One message between sender and receiver; it is theirs alone and is never written to the helpdesk."""

    id: SaidId
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class AttachedBrief:
    """The brief as it was when the ticket was offered: its version, and its text for the note that is written back."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One offer of one ticket, from one person to a person or a group, with all that was said and what became of it.

    `from_group` and `from_owner` are where the helpdesk had it when it was offered; `claim` is the change that made the
    sender its owner there (`holder`) because nobody was. `version` counts its changes, from 1, and fences them.
    """

    id: TransferId
    ticket: TicketId
    sender: str  # by name
    to: Destination  # its `agent` is None where the offer is to the whole group
    offered_at: datetime
    expires_at: datetime
    to_name: str = ""  # the person's, "" for a group
    note: str = ""
    brief: AttachedBrief | None = None
    from_group: str = ""
    from_owner: AgentId | None = None
    holder: AgentId | None = None
    claim: ChangeId | None = None
    state: TransferState = TransferState.OFFERED
    version: int = 1
    thread: tuple[Said, ...] = ()
    ended_at: datetime | None = None
    ended_by: str = ""  # "" for the clock and the helpdesk
    why: str = ""  # why it was declined; what overtook it; what the helpdesk said
    decision: DecisionId | None = None  # the acceptance, with its write-back
    accepted_by: str = ""  # who accepted it in vain, where the helpdesk refused the move

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def stands(self) -> bool:
        """Whether it was accepted, and that still holds."""
        return self.state is TransferState.ACCEPTED

    @property
    def owner(self) -> str:
        """Whose ticket it is, by name: the sender's, until somebody accepts, and again where that is refused."""
        return self.ended_by if self.stands else self.sender

    @property
    def receiver(self) -> str:
        """Whom it is offered to, in words."""
        return self.to_name or self.to.group

    @property
    def undoable_until(self) -> datetime:
        """How long the offer, or its decline, is shown as just made; an offer can be withdrawn while it is open."""
        declined = self.ended_at if self.state is TransferState.DECLINED else None
        return (declined or self.offered_at) + UNDO_FOR

    def seen_by(self, actor: Actor) -> "Transfer":
        """The offer as this person may see it: what was said stays between those who said it."""
        concerned = actor.name in {self.sender, self.ended_by, self.accepted_by, *(each.by for each in self.thread)}
        return self if concerned or self.is_for(actor) else replace(self, thread=())

    def is_for(self, actor: Actor) -> bool:
        """Whether this person may answer the offer."""
        if actor.name == self.sender or actor.agent is None:
            return False
        return actor.agent == self.to.agent if self.to.agent else self.to.group in actor.groups


@dataclass(frozen=True, slots=True)
class Action:
    """One deed. `id` is made by the client: of a message, or of the decision that an acceptance is recorded as."""

    deed: Deed
    by: Actor
    at: datetime
    text: str = ""  # a question, an answer, why it was declined, what overtook it, what the helpdesk said
    id: str = ""


NOBODY = Actor("")  # the clock and the helpdesk


def step(transfer: Transfer, action: Action) -> Transfer:
    """The offer after the deed; the very same value where the deed was done before, so that repeating is harmless.

    Raises `Refused`, with what happened instead, where it cannot be done: it has ended, it is somebody else's to do, or
    it is not the time. Acceptance alone changes whose ticket it is, and its undoing and its refusal change that back.
    """
    if _done_before(transfer, action):
        return transfer
    possible, state = LEADS_TO[action.deed]
    if transfer.state not in possible:
        raise Refused(_not_now(transfer, action.deed))
    _check_who(transfer, action)
    _check_when(transfer, action)
    return replace(_EFFECTS[action.deed](transfer, action, state), version=transfer.version + 1)


def overtaken_by(transfer: Transfer, ticket: Ticket, *, owner_name: str = "") -> str:
    """What the helpdesk did with an offered ticket meanwhile, in words; "" where it left it alone."""
    if ticket.merged_into is not None:
        return f"it was merged into #{number_of(ticket.merged_into)}"
    if ticket.lost:
        return "it was deleted, or moved out of sight"
    if ticket.status.finished:
        return f"it was {ticket.status}"
    if ticket.owner not in {transfer.from_owner, transfer.holder or transfer.from_owner}:
        return f"it was assigned to {owner_name or ticket.owner}" if ticket.owner else "its owner was taken off it"
    if ticket.group != transfer.from_group:
        return f"it was moved to {ticket.group or 'no group'}"
    return ""


def ending_words(transfer: Transfer) -> str:
    """How an offer ended, in a sentence without its beginning: "Ben declined it: not mine"."""
    why = f": {transfer.why}" if transfer.why else ""
    return {
        TransferState.ACCEPTED: f"{transfer.ended_by} accepted it",
        TransferState.DECLINED: f"{transfer.ended_by} declined it{why}",
        TransferState.EXPIRED: f"nobody answered in time, and it stays with {transfer.sender}",
        TransferState.WITHDRAWN: f"{transfer.ended_by} took the offer back",
        TransferState.OVERTAKEN: f"the offer is void: {transfer.why}",
        TransferState.REFUSED: f"{transfer.accepted_by} accepted it, but the helpdesk did not move it{why}",
    }.get(transfer.state, f"it is offered to {transfer.receiver}")


def said_before(thread: Sequence[Said], id_: str, *, by: str, text: str) -> bool:
    """Whether this message is there already: by its id, or as the last words, by the same person.

    Whoever did not hear that their words had arrived sends them once more, and means to say them once.
    """
    last = thread[-1] if thread else None
    return any(each.id == id_ for each in thread) or (last is not None and (last.by, last.text) == (by, text.strip()))


def _done_before(transfer: Transfer, action: Action) -> bool:
    if action.deed in {Deed.ASK, Deed.ANSWER}:
        return said_before(transfer.thread, action.id, by=action.by.name, text=action.text)
    if action.deed in {Deed.TAKE_BACK, Deed.RECONSIDER}:
        return transfer.is_open
    return transfer.state is LEADS_TO[action.deed][1] and transfer.ended_by == action.by.name


def _not_now(transfer: Transfer, deed: Deed) -> str:
    """Why a deed is not possible in the state that the offer is in, and what to do."""
    if transfer.is_open:
        return "Nothing was asked yet, so there is nothing to answer; the note went along with the offer."
    ended = ending_words(transfer)
    if deed is Deed.WITHDRAW and transfer.state is TransferState.ACCEPTED:
        return f"Too late: {ended} already. Ask them for it back."
    return f"Too late: {ended}."


def _check_who(transfer: Transfer, action: Action) -> None:
    deed, by = action.deed, action.by
    if deed in {Deed.ACCEPT, Deed.DECLINE, Deed.ASK} and not transfer.is_for(by):
        raise Refused(f"This ticket is offered to {transfer.receiver}; only they can {deed} it.")
    if deed in {Deed.ANSWER, Deed.WITHDRAW} and by.name != transfer.sender:
        raise Refused(f"{transfer.sender} offered this ticket; only they can {deed} here.")
    if deed in {Deed.EXPIRE, Deed.OVERTAKE, Deed.REFUSE} and by != NOBODY:
        raise Refused(f"Nobody can {deed} an offer; the clock and the helpdesk see to that.")
    if deed is Deed.TAKE_BACK and by.name != transfer.ended_by:
        raise Refused(f"{transfer.ended_by} accepted this ticket; only they can take that back.")
    if deed is Deed.RECONSIDER and by.name != transfer.ended_by:
        raise Refused(f"{transfer.ended_by} declined this offer; only they can take that back.")


def _check_when(transfer: Transfer, action: Action) -> None:
    expired = action.at >= transfer.expires_at
    if action.deed is Deed.EXPIRE and not expired:
        raise Refused("The offer has not expired yet.")
    if action.deed is Deed.RECONSIDER and (expired or action.at >= transfer.undoable_until):
        raise Refused(f"Too late: {ending_words(transfer)}. {transfer.sender} can offer it to you again.")
    if action.deed in {Deed.ACCEPT, Deed.DECLINE, Deed.ASK} and expired:
        raise Refused(f"Too late: {ending_words(replace(transfer, state=TransferState.EXPIRED))}.")


def _speak(transfer: Transfer, action: Action, state: TransferState) -> Transfer:
    text = action.text.strip()
    if not text:
        raise BadInput(f"There is nothing to {action.deed}: the text is empty.")
    said = Said(SaidId(action.id), action.by.name, action.at, text)
    return replace(transfer, state=state, thread=(*transfer.thread, said))


def _end(transfer: Transfer, action: Action, state: TransferState) -> Transfer:
    return replace(
        transfer, state=state, ended_at=action.at, ended_by=action.by.name, why=_why(transfer, action), decision=None
    )


def _why(transfer: Transfer, action: Action) -> str:
    text = action.text.strip()
    if action.deed is Deed.DECLINE and not text:
        raise BadInput(f"{transfer.sender} needs a reason to go on with; a few words are enough.")
    return text if action.deed in {Deed.DECLINE, Deed.OVERTAKE, Deed.REFUSE} else ""


def _accept(transfer: Transfer, action: Action, state: TransferState) -> Transfer:
    return replace(_end(transfer, action, state), decision=DecisionId(action.id))


def _refuse(transfer: Transfer, action: Action, state: TransferState) -> Transfer:
    """The hop stays, with the acceptance and whose it was."""
    return replace(_end(transfer, action, state), decision=transfer.decision, accepted_by=transfer.ended_by)


def _reopen(transfer: Transfer, _action: Action, _state: TransferState) -> Transfer:
    """As it was before the acceptance, or the decline; the clock has gone on."""
    last = transfer.thread[-1].by if transfer.thread else ""
    state = TransferState.ANSWERED if last == transfer.sender else TransferState.ASKED
    state = state if transfer.thread else TransferState.OFFERED
    return replace(transfer, state=state, ended_at=None, ended_by="", why="", decision=None)


_EFFECTS: Mapping[Deed, Callable[[Transfer, Action, TransferState], Transfer]] = {
    Deed.ACCEPT: _accept,
    Deed.DECLINE: _end,
    Deed.ASK: _speak,
    Deed.ANSWER: _speak,
    Deed.WITHDRAW: _end,
    Deed.EXPIRE: _end,
    Deed.OVERTAKE: _end,
    Deed.TAKE_BACK: _reopen,
    Deed.RECONSIDER: _reopen,
    Deed.REFUSE: _refuse,
}
