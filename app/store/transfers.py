"""Warm transfers as they are kept: each change is one transaction with its audit entry and its write-back."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.domain.changes import Change, ChangeId, ChangeState
from app.domain.decisions import Decision, DecisionId
from app.domain.handoffs import Feedback
from app.domain.tickets import AgentId, Ticket, TicketId
from app.domain.transfer import Action, Deed, Transfer, TransferId, TransferState
from app.errors import Refused
from app.store import audit, outbox, private_words, transfer_rows
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work
from app.store.decided import record_in, standing_in
from app.store.lines import redraw
from app.store.snooze_rows import asleep, wake
from app.store.tables import ChangeRow, DecisionRow, LineRow
from app.store.transfer_tables import FeedbackRow, TransferRow
from app.store.unsent import sent

SHOWN = 200  # transfers in a list: older ones are history

_ACCEPTED = (
    select(TransferRow.transfer)
    .join(LineRow, LineRow.ticket == TransferRow.ticket)
    .where(TransferRow.state == str(TransferState.ACCEPTED))
)


class Transfers:
    """The tables of transfers. Ids are the caller's, so each write can be repeated when its answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def offer(
        self,
        transfer: Transfer,
        claim: Change | None,
        *,
        standing: DecisionId | None,
        not_before: datetime,
        draft: str = "",
    ) -> None:
        """Keep an offer; `claim` makes its sender the owner in the helpdesk, where nobody is.

        The same id again changes nothing. Raises `Refused` where the ticket is offered already, as there is one offer
        at a time, and where the decision that stands is not the one that the sender saw.
        """
        with self._database.write() as work:
            if work.session.get(TransferRow, transfer.id) is not None:
                raise NothingToWrite
            _check_free(work.session, transfer, standing)
            transfer_rows.make(work, transfer)
            if claim is not None:
                outbox.put(work, claim, place=0, not_before=not_before)
                audit.append(work, f"claim {claim.id}", at=transfer.offered_at, by=transfer.sender, what=to_json(claim))
            sent(work, transfer.sender, draft, at=transfer.offered_at)
            wake(work, transfer.ticket, by=transfer.sender, at=transfer.offered_at)
            redraw(work, [transfer.ticket])

    def move(
        self,
        before: Transfer,
        after: Transfer,
        action: Action,
        *,
        ticket: Ticket | None = None,
        decision: Decision | None = None,
        changes: Iterable[Change] = (),
        draft: str = "",
    ) -> bool:
        """Put `after`, which the action made of it, in the place of `before`, with its audit entry.

        False, and nothing changed, where one of them is not as it was read: the offer, or the `ticket` that the deed
        rests on. Raises `Refused` where a decline is taken back and its sender has gone on. `decision` and `changes`
        are an acceptance's: recorded in the place of whatever decision stands. `draft` is the subject of the text that
        has gone out with it.
        """
        moved = False
        with self._database.write() as work:
            if ticket is not None and not transfer_rows.same_ticket(work.session, ticket):
                raise NothingToWrite
            if action.deed is Deed.RECONSIDER:
                _check_untouched(work.session, before)
            if not transfer_rows.change(work, before, after, action):
                raise NothingToWrite
            if decision is not None:
                record_in(work, decision, tuple(changes), instead_of=standing_in(work.session, after.ticket))
            if after.state is TransferState.WITHDRAWN and after.claim is not None:
                _unclaim(work, after.claim, at=action.at)
            sent(work, action.by.name, draft, at=action.at)
            redraw(work, [after.ticket])
            moved = True
        return moved  # noqa: RET504 - NothingToWrite jumps here from above

    def transfer(self, transfer: TransferId) -> Transfer | None:
        with self._database.read() as session:
            row = session.get(TransferRow, transfer)
            found = _read(session, [row.transfer]) if row is not None else ()
        return found[0] if found else None

    def of_ticket(self, ticket: TicketId) -> tuple[Transfer, ...]:
        """Every hop that was ever offered, oldest first."""
        with self._database.read() as session:
            return of_ticket(session, ticket)

    def open(self) -> tuple[Transfer, ...]:
        """All offers that somebody still has to answer, those that expire first at the front."""
        query = select(TransferRow.transfer).where(TransferRow.open).order_by(TransferRow.expires_at, TransferRow.id)
        with self._database.read() as session:
            return _read(session, session.scalars(query))

    def sent_by(self, person: str) -> tuple[Transfer, ...]:
        """A person's own offers, newest first, ended ones included."""
        query = (
            select(TransferRow.transfer)
            .where(TransferRow.sender == person)
            .order_by(TransferRow.offered_at.desc(), TransferRow.id)
            .limit(SHOWN)
        )
        with self._database.read() as session:
            return _read(session, session.scalars(query))

    def open_from(self, person: str) -> tuple[Transfer, ...]:
        """Those of a person's own offers that are open, newest first."""
        query = (
            select(TransferRow.transfer)
            .where(TransferRow.open, TransferRow.sender == person)
            .order_by(TransferRow.offered_at.desc(), TransferRow.id)
        )
        with self._database.read() as session:
            return _read(session, session.scalars(query))

    def claim_stands(self, transfer: Transfer) -> bool:
        """Whether the helpdesk has, or will have, the sender as the owner because of the offer."""
        if transfer.claim is None:
            return False
        with self._database.read() as session:
            state = session.scalar(select(ChangeRow.state).where(ChangeRow.id == transfer.claim))
        return state in {str(ChangeState.WAITING), str(ChangeState.SENDING), str(ChangeState.DONE)}

    def loads(self, agents: Collection[AgentId]) -> dict[AgentId, int]:
        """How many open tickets these people own."""
        with self._database.read() as session:
            rows = session.scalars(select(LineRow.owner).where(LineRow.waits, LineRow.owner.in_(list(agents))))
            owned = Counter(rows)
        return {agent: owned[agent] for agent in agents}

    def add_feedback(self, feedback: Feedback) -> None:
        """Keep what the receiver says of a transfer, in the place of what they said before."""
        with self._database.write() as work:
            held = work.session.get(FeedbackRow, feedback.transfer)
            said = to_json(feedback)
            if held is not None and (held.feedback == said or held.at > feedback.at):
                raise NothingToWrite
            row = {"transfer": feedback.transfer, "feedback": said, "at": feedback.at, "revision": work.revision}
            work.upsert(FeedbackRow, [row])
            audit.append(work, f"feedback {feedback.id}", at=feedback.at, by=feedback.by, what=said)
            transfer = work.session.get_one(TransferRow, feedback.transfer)
            redraw(work, [transfer.ticket])

    def feedback(self, transfer: TransferId) -> Feedback | None:
        with self._database.read() as session:
            said = session.scalar(select(FeedbackRow.feedback).where(FeedbackRow.transfer == transfer))
        return from_json(Feedback, said) if said is not None else None

    def feedback_due(self, person: str) -> tuple[Transfer, ...]:
        """What this person took over, whose ticket is over, and of which they have said nothing yet; newest first."""
        with_feedback = _ACCEPTED.outerjoin(FeedbackRow, FeedbackRow.transfer == TransferRow.id)
        return self._accepted(person, with_feedback.where(~LineRow.waits, FeedbackRow.transfer.is_(None)))

    def taken_over(self, person: str) -> tuple[Transfer, ...]:
        """What this person accepted, whose ticket is still to be worked on, by whomever; newest first."""
        return self._accepted(person, _ACCEPTED.where(LineRow.waits))

    def accepted_in_vain(self, person: str) -> tuple[Transfer, ...]:
        """What this person accepted and the helpdesk then did not move, newest first."""
        query = (
            select(TransferRow.transfer)
            .where(TransferRow.state == str(TransferState.REFUSED))
            .order_by(TransferRow.offered_at.desc(), TransferRow.id)
        )
        with self._database.read() as session:
            found = (from_json(Transfer, each) for each in session.scalars(query))
            theirs = [each for each in found if each.accepted_by == person]
            return private_words.with_words(session, theirs[:SHOWN])

    def _accepted(self, person: str, query: Select[str]) -> tuple[Transfer, ...]:
        newest = query.order_by(TransferRow.offered_at.desc(), TransferRow.id)
        with self._database.read() as session:
            found = (from_json(Transfer, each) for each in session.scalars(newest))
            return private_words.with_words(session, (each for each in found if each.ended_by == person))


def _read(session: Session, written: Iterable[str]) -> tuple[Transfer, ...]:
    return private_words.with_words(session, (from_json(Transfer, each) for each in written))


def _check_free(session: Session, transfer: Transfer, standing: DecisionId | None) -> None:
    offered = transfer_rows.open_on(session, [transfer.ticket]).get(transfer.ticket)
    if offered is not None:
        raise Refused(f"{offered.sender} offers this ticket to {offered.receiver} already.")
    if standing_in(session, transfer.ticket) != standing:
        raise Refused("Somebody has decided on this ticket meanwhile. Look at it again.")


def _check_untouched(session: Session, declined: Transfer) -> None:
    """Its sender has not gone on since it was declined: there is one offer of a ticket at a time."""
    offered = transfer_rows.open_on(session, [declined.ticket]).get(declined.ticket)
    if offered is not None:
        raise Refused(f"{offered.sender} offers this ticket to {offered.receiver} now.")
    if asleep(session, [declined.ticket]):
        raise Refused("Somebody has snoozed this ticket. Its sender can offer it to you again.")
    since = declined.ended_at or declined.offered_at
    decided = select(DecisionRow.id).where(
        DecisionRow.ticket == declined.ticket, DecisionRow.undone_at.is_(None), DecisionRow.at >= since
    )
    if session.scalar(decided.limit(1)) is not None:
        raise Refused("Somebody has decided on this ticket since you declined it. Look at it again.")


def of_ticket(session: Session, ticket: TicketId) -> tuple[Transfer, ...]:
    rows = session.scalars(
        select(TransferRow.transfer)
        .where(TransferRow.ticket == ticket)
        .order_by(TransferRow.offered_at, TransferRow.revision)
    )
    return _read(session, rows)


def _unclaim(work: Work, claim: ChangeId, *, at: datetime) -> None:
    """The sender need not become the owner after all, where nothing was tried yet."""
    work.session.execute(
        update(ChangeRow)
        .where(ChangeRow.id == claim, ChangeRow.state == str(ChangeState.WAITING), ChangeRow.attempt == 0)
        .values(state=str(ChangeState.WITHDRAWN), at=at, revision=work.revision)
    )
