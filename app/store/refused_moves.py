"""An acceptance that the helpdesk did not carry out is compensated in the transaction that settles its answer."""

from sqlalchemy import update

from app.domain.alerts import Alert, AlertKind, alert_id
from app.domain.changes import Note, Receipt
from app.domain.decisions import Decision, DecisionId
from app.domain.refused_move import refusal, refusal_words, way_back
from app.domain.routing import Destination
from app.domain.transfer import NOBODY, Action, Deed, Transfer, step
from app.store import audit, outbox, transfer_rows
from app.store.alerts import raised
from app.store.codec import from_json, to_json
from app.store.database import Work
from app.store.lines import redraw
from app.store.tables import ChangeRow, DecisionRow


def compensate(work: Work, receipt: Receipt, *, standing: DecisionId | None) -> None:
    """Give the ticket back to its sender where the answer to an acceptance says that it was not moved, and tell both.

    The acceptance no longer stands, what was written of it is taken back, and nobody else need look at it. `standing`
    is the ticket's newest decision. Settling the same answer again changes nothing: the offer has ended then.
    """
    made = work.session.get(ChangeRow, receipt.change)
    why = refusal(receipt)
    held = transfer_rows.accepted_as(work.session, made.decision) if made and made.decision and why else None
    if made is None or held is None or held.decision is None or not held.stands:
        return
    action = Action(Deed.REFUSE, NOBODY, receipt.at, why)
    after = step(held, action)
    transfer_rows.change(work, held, after, action)
    _take_back(work, after, receipt, standing=standing == held.decision)
    made.dismissed = True
    _tell_both(work, after, receipt)
    redraw(work, [after.ticket])


def _take_back(work: Work, transfer: Transfer, receipt: Receipt, *, standing: bool) -> None:
    row = work.session.get_one(DecisionRow, transfer.decision)
    to = from_json(Decision, row.decision).destination or Destination(transfer.to.group, transfer.to.tier)
    work.session.execute(
        update(DecisionRow).where(DecisionRow.id == row.id).values(undone_at=receipt.at, revision=work.revision)
    )
    audit.append(work, f"undo {row.id}", at=receipt.at, by=NOBODY.name, what=row.decision)
    change = way_back(transfer, receipt, to=to, standing=standing)
    if change is not None:
        note = "\n".join(verb.text for verb in change.verbs if isinstance(verb, Note))
        outbox.put(work, change, place=0, not_before=receipt.at, note=note)
        audit.append(work, f"note {change.id}", at=receipt.at, by=NOBODY.name, what=to_json(change))


def _tell_both(work: Work, transfer: Transfer, receipt: Receipt) -> None:
    raised(
        work,
        Alert(
            alert_id(AlertKind.CAME_BACK, receipt.change),
            AlertKind.CAME_BACK,
            transfer.ticket,
            "",
            receipt.at,
            who=(transfer.sender, transfer.accepted_by),
            because=refusal_words(transfer, receipt),
        ),
    )
