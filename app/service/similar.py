"""Finds resolved tickets like one at hand, by the meaning of what the customer wrote first."""

from array import array
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import mul

from app.domain.briefing.next_step import MOST, SimilarTicket
from app.domain.snapshot import Snapshot
from app.domain.tickets import ConnectionName, TicketId
from app.store.store import Store

FOUND_BY = "the meaning of the customers' first messages"
ALIKE = 0.55  # cosine of two first messages; below it they only share a tone
CANDIDATES = 300  # the newest resolved tickets: comparing with them takes some milliseconds
REMEMBERED = timedelta(minutes=5)  # a ticket that was resolved since may be missed for so long

Vectors = list[tuple[TicketId, "array[float]"]]


class Similar:
    """Looks among a connection's newest resolved tickets, whose vectors it remembers for some minutes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vectors: dict[tuple[ConnectionName, str], tuple[datetime, Vectors]] = {}

    def like(self, snapshot: Snapshot, *, now: datetime, model_revision: str) -> tuple[tuple[SimilarTicket, ...], int]:
        """The most similar ones, the most similar first, and among how many they were found."""
        known = self._known(snapshot.ticket.connection, now, model_revision)
        opening = next((read.analysis.embedding for read in snapshot.customer if read.analysis), b"")
        ranked = _ranked(array("f", opening), known) if opening else []
        near = [(cosine, each) for cosine, each in ranked if cosine >= ALIKE and each != snapshot.ticket.id]
        found = [
            SimilarTicket(seen, min(cosine, 1.0))
            for cosine, ticket in near[:MOST]
            if (seen := self._store.pulled.snapshot(ticket, as_of=now, model_revision=model_revision)) is not None
        ]
        return tuple(found), len(known)

    def _known(self, connection: ConnectionName, now: datetime, model_revision: str) -> Vectors:
        held = self._vectors.get((connection, model_revision))
        if held is not None and now - held[0] < REMEMBERED:
            return held[1]
        rows = self._store.briefs.openings(connection, model_revision, limit=CANDIDATES)
        vectors = [(ticket, array("f", embedding)) for ticket, embedding in rows]
        self._vectors = {(connection, model_revision): (now, vectors), **self._others(connection, model_revision)}
        return vectors

    def _others(
        self, connection: ConnectionName, model_revision: str
    ) -> dict[tuple[ConnectionName, str], tuple[datetime, Vectors]]:
        """What is remembered of other connections, by the same models."""
        return {key: held for key, held in self._vectors.items() if key[0] != connection and key[1] == model_revision}


def _ranked(vector: Sequence[float], known: Vectors) -> list[tuple[float, TicketId]]:
    cosines = [(sum(map(mul, vector, other)), ticket) for ticket, other in known if len(other) == len(vector)]
    return sorted(cosines, reverse=True)
