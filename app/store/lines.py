"""Keeps one line a ticket, derived from everything else, so that a lens is a scan of one index."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from app.domain.decisions import Decision, DecisionKind
from app.domain.score import ScoreState
from app.domain.tickets import Status
from app.store.codec import from_json
from app.store.database import Work, in_batches
from app.store.snooze_rows import asleep
from app.store.tables import AccountRow, DecisionRow, LineRow, TicketRow, TriageRow
from app.store.transfer_rows import open_on

NEVER = -1  # the input tick of a ticket without a verdict
UNSCORED = 1 << 31  # `below` of one: after all that have a score
MOST_SIBLINGS = 100  # of a snapshot, the oldest; beyond these a further open ticket of the account is no news

DECIDED = {
    DecisionKind.ACCEPT: "accepted",
    DecisionKind.OVERRIDE: "overridden",
    DecisionKind.NOT_NEEDED: "not needed",
    DecisionKind.TRANSFER: "handed over",
    DecisionKind.PUT_BACK: "put back",
}
OFFERED, SNOOZED = "offered", "snoozed"
BY_RULE = "moved by a rule"
_UNFINISHED = tuple(str(status) for status in Status if not status.finished)


def redraw(work: Work, tickets: Iterable[str]) -> None:
    """Derive these tickets' lines anew and stamp them: call it in the transaction that changed what a line shows."""
    for some in in_batches(sorted(set(tickets))):
        sleeping = asleep(work.session, some)
        offered = dict.fromkeys(open_on(work.session, some), OFFERED)
        decided = {**_standing(work, some), **dict.fromkeys(sleeping, SNOOZED), **offered}
        found = work.session.execute(
            select(TicketRow.__table__, TriageRow.__table__, AccountRow.name)
            .select_from(TicketRow)
            .outerjoin(TriageRow, TriageRow.ticket == TicketRow.id)
            .outerjoin(AccountRow, AccountRow.id == TicketRow.account)
            .where(TicketRow.id.in_(some))
        ).all()
        rows = [_line(row, decided.get(row[0], ""), sleeping.get(row[0]), work.revision) for row in found]
        work.upsert(LineRow, rows, keep=frozenset({"inputs"}))


def inputs_changed(work: Work, tickets: Iterable[str]) -> None:
    """Something that the verdicts of these tickets are made from is different from this tick on."""
    for some in in_batches(sorted(set(tickets))):
        work.session.execute(
            update(LineRow).where(LineRow.ticket.in_(some)).values(inputs=work.revision, revision=work.revision)
        )


def siblings_changed(work: Work, accounts: Iterable[str]) -> None:
    """The open tickets of these accounts are others than before.

    Where an account has more of them than a snapshot holds, the change is left to the regular round of verdicts.
    """
    for some in in_batches(sorted(set(accounts))):
        few = (
            select(LineRow.account)
            .where(LineRow.account.in_(some), LineRow.waits)
            .group_by(LineRow.account)
            .having(func.count() <= MOST_SIBLINGS)
        )
        work.session.execute(
            update(LineRow)
            .where(LineRow.account.in_(few), LineRow.waits)
            .values(inputs=work.revision, revision=work.revision)
            .execution_options(synchronize_session=False)
        )


def waits(status: str, *, lost: bool, merged_into: str | None) -> bool:
    """Whether a ticket is still to be worked on, as far as we can see it."""
    return status in _UNFINISHED and not lost and merged_into is None


def _standing(work: Work, tickets: Sequence[str]) -> Mapping[str, str]:
    """The newest decision of each ticket that was not undone, in a word."""
    rows = work.session.execute(
        select(DecisionRow.ticket, DecisionRow.decision)
        .where(DecisionRow.ticket.in_(tickets), DecisionRow.undone_at.is_(None))
        .order_by(DecisionRow.made)
    )
    newest = {ticket: from_json(Decision, decision) for ticket, decision in rows}
    return {ticket: BY_RULE if each.automatic else DECIDED[each.kind] for ticket, each in newest.items()}


def _line(row: Row[Any], decided: str, snoozed_until: datetime | None, revision: int) -> dict[str, Any]:
    ticket, triage = TicketRow.__table__.c, TriageRow.__table__.c
    at = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    account = at[AccountRow.name] or at[ticket.account] or ""
    words = (at[ticket.number], at[ticket.subject], at[ticket.requester_name], at[ticket.requester_email], account)
    points = at[triage.points]
    return {
        "ticket": at[ticket.id],
        "connection": at[ticket.connection],
        "account": at[ticket.account],
        "owner": at[ticket.owner],
        "created_at": at[ticket.created_at],
        "due_at": at[ticket.sla_due_at],
        "waits": waits(at[ticket.status], lost=at[ticket.lost], merged_into=at[ticket.merged_into]),
        "points": points,
        "below": UNSCORED if points is None else -points,
        "state": at[triage.state] or str(ScoreState.UNKNOWN),
        "top_reason": at[triage.top_reason] or "",
        "tier": at[triage.tier],
        "suggested": bool(at[triage.escalate]) and not decided,
        "asked": bool(at[triage.asked]) and snoozed_until is None,
        "looping": bool(at[triage.looping]) and snoozed_until is None,
        "decided": decided,
        "search": "\n".join(words).casefold(),
        "inputs": revision,
        "weighed": NEVER if at[triage.inputs] is None else at[triage.inputs],
        "made_with": at[triage.made_with] or "",
        "triaged_at": at[triage.as_of],
        "snoozed_until": snoozed_until,
        "revision": revision,
    }
