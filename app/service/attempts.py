"""How asking something on another machine goes: what failed, when it may be asked again, and what is said of it."""

import logging
from datetime import datetime, timedelta

from app.domain.health import ConnectionHealth, SyncState
from app.domain.tickets import ConnectionName
from app.errors import RateLimited, Refused, Unreachable
from app.service.deliver import LONGEST_WAIT, backoff
from app.store.store import Store

log = logging.getLogger(__name__)


class Attempts:
    """One connection's or account source's. The first failure and the recovery are logged, and not each try."""

    def __init__(self, name: ConnectionName, store: Store, *, back: str) -> None:
        """`back` is what the log says of a recovery: "reachable again"."""
        self._name = name
        self._back = back
        self._store = store
        self._failures = 0
        self._paused_until: datetime | None = None
        self.stopped = False  # a person has to do something first
        self.health = ConnectionHealth(name, SyncState.STARTING)

    def begin(self) -> None:
        """Say that it is starting, whatever was said of it yesterday."""
        self.say(self.health)

    def rest(self, now: datetime) -> bool:
        """Whether it must not be asked now."""
        return self.stopped or (self._paused_until is not None and now < self._paused_until)

    def succeeded(self) -> None:
        if self._failures:
            log.info("%s: %s after %d failures", self._name, self._back, self._failures)
        self._failures = 0
        self._paused_until = None

    def stop(self, error: Exception) -> None:
        log.error("%s: stopped: %s", self._name, error)
        self.stopped = True
        self._fail(SyncState.STOPPED, str(error))

    def back_off(self, error: Unreachable | Refused, now: datetime) -> None:
        """Wait longer each time; as long as it says itself, where it does."""
        self._failures += 1
        wait = LONGEST_WAIT if isinstance(error, Refused) else backoff(self._failures)
        if isinstance(error, RateLimited):
            wait = error.retry_after
        if self._failures == 1:
            log.warning("%s: offline: %s", self._name, error)
        self.pause(str(error), now, wait=wait)

    def pause(self, problem: str, now: datetime, *, wait: timedelta) -> None:
        self._paused_until = now + wait
        self._fail(SyncState.OFFLINE, problem, retry_at=self._paused_until)

    def trip(self, problem: str) -> None:
        """It was our own fault: it is said, and whoever goes through the steps decides when the next one is."""
        self._fail(SyncState.OFFLINE, problem)

    def say(self, health: ConnectionHealth) -> None:
        self.health = health
        self._store.pulse.set_connection(health)

    def _fail(self, state: SyncState, problem: str, *, retry_at: datetime | None = None) -> None:
        synced_at = self.health.synced_at
        self.say(ConnectionHealth(self._name, state, synced_at=synced_at, problem=problem, retry_at=retry_at))
