"""Carries one connection's traffic: writes what is due, pulls what changed, and says how it goes."""

import logging
from datetime import datetime, timedelta

from app.connectors.base import Connector
from app.domain.health import ConnectionHealth, SyncState
from app.domain.tickets import ConnectionName
from app.errors import AuthFailed, BadInput, RateLimited, Refused, StoreFailed, Unreachable
from app.service.attempts import Attempts
from app.service.deliver import deliver_due
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
        self._attempts = Attempts(connector.connection, store, back="reachable again")
        self._next_pull: datetime | None = None  # None: at once

    @property
    def connection(self) -> ConnectionName:
        return self._connector.connection

    @property
    def stopped(self) -> bool:
        """Whether a person has to do something first."""
        return self._attempts.stopped

    @property
    def office(self) -> str:
        """What one worker at a time does."""
        return f"sync {self.connection}"

    def begin(self) -> None:
        """Say that this connection is starting, whatever was said of it yesterday."""
        self._attempts.begin()

    def step(self, now: datetime, lease: Lease | None = None) -> bool:
        """Deliver, and pull if it is time; whether there may be more to do right away.

        Under a `lease`, nothing that is pulled is written once another worker holds it.
        """
        if self._attempts.rest(now):
            return False
        try:
            more = self._work(now, lease)
        except (AuthFailed, BadInput) as error:
            self._attempts.stop(error)
            return False
        except (Unreachable, Refused) as error:
            self._attempts.back_off(error, now)
            return False
        except StoreFailed:
            raise
        except Exception:
            self._attempts.trip(OUR_FAULT)
            raise
        self._attempts.succeeded()
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
        self._attempts.say(
            ConnectionHealth(
                self._connector.connection,
                SyncState.SYNCING if batch.more else SyncState.LIVE,
                synced_at=self._attempts.health.synced_at if batch.more else now,
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
