"""What a brief tells of finished tickets like its own: the likest of them, whole."""

from app.domain.briefing.next_step import MOST, SimilarTicket
from app.domain.snapshot import Snapshot
from app.service.past_cases import PastCases
from app.store.store import Store

FOUND_BY = "the meaning of the customers' first messages"
ALIKE = 0.5  # cosine of two first messages; of the sample's pairs those from 0.51 are of one matter, at 0.48 not


def similar(
    snapshot: Snapshot, past: PastCases, store: Store, *, model_revision: str
) -> tuple[tuple[SimilarTicket, ...], int]:
    """The most similar ones of the same connection, the most similar first, and among how many they were found."""
    likest = [each for each in past.alike(snapshot, model_revision) if each.alike >= ALIKE][:MOST]
    seen = [store.pulled.snapshot(each.ticket, as_of=snapshot.as_of, model_revision=model_revision) for each in likest]
    found = tuple(SimilarTicket(held, each.alike) for each, held in zip(likest, seen, strict=True) if held is not None)
    return found, past.beside(snapshot, model_revision)
