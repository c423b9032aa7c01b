"""Finds resolved tickets like one at hand, by the meaning of what the customer wrote first."""

from array import array
from collections.abc import Sequence
from datetime import datetime
from operator import mul

from app.domain.briefing.next_step import MOST, SimilarTicket
from app.domain.snapshot import Snapshot
from app.domain.tickets import Ticket, TicketId
from app.store.store import Store

FOUND_BY = "the meaning of the customers' first messages"
ALIKE = 0.5  # cosine of two first messages; of the sample's pairs those from 0.51 are of one matter, at 0.48 not
CANDIDATES = 300  # the newest resolved tickets: comparing with them takes some milliseconds

Vectors = list[tuple[TicketId, "array[float]"]]


class Similar:
    """Looks among the newest resolved tickets, whose vectors it remembers until it is told to look again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vectors: Vectors = []
        self._model: str | None = None  # the revision by which they were read

    @property
    def size(self) -> int:
        """How many resolved tickets it knows, as a power of two: where that has grown, looking again may find more."""
        return len(self._vectors).bit_length()

    def look_again(self, model_revision: str) -> None:
        rows = self._store.briefs.openings(model_revision, limit=CANDIDATES)
        self._vectors = [(ticket, array("f", embedding)) for ticket, embedding in rows]
        self._model = model_revision

    def like(self, snapshot: Snapshot, *, model_revision: str) -> tuple[tuple[SimilarTicket, ...], int]:
        """The most similar ones of the same connection, the most similar first, and among how many they were found."""
        if self._model != model_revision:
            self.look_again(model_revision)
        ticket = snapshot.ticket
        known = [(other, vector) for other, vector in self._vectors if _beside(other, ticket)]
        opening = next((read.analysis.embedding for read in snapshot.customer if read.analysis), b"")
        ranked = _ranked(array("f", opening), known) if opening else []
        found = [
            SimilarTicket(seen, min(cosine, 1.0))
            for cosine, other in ranked[:MOST]
            if cosine >= ALIKE and (seen := self._seen(other, snapshot.as_of)) is not None
        ]
        return tuple(found), len(known)

    def _seen(self, ticket: TicketId, as_of: datetime) -> Snapshot | None:
        return self._store.pulled.snapshot(ticket, as_of=as_of, model_revision=self._model)


def _beside(other: TicketId, ticket: Ticket) -> bool:
    """Whether it is another ticket of the same connection."""
    return other != ticket.id and other.startswith(f"{ticket.connection}:")


def _ranked(vector: Sequence[float], known: Vectors) -> list[tuple[float, TicketId]]:
    cosines = [(sum(map(mul, vector, other)), ticket) for ticket, other in known if len(other) == len(vector)]
    return sorted(cosines, reverse=True)
