"""Changes to transfers inside somebody's transaction, each fenced by the version that it was made from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from app.domain.tickets import Ticket
from app.domain.transfer import NOBODY, Action, Actor, Deed, Transfer, step
from app.store import audit, private_words
from app.store.codec import from_json, to_json
from app.store.database import Work
from app.store.tables import TicketRow
from app.store.transfer_tables import TransferRow


def as_it_was(before: Transfer) -> ColumnElement[bool]:
    """The row of an offer, if nobody has changed it since it was read: of two who accept at once, one finds none."""
    return and_(TransferRow.id == before.id, TransferRow.version == before.version)


def same_ticket(session: Session, ticket: Ticket) -> bool:
    """Whether the helpdesk's word on the ticket is still the one that was read."""
    row = session.get(TicketRow, ticket.id)
    return row is not None and (row.version, row.lost, row.merged_into) == (
        ticket.version,
        ticket.lost,
        ticket.merged_into,
    )


def make(work: Work, transfer: Transfer) -> bool:
    """Keep a new offer with its audit entry; False where it is there already."""
    if not work.added(TransferRow, {"id": transfer.id, **_columns(transfer, work.revision)}):
        return False
    private_words.keep(work, transfer)
    _log(work, transfer, by=transfer.sender, at=transfer.offered_at)
    return True


def change(work: Work, before: Transfer, after: Transfer, action: Action) -> bool:
    """Put `after`, which the action made of it, in the place of `before`; False where somebody else was faster."""
    changed = work.session.execute(
        update(TransferRow)
        .where(as_it_was(before))
        .values(**_columns(after, work.revision))
        .returning(TransferRow.id)
        .execution_options(synchronize_session=False)
    ).first()
    if changed is None:
        return False
    private_words.keep(work, after, already=before.thread)
    _log(work, after, by=action.by.name, at=action.at)
    return True


def open_on(session: Session, tickets: Sequence[str]) -> dict[str, Transfer]:
    """The offers of these tickets that are open, by ticket, without what was said."""
    rows = session.execute(
        select(TransferRow.ticket, TransferRow.transfer).where(TransferRow.ticket.in_(tickets), TransferRow.open)
    )
    return {ticket: from_json(Transfer, said) for ticket, said in rows}


def overtake(work: Work, transfer: Transfer, why: str, *, at: datetime) -> None:
    """End an offer because its ticket is decided on by a rule that acts at once."""
    action = Action(Deed.OVERTAKE, NOBODY, at, why)
    change(work, transfer, step(transfer, action), action)


def reopen(work: Work, decision: str, *, by: str, at: datetime) -> None:
    """The acceptance that was this decision is taken back, so its offer is open again; the log says by whom."""
    held = accepted_as(work.session, decision)
    if held is not None:
        action = Action(Deed.TAKE_BACK, Actor(held.ended_by), at)
        change(work, held, step(held, action), replace(action, by=Actor(by)))


def offered_on(session: Session, decision: str) -> bool:
    """Whether what this decision accepted is on offer to the next one: then it can no longer be taken back."""
    held = accepted_as(session, decision)
    return held is not None and bool(open_on(session, [held.ticket]))


def accepted_as(session: Session, decision: str) -> Transfer | None:
    """The offer whose acceptance this decision is, or was, without what was said."""
    said = session.scalar(select(TransferRow.transfer).where(TransferRow.decision == decision))
    return from_json(Transfer, said) if said is not None else None


def _columns(transfer: Transfer, revision: int) -> dict[str, object]:
    return {
        "ticket": transfer.ticket,
        "sender": transfer.sender,
        "state": str(transfer.state),
        "open": transfer.is_open,
        "version": transfer.version,
        "offered_at": transfer.offered_at,
        "expires_at": transfer.expires_at,
        "decision": transfer.decision,
        "transfer": to_json(private_words.wordless(transfer)),
        "revision": revision,
    }


def _log(work: Work, transfer: Transfer, *, by: str, at: datetime) -> None:
    """Who did what and when. What the two said to each other is theirs and stays out of the log."""
    said = to_json(private_words.wordless(transfer))
    audit.append(work, f"transfer {transfer.id} {transfer.version}", at=at, by=by, what=said)
