"""Who is at which ticket now, so that nobody does what somebody else is already doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.tickets import TicketId


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague's open console. `ticket` is None where none is shown; `since` is when it came there or began."""

    person: str
    ticket: TicketId | None
    editing: bool
    since: datetime


def on_ticket(present: Iterable[Present], ticket: TicketId) -> tuple[Present, ...]:
    """Those at this ticket, whoever is doing something with it first, and of these who began first."""
    here = [each for each in present if each.ticket == ticket]
    return tuple(sorted(here, key=lambda each: (not each.editing, each.since, each.person)))


def people(present: Iterable[Present]) -> tuple[str, ...]:
    """The names, each once."""
    return tuple(sorted({each.person for each in present}))
