"""An acceptance that the helpdesk did not carry out is compensated in the transaction that settles its answer."""

from sqlalchemy import select

from app.domain.alerts import Alert, AlertKind, alert_id
from app.domain.changes import ChangeId, Receipt
from app.domain.decisions import Decision, DecisionId
from app.domain.refused_move import RefusedMove, astray_words, refusal, refusal_words, way_back, way_back_id
from app.domain.routing import Destination
from app.domain.transfer import NOBODY, Action, Deed, Transfer, TransferState, step
from app.store import decision_rows, outbox, transfer_rows
from app.store.alerts import raised
from app.store.codec import from_json
from app.store.database import Work
from app.store.lines import redraw
from app.store.tables import ChangeRow, DecisionRow
from app.store.transfer_tables import TransferRow


def compensate(work: Work, receipt: Receipt, *, standing: DecisionId | None) -> None:
    """Give the ticket back to its sender where the answer to an acceptance says that it was not moved, and tell both.

    The acceptance no longer stands, what was written of it is taken back, and nobody else need look at it. `standing`
    is the ticket's newest decision. Settling the same answer again changes nothing: the offer has ended then. Where the
    way back is refused as well, both are told that, and the change is left for a person to look at.
    """
    made = work.session.get(ChangeRow, receipt.change)
    why = refusal(receipt)
    if made is None or not why:
        return
    if made.decision is None:
        _tell_astray(work, made, receipt)
        return
    held = transfer_rows.accepted_as(work.session, made.decision)
    if held is None or held.decision is None or not held.stands:
        return
    action = Action(Deed.REFUSE, NOBODY, receipt.at, why)
    after = step(held, action)
    transfer_rows.change(work, held, after, action)
    refused = RefusedMove(after, receipt, _sent_to(work, after), standing=standing == held.decision)
    _take_back(work, refused)
    made.dismissed = True
    _tell_both(work, after, receipt, refusal_words(refused))
    redraw(work, [after.ticket])


def _sent_to(work: Work, transfer: Transfer) -> Destination:
    row = work.session.get_one(DecisionRow, transfer.decision)
    return from_json(Decision, row.decision).destination or Destination(transfer.to.group, transfer.to.tier)


def _take_back(work: Work, refused: RefusedMove) -> None:
    receipt = refused.receipt
    row = work.session.get_one(DecisionRow, refused.transfer.decision)
    decision_rows.undo(work, row, at=receipt.at, by=NOBODY.name)
    change = way_back(refused)
    if change is not None:
        outbox.put_note(work, change, by=NOBODY.name, at=receipt.at)


def _tell_astray(work: Work, change: ChangeRow, receipt: Receipt) -> None:
    """Nothing where the change is no way back."""
    query = select(TransferRow.transfer).where(
        TransferRow.ticket == change.ticket, TransferRow.state == str(TransferState.REFUSED)
    )
    for transfer in (from_json(Transfer, said) for said in work.session.scalars(query)):
        # an acceptance's change is called as its decision is
        if transfer.decision and way_back_id(ChangeId(transfer.decision)) == receipt.change:
            _tell_both(work, transfer, receipt, astray_words(transfer, receipt))


def _tell_both(work: Work, transfer: Transfer, receipt: Receipt, words: str) -> None:
    raised(
        work,
        Alert(
            alert_id(AlertKind.CAME_BACK, receipt.change),
            AlertKind.CAME_BACK,
            transfer.ticket,
            "",
            receipt.at,
            who=(transfer.sender, transfer.accepted_by),
            because=words,
        ),
    )
