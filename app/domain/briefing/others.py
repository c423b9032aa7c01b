"""Other tickets of the same account: what else is open, and what was there before."""

from collections.abc import Iterable

from app.domain.brief import Elsewhere, Item, Section, Slot
from app.domain.briefing.account import NO_ACCOUNT
from app.domain.snapshot import Snapshot
from app.domain.tickets import Ticket

MOST = 8


def others(snapshot: Snapshot, earlier: Iterable[Ticket]) -> Section:
    """Open ones first, each kind from the newest; `earlier` are finished tickets of the account."""
    before = {each.id: each for each in earlier if each.created_at <= snapshot.as_of and each.id != snapshot.ticket.id}
    unfinished = {each.id: each for each in snapshot.siblings if each.id not in before}
    newest = [
        *sorted(unfinished.values(), key=lambda each: each.created_at, reverse=True),
        *sorted(before.values(), key=lambda each: each.created_at, reverse=True),
    ]
    if not newest:
        known = snapshot.ticket.account is not None
        return Section(Slot.TICKETS, missing="the account has no other ticket" if known else NO_ACCOUNT)
    return Section(
        Slot.TICKETS,
        tuple(
            Item(str(each.status), each.subject or f"ticket {each.number}", (elsewhere(each),))
            for each in newest[:MOST]
        ),
        note=f"{len(unfinished)} open, {len(before)} finished" + (", the newest" if len(newest) > MOST else ""),
    )


def elsewhere(ticket: Ticket) -> Elsewhere:
    return Elsewhere(ticket.id, ticket.number, ticket.subject, ticket.status, ticket.created_at)
