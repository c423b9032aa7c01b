"""What is known and dated of a ticket itself, as facts: what a line of the score rests on that nobody wrote."""

from datetime import datetime

from app.domain.people import Fact, FactValue
from app.domain.snapshot import Snapshot
from app.domain.tickets import AccountId, Event


def of_ticket(snapshot: Snapshot, name: str, value: FactValue, *, as_of: datetime) -> Fact:
    """A fact that the ticket's own helpdesk tells, by the name of its connection."""
    ticket = snapshot.ticket
    return Fact(ticket.account or AccountId(""), name, value, as_of, str(ticket.connection))


def as_last_seen(snapshot: Snapshot, name: str, value: FactValue) -> Fact:
    """The same of what has no history in a helpdesk, such as tags: it holds as of when the ticket last changed."""
    return of_ticket(snapshot, name, value, as_of=snapshot.ticket.updated_at)


def moved(snapshot: Snapshot, name: str, event: Event) -> Fact:
    """The same of an event that made one thing another."""
    return of_ticket(snapshot, name, f"{event.old.strip()} to {event.new.strip()}", as_of=event.at)
