"""While messages are read for the first time, a queue that nobody has touched brings itself into order."""

from app.domain.health import WorkerHealth, WorkerState

BUSY = {WorkerState.ABSENT, WorkerState.LOADING, WorkerState.READING}


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

    def look(self, worker: WorkerHealth, *, empty: bool) -> bool:
        """Whether the first read has ended just now; before there is a ticket there was nothing to read."""
        if not self._reading or worker.state in BUSY or empty:
            return False
        self._reading = False
        self._ended = not self._touched
        return self._ended

    def settle(self) -> bool:
        """Once, for the order that follows the end of the first read: whether it goes back to the first row."""
        ended, self._ended = self._ended, False
        return ended
