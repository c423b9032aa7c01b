"""What one person is called for: once, at whichever console they sit, unless they have switched it off."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.calls import Call, calls_for_certified, calls_of
from app.domain.rulebook import Rulebook
from app.service.handoff_shelf import HandoffShelf
from app.settings import Settings
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Called:
    """A call as it is to be shown. `subject` is the ticket's, and empty unless the settings allow it."""

    call: Call
    subject: str = ""


class CallDesk:
    """One person's calls."""

    def __init__(
        self, store: Store, settings: Settings, handoffs: HandoffShelf, *, rulebook: Callable[[], Rulebook]
    ) -> None:
        self._store = store
        self._desktop = settings.desktop
        self._handoffs = handoffs
        self._person = handoffs.person
        self._rulebook = rulebook

    def take(self) -> tuple[Called, ...]:
        """What this person was not called for yet; it counts as called for from now on. Nothing where it is off."""
        if self._desktop == "off":
            return ()
        found = {each.id: each for each in self._now()}
        seen = self._store.alerts.seen(self._person, found)
        fresh = [each for each in found.values() if each.id not in seen]
        self._store.alerts.mark_seen(self._person, [each.id for each in fresh], at=self._store.clock())
        return tuple(self._called(each) for each in fresh)

    def _now(self) -> tuple[Call, ...]:
        rulebook = self._rulebook()
        certified = [desk.group for desk in rulebook.desks if desk.certification]
        waiting = self._store.placed.waiting_for(certified) if certified else ()
        agents = [each.agent for each in self._store.hours.everybody()] if waiting else []
        return (
            *calls_of(self._handoffs.open(), self._person),
            *calls_for_certified(waiting, rulebook=rulebook, person=self._person, agents=agents),
        )

    def _called(self, call: Call) -> Called:
        ticket = self._store.pulled.ticket(call.ticket) if self._desktop == "subject" else None
        return Called(call, ticket.subject if ticket else "")
