"""What people say of themselves: away, own hours, how many tickets at once. It stands over what the helpdesk says."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.people import Agent, Away, Presence, Shift
from app.errors import BadInput

MOST_TICKETS = 99  # at once: whoever says more has mistyped
LONGEST_AWAY = timedelta(days=366)
LONGEST_REASON = 200  # characters


@dataclass(frozen=True, slots=True)
class OwnHours:
    """One person's word. None is no word of theirs: what the helpdesk says holds.

    `here` is that they are available although the helpdesk calls them away.
    """

    person: str
    at: datetime
    here: bool = False
    away: Away | None = None
    shift: Shift | None = None
    capacity: int | None = None

    def over(self, agent: Agent) -> Agent:
        """The agent with this word in the place of the helpdesk's."""
        return replace(
            agent,
            presence=Presence.AVAILABLE if self.here else agent.presence,
            away=self.away,
            shift=self.shift or agent.shift,
            capacity=agent.capacity if self.capacity is None else self.capacity,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody as routing sees them now, beside what the helpdesk alone says; `own` is their word, None for none."""

    agent: Agent
    by_helpdesk: Agent
    open_tickets: int
    own: OwnHours | None = None


def check(hours: OwnHours) -> None:
    """Raises `BadInput` for what cannot be meant."""
    away, shift, capacity = hours.away, hours.shift, hours.capacity
    if away is not None and away.until is not None and not hours.at < away.until <= hours.at + LONGEST_AWAY:
        raise BadInput("The time until which you are away must lie ahead, and within a year.")
    if away is not None and len(away.reason) > LONGEST_REASON:
        raise BadInput(f"The reason is longer than {LONGEST_REASON} characters; a few words are enough.")
    if shift is not None and not shift.weekdays:
        raise BadInput("Your shift has no day of the week. Choose one, or leave the shift to the helpdesk.")
    if shift is not None and not _is_zone(shift.zone):
        raise BadInput(f"There is no time zone {shift.zone!r}; they are written as in Europe/Berlin.")
    if capacity is not None and not 0 <= capacity <= MOST_TICKETS:
        raise BadInput(f"Tickets at once must lie in 0..{MOST_TICKETS}.")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
