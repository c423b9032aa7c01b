"""Brings in what one account source says, every so often, and says how it goes."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.connectors.accounts.base import AccountSource
from app.domain.health import ConnectionHealth, SyncState
from app.domain.tickets import ConnectionName
from app.errors import AuthFailed, BadInput, Refused, SettingsInvalid, StoreFailed, Unreachable
from app.service.attempts import Attempts
from app.service.deliver import LONGEST_WAIT
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
        self._attempts = Attempts(ConnectionName(name), store, back="answers again")
        self._complained: frozenset[str] = frozenset()
        self._next: datetime | None = None  # None: at once

    @property
    def stopped(self) -> bool:
        """Whether a person has to do something first."""
        return self._attempts.stopped

    @property
    def office(self) -> str:
        """What one worker at a time does."""
        return f"accounts {self._name}"

    def begin(self) -> None:
        """Say that this source is starting, whatever was said of it yesterday."""
        self._attempts.begin()

    def step(self, now: datetime, lease: Lease | None = None) -> bool:
        """Read the source if it is time. There is never more to do right away.

        Under a `lease`, nothing that it said is written once another worker holds it.
        """
        if self._attempts.rest(now) or (self._next is not None and now < self._next):
            return False
        try:
            self._read(now, lease)
        except (AuthFailed, BadInput, SettingsInvalid) as error:
            self._attempts.stop(error)
        except (Unreachable, Refused) as error:
            self._attempts.back_off(error, now)
        except StoreFailed:
            raise
        except Exception:
            self._attempts.pause(OUR_FAULT, now, wait=LONGEST_WAIT)
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
        self._attempts.succeeded()
        self._attempts.say(ConnectionHealth(ConnectionName(self._name), SyncState.LIVE, synced_at=now))
        log.debug("%s: %d accounts, %d with tickets", self._name, recorded.accounts, recorded.matched)
