"""Carries one connection's traffic: writes what is due, pulls what changed, and says how it goes."""

import logging
from datetime import datetime, timedelta

from app.connectors.base import Connector
from app.domain.health import ConnectionHealth, SyncState
from app.domain.tickets import ConnectionName
from app.errors import AuthFailed, BadInput, RateLimited, Refused, StoreFailed, Unreachable
from app.service.deliver import LONGEST_WAIT, backoff, deliver_due
from app.service.pull import pull_batch
from app.store.leases import Lease
from app.store.store import Store

log = logging.getLogger(__name__)

OUR_FAULT = "Warmline failed unexpectedly while syncing; its log says how. It is tried again."


class Courier:
    """One connection's loop, a step at a time. `step` never raises for what a helpdesk may do."""

    def __init__(self, connector: Connector, store: Store, *, poll: timedelta) -> None:
        self._connector = connector
        self._store = store
        self._poll = poll
        self._failures = 0
        self._next_pull: datetime | None = None  # None: at once
        self._paused_until: datetime | None = None
        self.stopped = False
        self._health = ConnectionHealth(connector.connection, SyncState.STARTING)

    @property
    def connection(self) -> ConnectionName:
        return self._connector.connection

    @property
    def office(self) -> str:
        """What one worker at a time does."""
        return f"sync {self.connection}"

    def begin(self) -> None:
        """Say that this connection is starting, whatever was said of it yesterday."""
        self._say(self._health)

    def step(self, now: datetime, lease: Lease | None = None) -> bool:
        """Deliver, and pull if it is time; whether there may be more to do right away.

        Under a `lease`, nothing that is pulled is written once another worker holds it.
        """
        if self.stopped or (self._paused_until is not None and now < self._paused_until):
            return False
        try:
            more = self._work(now, lease)
        except (AuthFailed, BadInput) as error:
            self._stop(error)
            return False
        except (Unreachable, Refused) as error:
            self._back_off(error, now)
            return False
        except StoreFailed:
            raise
        except Exception:
            self._say(self._failed(SyncState.OFFLINE, OUR_FAULT))
            raise
        self._recovered()
        return more

    def close(self) -> None:
        self._connector.close()

    def _work(self, now: datetime, lease: Lease | None) -> bool:
        if self._connector.writable and self._deliver(now):
            self._next_pull = None  # the helpdesk's own view of what we wrote
        if self._next_pull is not None and now < self._next_pull:
            return False
        batch = pull_batch(self._connector, self._store, lease=lease)
        for complaint in batch.complaints:
            log.warning("%s: %s: %s", self._connector.connection, complaint.where, complaint.what)
        self._next_pull = None if batch.more else now + self._poll
        self._say(
            ConnectionHealth(
                self._connector.connection,
                SyncState.SYNCING if batch.more else SyncState.LIVE,
                synced_at=self._health.synced_at if batch.more else now,
                remaining=batch.remaining if batch.more else None,
            )
        )
        return batch.more

    def _deliver(self, now: datetime) -> int:
        """Deliver; a ticket that the helpdesk stumbles over must not keep the others from being pulled."""
        try:
            return deliver_due(self._connector, self._store, now=now)
        except RateLimited:
            raise
        except Unreachable as error:
            log.warning("%s: nothing could be delivered: %s", self._connector.connection, error)
            return 0

    def _stop(self, error: Exception) -> None:
        log.error("%s: stopped: %s", self._connector.connection, error)
        self.stopped = True
        self._say(self._failed(SyncState.STOPPED, str(error)))

    def _back_off(self, error: Unreachable | Refused, now: datetime) -> None:
        self._failures += 1
        wait = LONGEST_WAIT if isinstance(error, Refused) else backoff(self._failures)
        if isinstance(error, RateLimited):
            wait = error.retry_after
        self._paused_until = now + wait
        if self._failures == 1:
            log.warning("%s: offline: %s", self._connector.connection, error)
        self._say(self._failed(SyncState.OFFLINE, str(error), retry_at=self._paused_until))

    def _recovered(self) -> None:
        if self._failures:
            log.info("%s: reachable again after %d failures", self._connector.connection, self._failures)
        self._failures = 0
        self._paused_until = None

    def _failed(self, state: SyncState, problem: str, *, retry_at: datetime | None = None) -> ConnectionHealth:
        return ConnectionHealth(
            self._connector.connection,
            state,
            synced_at=self._health.synced_at,
            problem=problem,
            retry_at=retry_at,
        )

    def _say(self, health: ConnectionHealth) -> None:
        self._health = health
        self._store.pulse.set_connection(health)
