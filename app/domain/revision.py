"""The store's logical clock, and what has changed since one of its ticks."""

from dataclasses import dataclass

from app.domain.tickets import TicketId


@dataclass(frozen=True, slots=True)
class Changed:
    """What is different at `revision` from an earlier one. `everything` is True where listing it would be no help."""

    revision: int
    tickets: tuple[TicketId, ...] = ()
    everything: bool = False
    health: bool = False
