"""What people say of themselves: away, own hours, how many tickets at once. It stands over what the helpdesk says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.people import Agent, Away, Here, Shift
from app.domain.shifts import zone_named
from app.domain.tickets import AgentId, ConnectionName, connection_of
from app.errors import BadInput

MOST_TICKETS = 99  # at once: whoever says more has mistyped
LONGEST_AWAY = timedelta(days=366)
LONGEST_HERE = timedelta(days=14)  # over a helpdesk that says otherwise: its next holiday must count
LONGEST_REASON = 200  # characters


@dataclass(frozen=True, slots=True)
class OwnHours:
    """One person's word. None is no word of theirs: what the helpdesk says holds.

    `here` is that they are available whatever the helpdesk says, until `here_until`; said without an end, as it could
    be before there was one, it counts no more.
    """

    person: str
    at: datetime
    here: bool = False
    here_until: datetime | None = None
    away: Away | None = None
    shift: Shift | None = None
    capacity: int | None = None

    def over(self, agent: Agent) -> Agent:
        """The agent with this word in the place of the helpdesk's."""
        return replace(
            agent,
            away=self.away,
            here=Here(self.at, self.here_until) if self.here and self.here_until else None,
            shift=self.shift or agent.shift,
            capacity=agent.capacity if self.capacity is None else self.capacity,
        )

    @property
    def presence_until(self) -> datetime | None:
        """When this word of whether they are there ends by itself; None where it does not, or there is none."""
        return self.away.until if self.away is not None else self.here_until


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody as routing sees them now, beside what the helpdesk alone says; `own` is their word, None for none.

    `waits` is that their word is on their machine alone so far, and nobody is routed by it yet.
    """

    agent: Agent
    by_helpdesk: Agent
    open_tickets: int
    own: OwnHours | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Everybody:
    """All who work tickets, by name; as they were known last where the team's store is `away`."""

    people: tuple[Standing, ...]
    away: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What a person has said; `waits` where the team's store has not got it yet."""

    hours: OwnHours
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody as the helpdesk has them, and their own word that counts; None for none."""

    by_helpdesk: Agent
    own: OwnHours | None = None

    @property
    def agent(self) -> Agent:
        return self.own.over(self.by_helpdesk) if self.own is not None else self.by_helpdesk


def told_of(agents: Sequence[Agent], said: Iterable[OwnHours]) -> list[Told]:
    """The agents of one helpdesk, each with the word that counts for them.

    A word is its first agent's who answers to that name, as whoever acts there is; of several by one person, under
    their name and their login, the newest counts.
    """
    newest: dict[AgentId, OwnHours] = {}
    for hours in sorted(said, key=lambda each: each.at):
        who = next((agent for agent in agents if agent.answers_to(hours.person)), None)
        if who is not None:
            newest[who.id] = hours
    return [Told(agent, newest.get(agent.id)) for agent in agents]


def with_word(people: Sequence[Standing], word: Word) -> tuple[Standing, ...]:
    """The people with a word that the store may not have; it counts for whom it will, unless they said something since.

    They come by name, as they are read, so that in each helpdesk the first who answers to the word's name has said it.
    """
    whose: dict[ConnectionName, AgentId] = {}
    for each in people:
        if each.by_helpdesk.answers_to(word.hours.person):
            whose.setdefault(connection_of(each.by_helpdesk.id), each.by_helpdesk.id)
    speakers = set(whose.values())
    return tuple(_with_word(each, word) if each.by_helpdesk.id in speakers else each for each in people)


def _with_word(standing: Standing, word: Word) -> Standing:
    if standing.own is not None and standing.own.at > word.hours.at:
        return standing
    return replace(standing, agent=word.hours.over(standing.by_helpdesk), own=word.hours, waits=word.waits)


def check(hours: OwnHours) -> None:
    """Raises `BadInput` for what cannot be meant."""
    away, shift, capacity = hours.away, hours.shift, hours.capacity
    if away is not None and away.until is not None and not hours.at < away.until <= hours.at + LONGEST_AWAY:
        raise BadInput("The time until which you are away must lie ahead, and within a year.")
    if hours.here and (hours.here_until is None or not hours.at < hours.here_until <= hours.at + LONGEST_HERE):
        raise BadInput("The time until which you are available must lie ahead, and within two weeks.")
    if away is not None and len(away.reason) > LONGEST_REASON:
        raise BadInput(f"The reason is longer than {LONGEST_REASON} characters; a few words are enough.")
    if shift is not None and not shift.weekdays:
        raise BadInput("Your shift has no day of the week. Choose one, or leave the shift to the helpdesk.")
    if shift is not None and zone_named(shift.zone) is None:
        raise BadInput(f"There is no time zone {shift.zone!r}; they are written as in Europe/Berlin.")
    if capacity is not None and not 0 <= capacity <= MOST_TICKETS:
        raise BadInput(f"Tickets at once must lie in 0..{MOST_TICKETS}.")
