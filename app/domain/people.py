"""The people who work tickets, the groups they are in, and the accounts that tickets come from."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from app.domain.tickets import AccountId, AgentId


class Presence(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"
    OUT_OF_OFFICE = "out of office"
    UNKNOWN = "unknown"  # the helpdesk does not say


@dataclass(frozen=True, slots=True)
class Shift:
    """Working hours on some weekdays, in the named time zone; `weekdays` counts from Monday = 0."""

    weekdays: frozenset[int]
    start: time
    end: time
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who works tickets. `capacity` is how many open tickets they can own at once; None is unknown."""

    id: AgentId
    name: str
    email: str = ""
    groups: tuple[str, ...] = ()
    tier: int | None = None
    skills: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()
    shift: Shift | None = None
    capacity: int | None = None
    presence: Presence = Presence.UNKNOWN


@dataclass(frozen=True, slots=True)
class Group:
    """A group, queue or team of the helpdesk, by its name there."""

    name: str
    description: str = ""


FactValue = str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated thing known about an account; the latest one of a name at an instant is what holds then.

    Names in use: `value` (annual recurring revenue, US dollars), `segment`, `industry`, `plan`, `renewal` (a date),
    `failed payment` (one fact each, its value the amount), `usage` (weekly active users, one fact a week), `contact`
    (an executive contact's name), `note` (a CRM note), `invoice` (amount billed), `health` (0..100).
    """

    account: AccountId
    name: str
    value: FactValue
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Account:
    """A customer organisation and everything dated that is known about it, oldest first."""

    id: AccountId
    name: str
    facts: tuple[Fact, ...] = ()

    def latest(self, name: str) -> Fact | None:
        """The newest fact of that name, or None where nothing is known."""
        return next((fact for fact in reversed(self.facts) if fact.name == name), None)

    def all(self, name: str) -> tuple[Fact, ...]:
        """Every fact of that name, oldest first."""
        return tuple(fact for fact in self.facts if fact.name == name)
