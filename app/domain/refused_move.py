"""What is to be done about an acceptance that the helpdesk did not carry out: words for both, and the way back."""

import uuid
from dataclasses import dataclass

from app.domain.changes import Assign, Change, ChangeId, Note, Outcome, Receipt, Verb, VerbOutcome
from app.domain.routing import Destination
from app.domain.tickets import number_of
from app.domain.transfer import Transfer

_IDS = uuid.UUID("6f2a6bb1-58a0-4f7e-9d86-0f0b9c1b6d11")  # whoever settles an answer again makes the same change
_WHY = {
    Outcome.CONFLICT: "Somebody else changed it first.",
    Outcome.DENIED: "It did not say why.",
    Outcome.LOST: "The ticket is gone, or out of sight.",
    Outcome.PARTLY: "Only a part of it was done.",
    Outcome.UNKNOWN: "What became of it could not be read back.",
}
_ELSEWHERE = frozenset({Outcome.CONFLICT, Outcome.LOST})  # somebody else's word holds, and nothing is moved back
_HALFWAY = frozenset({Outcome.PARTLY, Outcome.UNKNOWN})  # what was moved, or may have been, is moved back


@dataclass(frozen=True, slots=True)
class RefusedMove:
    """An acceptance, and the helpdesk's answer to it.

    `to` is where it would have sent the ticket; `standing` is whether nobody has decided on the ticket since.
    """

    transfer: Transfer
    receipt: Receipt
    to: Destination
    standing: bool


def refusal(receipt: Receipt) -> str:
    """Why the ticket was not moved as wished, in the helpdesk's words; "" where it was, whatever else failed."""
    moved = _of(receipt, "assign")
    if moved is None or moved.outcome is Outcome.APPLIED:
        return ""
    return moved.why or _WHY[moved.outcome]


def refusal_words(refused: RefusedMove) -> str:
    """The same for the two at both ends, and whose the ticket is now."""
    transfer = refused.transfer
    return (
        f"{transfer.accepted_by} accepted {_number(transfer)} from {transfer.sender}, "
        f"but the helpdesk did not move it: {_stopped(refusal(refused.receipt))} {_whose(refused)}"
    )


def way_back(refused: RefusedMove) -> Change | None:
    """What puts the helpdesk right again: a note where ours says otherwise, and the move where a part of it was made.

    It is moved back only where nobody has decided since. None where the helpdesk was left as it was, or has gone its
    own way.
    """
    receipt = refused.receipt
    moved, noted = _of(receipt, "assign"), _of(receipt, "note")
    if moved is None or moved.outcome is Outcome.LOST:
        return None
    verbs: list[Verb] = []
    if noted is not None and noted.outcome is Outcome.APPLIED:
        verbs.append(Note(f"Not handed over after all. {refusal_words(refused)}"))
    if _is_moved_back(refused):
        verbs.append(_move_back(refused.transfer, refused.to, moved.outcome))
    return Change(way_back_id(receipt.change), refused.transfer.ticket, tuple(verbs), receipt.at) if verbs else None


def way_back_id(acceptance: ChangeId) -> ChangeId:
    """The identity of the change that puts right what the helpdesk answered to an acceptance."""
    return ChangeId(uuid.uuid5(_IDS, acceptance).hex)


def astray_words(transfer: Transfer, receipt: Receipt) -> str:
    """To both ends, where the helpdesk has answered the way back with a refusal, too."""
    return (
        f"{_number(transfer)} could not be put back to {transfer.sender}, who had offered it to "
        f"{transfer.accepted_by}: {_stopped(refusal(receipt))} Look in the helpdesk whose it is; it may be nobody's."
    )


def _whose(refused: RefusedMove) -> str:
    moved = _of(refused.receipt, "assign")
    if moved is not None and moved.outcome in _ELSEWHERE:
        return "What the helpdesk shows holds now."
    if not refused.standing:
        return "Somebody has decided on it since, and that holds."
    if _is_moved_back(refused):
        return f"It is being put back to {refused.transfer.sender}."
    return f"It is {refused.transfer.sender}'s again."


def _is_moved_back(refused: RefusedMove) -> bool:
    moved = _of(refused.receipt, "assign")
    return refused.standing and moved is not None and moved.outcome in _HALFWAY


def _move_back(transfer: Transfer, to: Destination, outcome: Outcome) -> Assign:
    """Where only a part was done, the new owner is not on it; where that is not known, they or nobody may be."""
    unknown = outcome is Outcome.UNKNOWN
    return Assign(
        group=transfer.from_group or None,
        owner=transfer.from_owner or transfer.holder,
        from_group=to.group,
        from_owner=to.agent if unknown else None,
        or_nobody=unknown,
    )


def _number(transfer: Transfer) -> str:
    return f"#{number_of(transfer.ticket)}"


def _stopped(said: str) -> str:
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _of(receipt: Receipt, verb: str) -> VerbOutcome | None:
    return next((each for each in receipt.outcomes if each.verb == verb), None)
