"""What a condition can ask about one ticket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Seen:
    """A snapshot with what was made of it; `points` is None until the score is known.

    `could_tell` names the signals that had all that they read: one of these without a reading found nothing.
    """

    snapshot: Snapshot
    readings: Mapping[str, Reading]
    tier: int
    points: float | None = None
    could_tell: Callable[[], frozenset[str]] = frozenset

    @property
    def ticket(self) -> Ticket:
        return self.snapshot.ticket
