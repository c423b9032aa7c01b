"""What a person decides about a ticket: recorded with its audit entry and its write-back, in one transaction."""

import uuid
from datetime import datetime

from app.domain.changes import Assign, Change, ChangeId, Note, Verb
from app.domain.decisions import Decision, DecisionId, DecisionKind
from app.domain.routing import Destination
from app.domain.score import Score
from app.domain.tickets import Ticket, TicketId
from app.domain.triage import Triage
from app.store.store import Store


def new_decision(
    ticket: Ticket,
    triage: Triage | None,
    *,
    kind: DecisionKind,
    by: str,
    at: datetime,
    destination: Destination | None = None,
    reason: str = "",
) -> Decision:
    """A decision about `ticket` as it was seen, with the score and the versions that were on the screen."""
    return Decision(
        id=DecisionId(uuid.uuid4().hex),
        ticket=ticket.id,
        kind=kind,
        by=by,
        at=at,
        reason=reason,
        destination=destination,
        score=triage.score.points if triage else 0,
        versions=triage.versions if triage else None,
    )


def record(store: Store, decision: Decision, *, ticket: Ticket, triage: Triage | None) -> None:
    """Record a decision with its audit entry and its write-back, in one transaction.

    Where it moves the ticket, the move and a note that says why wait in the outbox until the decision can no longer be
    undone. Recording the same decision twice changes nothing, since it carries its own id.
    """
    store.decided.record(decision, changes_for(decision, ticket, triage), not_before=decision.undoable_until)


def changes_for(decision: Decision, ticket: Ticket, triage: Triage | None) -> tuple[Change, ...]:
    """What the helpdesk must be told of a decision: nothing where the ticket stays."""
    if decision.destination is None:
        return ()
    assign = Assign(
        group=decision.destination.group,
        owner=decision.destination.agent,
        from_group=ticket.group,
        from_owner=ticket.owner,
    )
    note = Note(handoff_note(decision, triage))
    return (_change(ticket.id, (note, assign), decision.at),)


def note_change(ticket: TicketId, text: str, at: datetime) -> Change:
    """A plain internal note."""
    return _change(ticket, (Note(text),), at)


def handoff_note(decision: Decision, triage: Triage | None) -> str:
    """The internal note that goes along with a move: who, where to, why, and what the score is made of."""
    where = decision.destination
    lines = [f"Escalated by {decision.by}" + (f" to {where.group} (tier {where.tier})." if where else ".")]
    if decision.reason:
        lines += [f"Reason: {decision.reason}"]
    if triage is not None:
        lines += [f"Why: {triage.suggestion.because}"] if triage.suggestion.because else []
        lines += ["", *_breakdown(triage.score)]
    return "\n".join(lines)


def _breakdown(score: Score) -> list[str]:
    return [
        f"Escalation score {score.points}:",
        *(f"  {each.points:+d}  {each.label}: {each.because}" for each in score.contributions),
    ]


def _change(ticket: TicketId, verbs: tuple[Verb, ...], at: datetime) -> Change:
    return Change(id=ChangeId(uuid.uuid4().hex), ticket=ticket, verbs=verbs, decided_at=at)
