"""What a brief tells of finished tickets like its own: the likest of them, whole."""

from app.domain.briefing.next_step import MOST, SimilarTicket
from app.domain.snapshot import Snapshot
from app.domain.tickets import TicketId
from app.service.past_cases import PastCases
from app.store.store import Store

FOUND_BY = "the meaning of the customers' first messages"
ALIKE = 0.5  # cosine of two first messages; of the sample's pairs those from 0.51 are of one matter, at 0.48 not
REMEMBERED = 100  # tickets, as the store had them: those that one brief tells of are told of by others


class Similar:
    """Finds them among what is remembered, and reads each from the store once until more is remembered."""

    def __init__(self, store: Store, past: PastCases) -> None:
        self._store = store
        self._past = past
        self._read: dict[TicketId, Snapshot] = {}
        self._read_at: tuple[int, str] = (0, "")

    def like(self, snapshot: Snapshot, *, model_revision: str) -> tuple[tuple[SimilarTicket, ...], int]:
        """The most similar ones of the same connection, the most similar first, and among how many they were found."""
        alike = self._past.alike(snapshot, model_revision)
        read_at = (alike.known_at, model_revision)
        if read_at != self._read_at or len(self._read) >= REMEMBERED:
            self._read, self._read_at = {}, read_at
        likest = [each for each in alike.cases[:MOST] if each.alike >= ALIKE]
        seen = [self._seen(each.ticket, snapshot, model_revision) for each in likest]
        found = [SimilarTicket(held, each.alike) for each, held in zip(likest, seen, strict=True) if held is not None]
        return tuple(found), alike.among

    def _seen(self, ticket: TicketId, snapshot: Snapshot, model_revision: str) -> Snapshot | None:
        seen = self._read.get(ticket)  # held here: another thread may empty what is kept at any moment
        if seen is None or seen.as_of > snapshot.as_of:
            seen = self._store.pulled.snapshot(ticket, as_of=snapshot.as_of, model_revision=model_revision)
            if seen is not None:
                self._read[ticket] = seen
        return seen
