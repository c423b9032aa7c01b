"""The calls by which a person sets tickets aside, and says which ones should have been flagged."""

import uuid
from collections.abc import Callable
from datetime import datetime

from app.domain.opened import OpenTicket
from app.domain.snooze import LONGEST, Miss, MissId, Snooze, SnoozeId
from app.errors import BadInput, Refused
from app.store.store import Store


class Snoozes:
    """One person's snoozes and misses. Nothing of it reaches the helpdesk, and all of it can be undone at any time."""

    def __init__(self, store: Store, *, person: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._person = person
        self._clock = clock

    def snooze(self, opened: OpenTicket, until: datetime | None) -> Snooze:
        """Set the ticket aside until then, or until the customer writes, whichever comes first; None is the latter."""
        ticket, now = opened.snapshot.ticket, self._clock()
        if until is not None and not now < until <= now + LONGEST:
            raise BadInput(f"A ticket can be snoozed for at most {LONGEST.days} days, and not into the past.")
        if ticket.status.finished:
            raise Refused(f"#{ticket.number} is {ticket.status}; there is nothing to snooze.")
        if opened.offer is not None:
            raise Refused(f"#{ticket.number} is offered to {opened.offer.receiver}. Take the offer back first.")
        snooze = Snooze(SnoozeId(uuid.uuid4().hex), ticket.id, self._person, now, until)
        self._store.snoozes.snooze(snooze)
        return snooze

    def wake(self, snooze: SnoozeId) -> None:
        """Bring the ticket back now."""
        self._store.snoozes.wake(snooze, by=self._person, at=self._clock())

    def should_have_been_flagged(self, opened: OpenTicket, why: str = "") -> Miss:
        """Say that an escalation should have been suggested here. Raises `Refused` where one is."""
        triage = opened.triage
        if triage is not None and triage.suggestion.escalate:
            raise Refused("An escalation is suggested for this ticket already.")
        if opened.missed is not None:
            raise Refused(f"{opened.missed.by} has said so already.")
        miss = Miss(
            id=MissId(uuid.uuid4().hex),
            ticket=opened.snapshot.ticket.id,
            by=self._person,
            at=self._clock(),
            why=why.strip(),
            score=triage.score.points if triage else 0,
            versions=triage.versions if triage else None,
        )
        self._store.snoozes.miss(miss)
        return miss

    def take_miss_back(self, miss: MissId) -> None:
        self._store.snoozes.take_miss_back(miss, by=self._person, at=self._clock())
