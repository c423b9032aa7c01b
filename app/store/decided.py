"""What people did: decisions and notes, each with its audit entry and its write-back in one transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.domain.changes import Change, ChangeState, Receipt
from app.domain.decisions import Decision, DecisionId
from app.domain.health import FailedChange
from app.domain.opened import Delivery
from app.domain.tickets import ConnectionName, TicketId
from app.errors import Refused
from app.store import audit, decision_rows, outbox, transfer_rows
from app.store.alerts import raise_move
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work
from app.store.decision_rows import decision_from
from app.store.lines import redraw
from app.store.outbox import Claim
from app.store.refused_moves import compensate
from app.store.snooze_rows import wake
from app.store.tables import ChangeRow, DecisionRow, DraftRow, TicketRow

WAITING = str(ChangeState.WAITING)
FAILED = str(ChangeState.FAILED)
SHOWN = 50  # failed write-backs at once


class Decided:
    """The tables that deciding writes. Ids are the caller's, so each write can be repeated when its answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, decision: Decision, changes: tuple[Change, ...], *, not_before: datetime) -> None:
        """Record a decision, its audit entry, and what it writes to the helpdesk, all or nothing, durably.

        Recording the same id again changes nothing. Raises `Refused` where a decision stands on the ticket that is not
        the one which this one replaces (`decision.instead_of`): somebody else was faster.
        """
        with self._database.write() as work:
            if work.session.get(DecisionRow, decision.id) is not None:
                raise NothingToWrite
            _check_standing(work.session, decision)
            _clear_of_offers(work, decision)
            if not record_in(work, decision, changes, instead_of=decision.instead_of, not_before=not_before):
                raise NothingToWrite

    def undo(self, decision: DecisionId, *, at: datetime, by: str = "") -> bool:
        """Take a decision back. False, and nothing changed, where one of its changes was ever on its way.

        Undoing what is undone is True. `by` is who takes it back; where it is empty, who had made it.
        """
        done = False
        with self._database.write() as work:
            held = work.session.get(DecisionRow, decision)
            if held is None:
                raise NothingToWrite
            done = held.undone_at is not None
            if done or not _all_wait(work, decision) or transfer_rows.offered_on(work.session, decision):
                raise NothingToWrite
            _withdraw(work, held, at, by)
            done = True
        return done  # noqa: RET504 - NothingToWrite jumps here from above

    def decisions(self, ticket: TicketId) -> tuple[Decision, ...]:
        """What was decided about a ticket, oldest first, undone ones included."""
        query = select(DecisionRow).where(DecisionRow.ticket == ticket).order_by(DecisionRow.made)
        with self._database.read() as session:
            return tuple(decision_from(row) for row in session.scalars(query))

    def deliveries(self, ticket: TicketId) -> tuple[Delivery, ...]:
        """What became of a ticket's write-backs, oldest first."""
        query = select(ChangeRow).where(ChangeRow.ticket == ticket).order_by(ChangeRow.made, ChangeRow.place)
        with self._database.read() as session:
            return tuple(_delivery(row) for row in session.scalars(query))

    def add_note(self, change: Change, *, by: str, at: datetime) -> None:
        """Send a plain note: into the outbox and the audit log, and its draft is gone, in one transaction."""
        with self._database.write() as work:
            if work.session.get(ChangeRow, change.id) is not None:
                raise NothingToWrite
            outbox.put_note(work, change, by=by, at=at)
            work.upsert(DraftRow, [{"ticket": change.ticket, "person": by, "text": "", "at": at}])
            redraw(work, [change.ticket])

    def save_draft(self, ticket: TicketId, text: str, at: datetime, *, by: str = "") -> None:
        """Keep what somebody typed. A save that comes after a later one, or after the note was sent, changes nothing.

        Drafts are each person's own: two who write on one ticket keep both.
        """
        with self._database.write() as work:
            held = work.session.get(DraftRow, (ticket, by))
            if held is not None and (held.at > at or held.text == text):
                raise NothingToWrite
            work.upsert(DraftRow, [{"ticket": ticket, "person": by, "text": text, "at": at}])

    def draft(self, ticket: TicketId, *, by: str = "") -> str:
        """What this person has typed and not sent; what was typed before drafts had a person is anybody's."""
        query = select(DraftRow.text).where(DraftRow.ticket == ticket, DraftRow.person.in_(("", by)))
        with self._database.read() as session:
            return session.scalar(query.order_by(DraftRow.at.desc(), DraftRow.person.desc()).limit(1)) or ""

    def claim(
        self, now: datetime, *, lease: timedelta, limit: int, connection: ConnectionName | None = None
    ) -> tuple[Claim, ...]:
        """Take changes that are due for delivery, of one connection or of all.

        Of a ticket's changes only the first unsettled one is given out. A claim lasts for `lease`; then the change can
        be claimed again, under a higher attempt.
        """
        with self._database.read() as session:
            if not outbox.any_due(session, now, connection):
                return ()
        claims: tuple[Claim, ...] = ()
        with self._database.write() as work:
            claims = outbox.claim_due(work, now, connection=connection, lease=lease, limit=limit)
            if not claims:
                raise NothingToWrite
        return claims

    def settle(self, claim: Claim, receipt: Receipt) -> bool:
        """Close a claimed change; False where a newer attempt owns it. Repeating it is harmless.

        What was accepted and then refused by the helpdesk goes back to its sender with it.
        """
        with self._database.write() as work:
            settled = outbox.settle(work, claim, receipt)
            if settled:
                compensate(work, receipt, standing=standing_in(work.session, claim.change.ticket))
            return settled

    def retry(self, claim: Claim, *, not_before: datetime, problem: str) -> None:
        """Put a claimed change back to wait; nothing happens where a newer attempt owns it."""
        with self._database.write() as work:
            if not outbox.wait_again(work, claim, not_before=not_before, problem=problem):
                raise NothingToWrite

    def waiting_count(self) -> int:
        """How many changes are not yet settled, those on their way included."""
        with self._database.read() as session:
            return waiting_count(session)

    def failed(self) -> tuple[FailedChange, ...]:
        """Write-backs that a person should look at, newest first."""
        with self._database.read() as session:
            return failed(session)

    def dismiss_failed(self) -> None:
        """Stop showing those that failed so far; deliveries and the log keep them."""
        with self._database.write() as work:
            found = work.session.execute(
                update(ChangeRow)
                .where(ChangeRow.state == FAILED, ChangeRow.dismissed.is_(False))
                .values(dismissed=True, revision=work.revision)
                .returning(ChangeRow.id)
            ).first()
            if found is None:
                raise NothingToWrite

    def audit(self) -> Iterator[audit.Entry]:
        """The audit log in its order, as of one instant."""
        with self._database.read() as session:
            yield from audit.entries(session)

    def verify_audit(self) -> int | None:
        """The number of the first entry that was altered or is missing; None where the log is whole."""
        with self._database.read() as session:
            return audit.first_broken(session)


def record_in(
    work: Work,
    decision: Decision,
    changes: tuple[Change, ...],
    *,
    instead_of: DecisionId | None,
    not_before: datetime | None = None,
) -> bool:
    """Write a decision with its audit entry and its write-back into this transaction; False where it is there already.

    It wakes a ticket that sleeps. Its changes wait until it can no longer be undone, or until `not_before`.
    """
    decision = replace(decision, instead_of=instead_of)
    said = to_json(replace(decision, undone_at=None))
    row = {
        "id": decision.id,
        "ticket": decision.ticket,
        "kind": str(decision.kind),
        "at": decision.at,
        "undone_at": decision.undone_at,
        "decision": said,
        "by": decision.by,
        "made": work.revision,
        "revision": work.revision,
    }
    if not work.added(DecisionRow, row):
        return False
    audit.append(work, f"decision {decision.id}", at=decision.at, by=decision.by, what=said)
    if decision.automatic:
        raise_move(work, decision)
    for place, change in enumerate(changes):
        ripe = not_before or decision.undoable_until
        outbox.put(work, change, place=place, not_before=ripe, decision=decision.id)
    wake(work, decision.ticket, by=decision.by, at=decision.at)
    redraw(work, [decision.ticket])
    return True


def standing_in(session: Session, ticket: TicketId) -> DecisionId | None:
    """The newest decision on a ticket that was not undone."""
    standing = _standing(session, ticket)
    return DecisionId(standing.id) if standing is not None else None


def _standing(session: Session, ticket: TicketId) -> DecisionRow | None:
    query = select(DecisionRow).where(DecisionRow.ticket == ticket, DecisionRow.undone_at.is_(None))
    return session.scalars(query.order_by(DecisionRow.made.desc()).limit(1)).first()


def _clear_of_offers(work: Work, decision: Decision) -> None:
    """Nobody decides on a ticket that is offered to somebody, but a rule that acts at once: that ends the offer."""
    offered = transfer_rows.open_on(work.session, [decision.ticket]).get(decision.ticket)
    if offered is None:
        return
    if not decision.automatic:
        raise Refused(
            f"{offered.sender} has offered this ticket to {offered.receiver}. Take the offer back, or wait for its end."
        )
    transfer_rows.overtake(work, offered, decision.reason, at=decision.at)


def _check_standing(session: Session, decision: Decision) -> None:
    standing = _standing(session, decision.ticket)
    if standing is not None and standing.id != decision.instead_of:
        by = decision_from(standing).by
        raise Refused(f"{by} has decided on this ticket meanwhile ({standing.kind}). Look at it again.")


def waiting_count(session: Session) -> int:
    query = select(func.count()).select_from(ChangeRow).where(ChangeRow.state.in_(outbox.UNSETTLED))
    return session.scalar(query) or 0


def failed(session: Session) -> tuple[FailedChange, ...]:
    rows = session.execute(
        select(ChangeRow, TicketRow.number, TicketRow.subject)
        .outerjoin(TicketRow, TicketRow.id == ChangeRow.ticket)
        .where(ChangeRow.state == FAILED, ChangeRow.dismissed.is_(False))
        .order_by(ChangeRow.revision.desc())
        .limit(SHOWN)
    )
    return tuple(
        FailedChange(number or row.ticket, subject or "", row.at, row.problem) for row, number, subject in rows
    )


def _all_wait(work: Work, decision: DecisionId) -> bool:
    """Nothing of it was ever claimed: what was tried once may have arrived, whatever we heard of it."""
    rows = work.session.scalars(select(ChangeRow).where(ChangeRow.decision == decision).with_for_update())
    return all(row.state == WAITING and row.attempt == 0 for row in rows)


def _withdraw(work: Work, held: DecisionRow, at: datetime, by: str) -> None:
    by = by or decision_from(held).by
    decision_rows.undo(work, held, at=at, by=by)
    work.session.execute(
        update(ChangeRow)
        .where(ChangeRow.decision == held.id)
        .values(state=str(ChangeState.WITHDRAWN), at=at, revision=work.revision)
    )
    transfer_rows.reopen(work, held.id, by=by, at=at)
    redraw(work, [held.ticket])


def _delivery(row: ChangeRow) -> Delivery:
    return Delivery(
        state=ChangeState(row.state),
        at=row.at,
        decision=row.decision or "",
        text=row.note,
        receipt=from_json(Receipt, row.receipt) if row.receipt else None,
        problem=row.problem,
    )
