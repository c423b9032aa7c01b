"""What is to be done about an acceptance that the helpdesk did not carry out: words for both, and the way back."""

import uuid

from app.domain.changes import Assign, Change, ChangeId, Note, Outcome, Receipt, Verb, VerbOutcome
from app.domain.routing import Destination
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


def refusal(receipt: Receipt) -> str:
    """Why the ticket was not moved as accepted, in the helpdesk's words; "" where it was, whatever else failed."""
    moved = _of(receipt, "assign")
    if moved is None or moved.outcome is Outcome.APPLIED:
        return ""
    return moved.why or _WHY[moved.outcome]


def refusal_words(transfer: Transfer, receipt: Receipt) -> str:
    """The same for the two at both ends, and whose the ticket is now."""
    moved = _of(receipt, "assign")
    theirs = moved is not None and moved.outcome in _ELSEWHERE
    whose = "What the helpdesk shows holds now." if theirs else f"It is {transfer.sender}'s again."
    said = refusal(receipt)
    stop = "" if said.endswith((".", "!", "?")) else "."
    return (
        f"{transfer.accepted_by} accepted #{transfer.ticket.partition(':')[2]} from {transfer.sender}, "
        f"but the helpdesk did not move it: {said}{stop} {whose}"
    )


def way_back(transfer: Transfer, receipt: Receipt, *, to: Destination, standing: bool) -> Change | None:
    """What puts the helpdesk right again: a note where ours says otherwise, and the move where a part of it was made.

    `to` is where the acceptance would have sent the ticket; it is moved back only where nobody has decided since
    (`standing`). None where the helpdesk was left as it was, or has gone its own way.
    """
    moved, noted = _of(receipt, "assign"), _of(receipt, "note")
    if moved is None or moved.outcome is Outcome.LOST:
        return None
    verbs: list[Verb] = []
    if noted is not None and noted.outcome is Outcome.APPLIED:
        verbs.append(Note(f"Not handed over after all. {refusal_words(transfer, receipt)}"))
    if standing and moved.outcome in {Outcome.PARTLY, Outcome.UNKNOWN}:
        verbs.append(_move_back(transfer, to, moved.outcome))
    id_ = ChangeId(uuid.uuid5(_IDS, receipt.change).hex)
    return Change(id_, transfer.ticket, tuple(verbs), receipt.at) if verbs else None


def _move_back(transfer: Transfer, to: Destination, outcome: Outcome) -> Assign:
    """Where only a part was done, the new owner is not on it; where that is not known, they may be."""
    return Assign(
        group=transfer.from_group or None,
        owner=transfer.from_owner or transfer.holder,
        from_group=to.group,
        from_owner=to.agent if outcome is Outcome.UNKNOWN else None,
    )


def _of(receipt: Receipt, verb: str) -> VerbOutcome | None:
    return next((each for each in receipt.outcomes if each.verb == verb), None)
