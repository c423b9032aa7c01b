"""The same account has other tickets open: trouble in one place is often trouble in several."""

from app.domain.snapshot import Reading, Snapshot
from app.signals.dated import of_ticket
from app.signals.grounds import account, rests_on

NOTICEABLE = 3
FULL = 8
NAMED = 5


@rests_on(account, of_messages=False)
def account_open_tickets(snapshot: Snapshot) -> Reading | None:
    others = [ticket for ticket in snapshot.siblings if not ticket.status.finished]
    if len(others) < NOTICEABLE:
        return None
    numbers = ", ".join(ticket.number for ticket in others[:NAMED]) + (", ..." if len(others) > NAMED else "")
    return Reading(
        strength=min(len(others) / FULL, 1.0),
        because=f"the account has {len(others)} other open tickets: {numbers}",
        facts=(of_ticket(snapshot, "other open tickets", len(others), as_of=snapshot.as_of),),
    )
