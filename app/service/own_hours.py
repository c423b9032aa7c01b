"""The calls by which a person says when they are there and how much they take, and sees who else has said so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from app.domain.journal import HoursSaid
from app.domain.own_hours import Everybody, OwnHours, Standing, Told, Word, check, with_word
from app.domain.people import Away, Shift
from app.domain.tickets import AgentId
from app.errors import StoreAway
from app.service.deeds import Deeds
from app.service.last_known import LastKnown
from app.store.store import Store

_ALL, _MINE = "everybody", "mine"


class HoursDesk:
    """One person's hours. Routing asks the store for them at each verdict, on every machine.

    While a team's store is away, people are shown as they were known last, and what this person says waits with all
    else that they do.
    """

    def __init__(self, store: Store, deeds: Deeds, *, person: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._deeds = deeds
        self._person = person
        self._clock = clock
        self._known = LastKnown(2 if store.shared else 0)
        self._remembered = not store.shared
        self._said: OwnHours | None = None  # here, last

    def everybody(self) -> Everybody:
        """All who work tickets, by name, as routing sees them now."""
        try:
            people, away = self._read_all(), False
            self._known.keep(_ALL, people)
        except StoreAway:
            people, away = self._known.known(_ALL) or _one(self._known.known(_MINE)), True
        return Everybody(self._with_own_word(people), away)

    def mine(self) -> Standing | None:
        """This person; None where no helpdesk knows them by their name or login."""
        mine = self._known.answer(_MINE, self._read_mine)
        return next(iter(self._with_own_word(_one(mine))), None)

    def remember(self) -> None:
        """Read once what this person's hours are, so that they can be changed while the store is away."""
        if not self._remembered:
            self.mine()
            self._remembered = True

    def say(
        self,
        *,
        until: datetime | None,
        away: bool,
        reason: str = "",
        shift: Shift | None,
        capacity: int | None,
        here_until: datetime | None = None,
    ) -> Word:
        """Say it in the place of what was said before. Raises `BadInput`.

        `away` without `until` is for as long as nothing else is said. None as `shift` or `capacity` leaves that to the
        helpdesk, and so does not being away for whether they are there: until `here_until` they are available even
        where the helpdesk calls them away.
        """
        now = self._clock()
        hours = OwnHours(
            person=self._person,
            at=now,
            here=here_until is not None,
            here_until=here_until,
            away=Away(now, until, reason.strip()) if away else None,
            shift=shift,
            capacity=capacity,
        )
        check(hours)
        self._deeds.say_hours(HoursSaid(hours))
        self._said = hours
        return Word(hours, waits=hours in self._waiting())

    def _waiting(self) -> tuple[OwnHours, ...]:
        return tuple(each.hours for each in self._deeds.waiting() if isinstance(each, HoursSaid))

    def _with_own_word(self, people: Sequence[Standing]) -> tuple[Standing, ...]:
        """What was said here since the people were read, or has not arrived."""
        found = tuple(people)
        words = [*([Word(self._said)] if self._said else ()), *(Word(each, waits=True) for each in self._waiting())]
        for word in words:
            found = with_word(found, word)
        return found

    def _read_all(self) -> tuple[Standing, ...]:
        return self._standings(self._store.hours.everybody())

    def _read_mine(self) -> Standing | None:
        told = self._store.hours.told(self._person)
        return self._standings([told])[0] if told is not None else None

    def _standings(self, told: Iterable[Told]) -> tuple[Standing, ...]:
        found = tuple(told)
        loads = self._store.transfers.loads([each.by_helpdesk.id for each in found])
        return tuple(_standing(each, loads) for each in found)


def _one(standing: Standing | None) -> tuple[Standing, ...]:
    return (standing,) if standing is not None else ()


def _standing(told: Told, loads: Mapping[AgentId, int]) -> Standing:
    return Standing(told.agent, told.by_helpdesk, loads[told.by_helpdesk.id], told.own)
