"""Brings in what one account source says, every so often, and says how it goes."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.connectors.accounts.base import AccountSource
from app.domain.health import ConnectionHealth, SyncState
from app.domain.tickets import ConnectionName
from app.errors import AuthFailed, BadInput, RateLimited, Refused, SettingsInvalid, StoreFailed, Unreachable
from app.service.deliver import LONGEST_WAIT, backoff
from app.store.leases import Lease
from app.store.store import Store

log = logging.getLogger(__name__)

OUR_FAULT = "Warmline failed unexpectedly while reading it; its log says how. It is tried again."

Open = Callable[[], AccountSource]


class AccountCourier:
    """One account source's loop, a step at a time. `step` never raises for what a source may do.

    While the source is down the facts that it gave stay, and grow older.
    """

    def __init__(self, name: str, open_source: Open, store: Store, *, poll: timedelta) -> None:
        """`open_source` makes the source at the first step: what is wrong with its settings is its health then."""
        self._name = name
        self._open = open_source
        self._source: AccountSource | None = None
        self._store = store
        self._poll = poll
        self._failures = 0
        self._complained: frozenset[str] = frozenset()
        self._next: datetime | None = None  # None: at once
        self.stopped = False
        self._health = ConnectionHealth(ConnectionName(name), SyncState.STARTING)

    @property
    def office(self) -> str:
        """What one worker at a time does."""
        return f"accounts {self._name}"

    def begin(self) -> None:
        """Say that this source is starting, whatever was said of it yesterday."""
        self._say(self._health)

    def step(self, now: datetime, lease: Lease | None = None) -> bool:
        """Read the source if it is time. There is never more to do right away.

        Under a `lease`, nothing that it said is written once another worker holds it.
        """
        if self.stopped or (self._next is not None and now < self._next):
            return False
        try:
            self._read(now, lease)
        except (AuthFailed, BadInput, SettingsInvalid) as error:
            self._stop(error)
        except (Unreachable, Refused) as error:
            self._back_off(error, now)
        except StoreFailed:
            raise
        except Exception:
            self._next = now + LONGEST_WAIT
            self._say(self._failed(SyncState.OFFLINE, OUR_FAULT, retry_at=self._next))
            raise
        return False

    def close(self) -> None:
        if self._source is not None:
            self._source.close()

    def _read(self, now: datetime, lease: Lease | None) -> None:
        if self._source is None:
            self._source = self._open()
        findings = self._source.read()
        recorded = self._store.account_sources.record(self._name, findings, at=now, lease=lease)
        self._next = now + self._poll
        complaints = frozenset(f"{each.where}: {each.what}" for each in findings.complaints)
        for each in sorted(complaints - self._complained):  # the same export has the same mistakes each time
            log.warning("%s: %s", self._name, each)
        self._complained = complaints
        if self._failures:
            log.info("%s: answers again after %d failures", self._name, self._failures)
        self._failures = 0
        self._say(ConnectionHealth(ConnectionName(self._name), SyncState.LIVE, synced_at=now))
        log.debug("%s: %d accounts, %d with tickets", self._name, recorded.accounts, recorded.matched)

    def _stop(self, error: Exception) -> None:
        log.error("%s: stopped: %s", self._name, error)
        self.stopped = True
        self._say(self._failed(SyncState.STOPPED, str(error)))

    def _back_off(self, error: Unreachable | Refused, now: datetime) -> None:
        self._failures += 1
        wait = LONGEST_WAIT if isinstance(error, Refused) else backoff(self._failures)
        if isinstance(error, RateLimited):
            wait = error.retry_after
        self._next = now + wait
        if self._failures == 1:
            log.warning("%s: offline: %s", self._name, error)
        self._say(self._failed(SyncState.OFFLINE, str(error), retry_at=self._next))

    def _failed(self, state: SyncState, problem: str, *, retry_at: datetime | None = None) -> ConnectionHealth:
        return ConnectionHealth(
            ConnectionName(self._name), state, synced_at=self._health.synced_at, problem=problem, retry_at=retry_at
        )

    def _say(self, health: ConnectionHealth) -> None:
        self._health = health
        self._store.pulse.set_connection(health)
