"""The calls by which a person says when they are there and how much they take, and sees who else has said so."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.own_hours import OwnHours, Standing, Told, check
from app.domain.people import Away, Shift
from app.domain.tickets import AgentId
from app.store.store import Store


class HoursDesk:
    """One person's hours. Routing asks the store for them at each verdict, on every machine."""

    def __init__(self, store: Store, *, person: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._person = person
        self._clock = clock

    def everybody(self) -> tuple[Standing, ...]:
        """All who work tickets, by name, as routing sees them now; who is known to two helpdesks is there twice."""
        told = self._store.hours.everybody()
        loads = self._store.transfers.loads([each.by_helpdesk.id for each in told])
        return tuple(_standing(each, loads) for each in told)

    def mine(self) -> Standing | None:
        """This person; None where no helpdesk knows them by their name or login."""
        return next((each for each in self.everybody() if each.agent.answers_to(self._person)), None)

    def say(
        self,
        *,
        until: datetime | None,
        away: bool,
        reason: str = "",
        shift: Shift | None,
        capacity: int | None,
        here_until: datetime | None = None,
    ) -> OwnHours:
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
        self._store.hours.say(hours)
        return hours


def _standing(told: Told, loads: Mapping[AgentId, int]) -> Standing:
    return Standing(told.agent, told.by_helpdesk, loads[told.by_helpdesk.id], told.own)
