"""Notes and replies of which nobody knows whether they were written, since no answer came: they are not posted again
until what was posted must have come to light."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.changes import Change, ChangeId
from app.errors import Unreachable

SETTLING = timedelta(minutes=3)  # no write is committed later than this after it was given up on
LATEST_START = timedelta(seconds=90)  # into a delivery: later than this no step of it is begun


class Doubts:
    """When each change was last posted without an answer.

    Of a change that this process meets for the first time, the time at which another one tried it counts.
    """

    def __init__(self, clock: Callable[[], datetime], settling: timedelta = SETTLING) -> None:
        self._clock = clock
        self._settling = settling
        self._since: dict[ChangeId, datetime | None] = {}

    def meet(self, change: Change) -> None:
        """Take note of a change that is about to be delivered."""
        # Whoever tried it may have posted as late as a delivery may.
        tried = change.tried_at + LATEST_START if change.tried_at is not None else None
        self._since.setdefault(change.id, tried)

    def arise(self, change: Change) -> None:
        """It was posted just now, and nobody knows with what effect."""
        self._since[change.id] = self._clock()

    def forget(self, change: Change) -> None:
        """It is done with."""
        self._since.pop(change.id, None)

    def check(self, change: Change) -> None:
        """Raise `Unreachable` where a post of this change may still come to light."""
        since = self._since.get(change.id)
        if since is not None and self._clock() < since + self._settling:
            raise Unreachable(
                "Request Tracker did not say whether the last attempt was written, and may still write it; it is "
                "looked for again before anything is repeated."
            )
