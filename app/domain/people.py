"""The people who work tickets, the groups they are in, and the accounts that tickets come from."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from app.domain.tickets import AccountId, AgentId, login_of


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
class Away:
    """Somebody's own word that they take nothing; None as `until` is for as long as they don't say otherwise."""

    since: datetime
    until: datetime | None = None
    reason: str = ""  # for colleagues to read; it is never written to the helpdesk

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody's own word that they are available, whatever the helpdesk says; it always ends, as holidays come."""

    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        return self.since <= at < self.until


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
    away: Away | None = None  # what they say themselves, and the helpdesk does not know
    here: Here | None = None  # likewise

    def answers_to(self, person: str) -> bool:
        """Whether this is the person of that name or login."""
        return person.strip().casefold() in {self.name.casefold(), login_of(self.id).casefold()} - {""}


@dataclass(frozen=True, slots=True)
class Group:
    """A group, queue or team of the helpdesk, by its name there."""

    name: str
    description: str = ""


FactValue = str | int | float | bool | date
LARGEST_FACT = 10**15  # of any number, dollars too; more is a mistake


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated thing known about an account; the latest one of a name at an instant is what holds then.

    Names in use: `value` (annual recurring revenue, US dollars), `segment`, `industry`, `plan`, `renewal` (a date),
    `contract` (its terms in words), `failed payment` (one fact each, its value the amount), `payment` (likewise),
    `usage` (weekly active users, one fact a week), `contact` (an executive contact's name), `note` (a CRM note),
    `invoice` (amount billed), `health` (0..100).

    What a signal reads of a ticket itself is dated in the same way: when it was `opened`, when a reply or the solution
    is due, a `tag`, a `rating`, each time that it was `handed on` or `reopened`, the account's `other open tickets`.
    Such a fact is kept with no account; its `account` is the ticket's, and empty where the ticket has none.
    """

    account: AccountId
    name: str
    value: FactValue
    as_of: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Heard:
    """When an account source last said that its facts of this name hold; `gone_at` is since when it says so no more."""

    source: str
    name: str
    at: datetime | None
    gone_at: datetime | None = None


ADD_UP = frozenset({"note", "contact"})  # of these, what several sources say stands side by side


@dataclass(frozen=True, slots=True)
class Account:
    """A customer organisation and everything dated that is known about it, oldest first.

    Where sources disagree about a fact, what the one says that is first in `precedence` holds; `facts` has all.
    """

    id: AccountId
    name: str
    facts: tuple[Fact, ...] = ()
    heard: tuple[Heard, ...] = ()
    precedence: tuple[str, ...] = ()

    def latest(self, name: str) -> Fact | None:
        """The newest fact of that name that holds, or None where nothing is known."""
        source = self._ruling(name)
        return next(
            (fact for fact in reversed(self.facts) if fact.name == name and source in {None, fact.source}), None
        )

    def all(self, name: str) -> tuple[Fact, ...]:
        """Every fact of that name that holds, oldest first."""
        source = self._ruling(name)
        return tuple(fact for fact in self.facts if fact.name == name and source in {None, fact.source})

    def _ruling(self, name: str) -> str | None:
        """The source whose facts of that name hold; None where all do."""
        if not self.precedence or name in ADD_UP:
            return None
        sources = {fact.source for fact in self.facts if fact.name == name}
        return next((source for source in self.precedence if source in sources), None)
