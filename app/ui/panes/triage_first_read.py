"""While messages are read for the first time, a queue that nobody has touched brings itself into order."""

from app.domain.health import Health, SyncState, WorkerState

BUSY = {WorkerState.ABSENT, WorkerState.LOADING, WorkerState.READING}
COMING = {SyncState.STARTING, SyncState.SYNCING}


class FirstRead:
    """Knows whether a new order may be taken unasked: until the agent does anything, or all has been read once."""

    def __init__(self) -> None:
        self._reading = True
        self._touched = False
        self._ended = False

    @property
    def follows(self) -> bool:
        """Whether the next order is taken at once."""
        return (self._reading or self._ended) and not self._touched

    def begin(self) -> None:
        """Another lens is shown, which nobody has touched yet."""
        self._touched = self._ended = False

    def touch(self) -> None:
        """The agent does something: from here on nothing moves by itself."""
        self._touched, self._ended = True, False

    def look(self, health: Health, *, empty: bool) -> bool:
        """Whether the first read has ended just now.

        It has not while tickets are still coming, however idle the worker is between two pages of them, and not before
        there is one.
        """
        coming = any(each.state in COMING for each in health.connections)
        if not self._reading or health.worker.state in BUSY or coming or empty:
            return False
        self._reading = False
        self._ended = not self._touched
        return self._ended

    def settle(self) -> bool:
        """Once, for the order that follows the end of the first read: whether it goes back to the first row."""
        ended, self._ended = self._ended, False
        return ended
