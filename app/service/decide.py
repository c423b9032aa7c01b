"""What a person decides about a ticket: recorded with its audit entry and its write-back, in one transaction."""

import uuid
from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from app.domain.brief import Brief
from app.domain.brief_words import note_text
from app.domain.changes import Assign, Change, ChangeId, Note, Verb, Watch
from app.domain.decisions import BY_ITSELF, Decision, DecisionId, DecisionKind, Offered
from app.domain.opened import OpenTicket
from app.domain.routing import Destination
from app.domain.score import Score
from app.domain.tickets import ConnectionName, Ticket, TicketId
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
    instead_of: DecisionId | None = None,
) -> Decision:
    """A decision about `ticket` as it was seen, with the score and the versions that were on the screen.

    Whom the rules that fired want told is told along with a move that a person makes; automatic rules have told them.
    """
    suggestion = triage.suggestion if triage else None
    told = suggestion.notify if suggestion and destination and kind is not DecisionKind.PUT_BACK else ()
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
        instead_of=instead_of,
        rule=suggestion.rule if suggestion else "",
        from_group=ticket.group,
        from_owner=ticket.owner,
        told=told if by != BY_ITSELF else (),
        offered=_offered(triage) if triage else (),
    )


def record(
    store: Store,
    decision: Decision,
    *,
    ticket: Ticket,
    triage: Triage | None,
    writable: Container[ConnectionName] | None = None,
    brief: Brief | None = None,
) -> None:
    """Record a decision with its audit entry and its write-back, in one transaction.

    Where it moves the ticket, the move and a note with the reason and the brief wait in the outbox until the decision
    can no longer be undone; nothing waits for a connection that is not among `writable` (None: all are). Recording the
    same decision twice changes nothing, since it carries its own id. Raises `Refused` where somebody else decided
    meanwhile.
    """
    written = writable is None or ticket.connection in writable
    changes = changes_for(decision, ticket, triage, brief) if written else ()
    store.decided.record(decision, changes, not_before=decision.undoable_until)


def as_decided(opened: OpenTicket) -> Ticket:
    """The ticket as it will be once the decision that stands has arrived: what a decision after it starts from."""
    ticket, destination = opened.snapshot.ticket, opened.on_its_way
    if destination is None:
        return ticket
    return replace(ticket, group=destination.group, owner=destination.agent or ticket.owner)


_DEEDS = {DecisionKind.TRANSFER: "Handed back", DecisionKind.PUT_BACK: "Put back"}


def changes_for(
    decision: Decision, ticket: Ticket, triage: Triage | None, brief: Brief | None = None
) -> tuple[Change, ...]:
    """What the helpdesk must be told of a decision: nothing where the ticket stays."""
    if decision.destination is None:
        return ()
    assign = Assign(
        group=decision.destination.group,
        owner=decision.destination.agent,
        from_group=ticket.group,
        from_owner=ticket.owner,
    )
    watch = (Watch(decision.told),) if decision.told else ()  # first, so that the helpdesk sends them the note
    note = Note(handoff_note(decision, triage, brief))
    return (_change(ticket.id, (*watch, note, assign), decision.at),)


def note_change(ticket: TicketId, text: str, at: datetime) -> Change:
    """A plain internal note."""
    return _change(ticket, (Note(text),), at)


def handoff_note(decision: Decision, triage: Triage | None, brief: Brief | None = None) -> str:
    """The internal note that goes along with a move: who, where to, why, the brief, and what the score is made of."""
    where = decision.destination
    deed = _DEEDS.get(decision.kind, "Escalated")
    lines = [f"{deed} by {decision.by}" + (f" to {where.group} (tier {where.tier})." if where else ".")]
    if decision.reason:
        lines += [f"Reason: {decision.reason}"]
    if decision.kind is DecisionKind.PUT_BACK:
        return "\n".join(lines)
    if triage is not None:
        lines += [f"Why: {triage.suggestion.because}"] if triage.suggestion.because else []
    lines += [f"To be told: {', '.join(decision.told)}"] if decision.told else []
    if brief is not None:
        lines += ["", f"Brief, as of {brief.as_of:%Y-%m-%d %H:%M} UTC", "", note_text(brief)]
    if triage is not None:
        lines += ["", *_breakdown(triage.score)]
    return "\n".join(lines)


def _offered(triage: Triage) -> tuple[Offered, ...]:
    return tuple(Offered(each.agent.id, each.points, each.why_not) for each in triage.suggestion.candidates)


def _breakdown(score: Score) -> list[str]:
    return [
        f"Escalation score {score.points}:",
        *(f"  {each.points:+d}  {each.label}: {each.because}" for each in score.contributions),
    ]


def _change(ticket: TicketId, verbs: tuple[Verb, ...], at: datetime) -> Change:
    return Change(id=ChangeId(uuid.uuid4().hex), ticket=ticket, verbs=verbs, decided_at=at)
