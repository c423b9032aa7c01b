"""Of a team's workers, one syncs each helpdesk and one judges: whoever asks first, and the next where that one dies."""

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from app.store.leases import Lease
from app.store.store import Store

log = logging.getLogger(__name__)

LASTING = timedelta(seconds=8)  # how long the others wait for one who says nothing: a restart of the database fits in
RENEW = timedelta(seconds=2)


class Election:
    """One worker's standing for one office, such as syncing a helpdesk."""

    def __init__(
        self, store: Store, office: str, worker: str, *, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._office = office
        self._worker = worker
        self._elapsed = elapsed
        self._lease: Lease | None = None
        self._sure_until = 0.0

    @property
    def lease(self) -> Lease | None:
        """The office, as long as nobody else can have it; None while it is not ours, or may not be."""
        return self._lease if self._elapsed() < self._sure_until else None

    def stand(self) -> None:
        """Ask for the office, or prolong it: every `RENEW`. Raises `StoreFailed`; then it runs out by itself."""
        asked = self._elapsed()
        lease = self._store.leases.take(self._office, self._worker, lasting=LASTING)
        if (lease is None) != (self._lease is None):
            log.info("%s: %s", self._office, "another worker does it" if lease is None else "this worker does it")
        self._lease = lease
        self._sure_until = asked + LASTING.total_seconds() if lease else 0.0

    def resign(self) -> None:
        """Let another take over at once."""
        lease, self._lease, self._sure_until = self._lease, None, 0.0
        if lease is not None:
            self._store.leases.release(lease)


def worker_name() -> str:
    """A name that no other worker has, and that tells a person which one it is."""
    return f"{socket.gethostname()}, process {os.getpid()}, {uuid.uuid4().hex[:8]}"
