"""Who is reading which text, so that several workers read each of them once."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.store.database import Database, Work, insert_into
from app.store.tables import AnalysisRow
from app.store.team_tables import ReadingClaimRow

LASTING = timedelta(minutes=1)  # a step of reading takes a second or two; each next one claims what is left anew

Text = tuple[str, str]  # its hash, and itself


def read_by_others(database: Database, session: Session, model_revision: str, *, worker: str) -> frozenset[str]:
    """The hashes of texts that other workers have claimed and not given up."""
    query = select(ReadingClaimRow.text_hash).where(
        ReadingClaimRow.model_revision == model_revision,
        ReadingClaimRow.worker != worker,
        ReadingClaimRow.until > database.clock.read(session),
    )
    return frozenset(session.scalars(query))


def claimed(database: Database, texts: Sequence[Text], model_revision: str, *, worker: str) -> tuple[Text, ...]:
    """Claim these texts; those of them that are ours now. Another worker that asks at the same time gets the rest.

    In the order of their hashes, so that two who claim the same ones wait for each other only one way round.
    """
    if not texts:
        return ()
    with database.aside() as session:
        now = database.clock.read(session)
        rows = [
            {"model_revision": model_revision, "text_hash": text_hash, "worker": worker, "until": now + LASTING}
            for text_hash in sorted(text_hash for text_hash, _ in texts)
        ]
        insert = insert_into(session, ReadingClaimRow).values(rows)
        ours = insert.on_conflict_do_update(
            index_elements=["model_revision", "text_hash"],
            set_={"worker": insert.excluded.worker, "until": insert.excluded.until},
            where=or_(ReadingClaimRow.until <= now, ReadingClaimRow.worker == worker),
        ).returning(ReadingClaimRow.text_hash)
        mine = set(session.scalars(ours))
        mine -= _read_meanwhile(session, model_revision, mine)
    return tuple(each for each in texts if each[0] in mine)


def _read_meanwhile(session: Session, model_revision: str, hashes: set[str]) -> set[str]:
    """Those that another worker has read, and given up, since we looked: its claim was no longer in our way."""
    query = select(AnalysisRow.text_hash).where(
        AnalysisRow.model_revision == model_revision, AnalysisRow.text_hash.in_(hashes)
    )
    done = set(session.scalars(query))
    session.execute(delete(ReadingClaimRow).where(ReadingClaimRow.text_hash.in_(done)))
    return done


def read(work: Work, hashes: Iterable[str]) -> None:
    """These texts are read: nobody need claim them any more."""
    work.session.execute(delete(ReadingClaimRow).where(ReadingClaimRow.text_hash.in_(list(hashes))))
