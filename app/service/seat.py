"""Where this console's person is: told to the others for as long as the window says so."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from app.domain.presence import Present
from app.domain.tickets import TicketId
from app.errors import StoreFailed
from app.store.store import Store

AGAIN = timedelta(seconds=5)  # a third of what the others take for silence


class Seat:
    """One console's presence. Nobody is told of it before it has been at a ticket."""

    def __init__(self, store: Store, person: str, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._person = person
        self._elapsed = elapsed
        self._console = uuid.uuid4().hex
        self._at: tuple[TicketId | None, bool] | None = None
        self._said = 0.0

    def take(self, ticket: TicketId | None, *, editing: bool) -> None:
        """Be at this ticket, or at none, from now on."""
        self._at = (ticket, editing)
        self._say()

    def stay(self) -> None:
        """Say again where we are, if it is time to."""
        if self._at is not None and self._elapsed() - self._said >= AGAIN.total_seconds():
            self._say()

    def others(self) -> tuple[Present, ...]:
        """Everybody else; one's own second window is nobody else."""
        return tuple(each for each in self._store.presence.others(self._console) if each.person != self._person)

    def leave(self) -> None:
        """Be nowhere. Where that cannot be said, the others notice in a few seconds."""
        if self._at is None:
            return
        self._at = None
        try:
            self._store.presence.leave(self._console)
        except StoreFailed:
            return

    def _say(self) -> None:
        if self._at is not None:
            ticket, editing = self._at
            self._store.presence.say(self._console, self._person, ticket, editing=editing)
            self._said = self._elapsed()
