"""Changes that wait to be written to a helpdesk: claimed under a lease, delivered in order, settled once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.domain.changes import Change, ChangeState, Note, Outcome, Receipt
from app.domain.tickets import ConnectionName, connection_of
from app.store import audit
from app.store.codec import from_json, to_json
from app.store.database import Work
from app.store.lines import redraw
from app.store.tables import ChangeRow, TicketRow

UNSETTLED = (str(ChangeState.WAITING), str(ChangeState.SENDING))


@dataclass(frozen=True, slots=True)
class Claim:
    """A change that is ours to deliver until the lease runs out. `attempt`, from 1, is what proves that it still is."""

    change: Change
    attempt: int
    connection: ConnectionName


def put(
    work: Work,
    change: Change,
    *,
    place: int,
    not_before: datetime,
    decision: str | None = None,
    note: str = "",
) -> None:
    """Let a change wait; one that is already in the outbox stays as it is."""
    row = {
        "id": change.id,
        "ticket": change.ticket,
        "connection": _connection(work.session, change),
        "decision": decision,
        "change": to_json(change),
        "note": note,
        "state": str(ChangeState.WAITING),
        "not_before": not_before,
        "claimed_until": None,
        "attempt": 0,
        "receipt": None,
        "problem": "",
        "at": change.decided_at,
        "dismissed": False,
        "made": work.revision,
        "place": place,
        "revision": work.revision,
    }
    work.add(ChangeRow, [row])


def put_note(work: Work, change: Change, *, by: str, at: datetime) -> None:
    """Let a change wait that is no decision's, with its audit entry; its note is shown on the ticket meanwhile."""
    text = "\n".join(verb.text for verb in change.verbs if isinstance(verb, Note))
    put(work, change, place=0, not_before=at, note=text)
    audit.append(work, f"note {change.id}", at=at, by=by, what=to_json(change))


def any_due(session: Session, now: datetime, connection: ConnectionName | None) -> bool:
    return session.scalar(select(ChangeRow.id).where(_due(now, connection)).limit(1)) is not None


def claim_due(
    work: Work, now: datetime, *, connection: ConnectionName | None, lease: timedelta, limit: int
) -> tuple[Claim, ...]:
    """Claim changes that are due, at most one a ticket and that its first."""
    rows = work.session.scalars(
        select(ChangeRow)
        .where(_due(now, connection))
        .order_by(ChangeRow.made, ChangeRow.place)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    claims = tuple(Claim(_change(row), row.attempt + 1, ConnectionName(row.connection)) for row in rows)
    work.session.execute(
        update(ChangeRow)
        .where(ChangeRow.id.in_([claim.change.id for claim in claims]))
        .values(
            state=str(ChangeState.SENDING),
            attempt=ChangeRow.attempt + 1,
            claimed_until=now + lease,
            at=now,
            revision=work.revision,
        )
        .execution_options(synchronize_session=False)
    )
    redraw(work, [claim.change.ticket for claim in claims])
    return claims


def settle(work: Work, claim: Claim, receipt: Receipt) -> bool:
    """Close a change with what became of it. False where the lease ran out and somebody else has claimed it since.

    Settling again with the same receipt is True: a commit whose answer was lost can be repeated.
    """
    written = to_json(receipt)
    done = receipt.outcome is Outcome.APPLIED
    state = str(ChangeState.DONE if done else ChangeState.FAILED)
    why = "" if done else "; ".join(dict.fromkeys(each.why for each in receipt.outcomes if each.why))
    if _move(work, claim, state=state, receipt=written, problem=why, at=receipt.at):
        return True
    held = work.session.get(ChangeRow, claim.change.id)
    return held is not None and held.attempt == claim.attempt and held.receipt == written


def wait_again(work: Work, claim: Claim, *, not_before: datetime, problem: str) -> bool:
    """Put a claimed change back; False where it is no longer ours."""
    return _move(work, claim, state=str(ChangeState.WAITING), not_before=not_before, problem=problem)


def _move(work: Work, claim: Claim, **values: Any) -> bool:
    moved = work.session.execute(
        update(ChangeRow)
        .where(
            ChangeRow.id == claim.change.id,
            ChangeRow.attempt == claim.attempt,
            ChangeRow.state == str(ChangeState.SENDING),
        )
        .values(claimed_until=None, revision=work.revision, **values)
        .returning(ChangeRow.ticket)
    ).all()
    redraw(work, [row.ticket for row in moved])
    return bool(moved)


def _change(row: ChangeRow) -> Change:
    """The change as it was decided, with when it was last on its way."""
    return replace(from_json(Change, row.change), tried_at=row.at if row.attempt else None)


def _due(now: datetime, connection: ConnectionName | None) -> ColumnElement[bool]:
    """Waiting long enough, or left behind by a courier whose lease ran out, and the first of its ticket."""
    earlier = aliased(ChangeRow)
    before_it = exists().where(
        earlier.ticket == ChangeRow.ticket,
        earlier.state.in_(UNSETTLED),
        or_(earlier.made < ChangeRow.made, and_(earlier.made == ChangeRow.made, earlier.place < ChangeRow.place)),
    )
    ripe = or_(
        and_(ChangeRow.state == str(ChangeState.WAITING), ChangeRow.not_before <= now),
        and_(ChangeRow.state == str(ChangeState.SENDING), ChangeRow.claimed_until <= now),
    )
    where = [ripe, ~before_it]
    if connection is not None:
        where.append(ChangeRow.connection == connection)
    return and_(*where)


def _connection(session: Session, change: Change) -> str:
    known = session.scalar(select(TicketRow.connection).where(TicketRow.id == change.ticket))
    return known if known is not None else connection_of(change.ticket)
