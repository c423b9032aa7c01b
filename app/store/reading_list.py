"""Which texts the models should read next: new ones first, then open tickets' newest, then all others."""

from collections.abc import Sequence
from threading import Lock

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.store.tables import AnalysisRow, LineRow, MessageRow, TextRow

AHEAD = 5000  # texts looked up at once: finding the next ones among 600,000 takes a second, reading these a minute


class ReadingList:
    """Texts without an analysis, in the order in which they should be read.

    It only remembers where to look: each text is checked against the store before it is handed out, so forgetting
    everything costs one search and loses nothing.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._forget("")

    def next(
        self, session: Session, model_revision: str, *, limit: int, busy: frozenset[str] = frozenset()
    ) -> list[tuple[str, str]]:
        """Up to `limit` (hash, text) that this revision of the models has not read; none only if there are none.

        Those in `busy` are left out, and stay on the list: others are reading them.
        """
        with self._lock:
            if model_revision != self._model:
                self._forget(model_revision)
            self._notice_new(session)
            while True:
                unread = self._unread(session, limit, busy)
                if len(unread) == limit or self._complete:
                    return _with_text(session, unread)
                self._look_ahead(session, max(AHEAD, limit))

    def _forget(self, model_revision: str) -> None:
        self._model = model_revision
        self._seen = -1  # texts up to this tick are among the candidates, or behind them
        self._candidates: list[str] = []
        self._complete = False  # there is nothing behind the candidates

    def _notice_new(self, session: Session) -> None:
        newest = session.scalar(select(func.max(TextRow.revision)).where(TextRow.to_read))
        if newest is None or newest <= self._seen:
            return
        if self._seen >= 0:
            new = select(TextRow.hash).where(TextRow.to_read, TextRow.revision > self._seen)
            self._candidates[:0] = session.scalars(new.order_by(TextRow.revision.desc()).limit(AHEAD))
        self._complete = self._complete and len(self._candidates) < AHEAD and self._seen >= 0
        self._seen = newest

    def _unread(self, session: Session, limit: int, busy: frozenset[str]) -> list[str]:
        """The first candidates that are unread and free; read ones before them are dropped."""
        unread: list[str] = []
        free: list[str] = []
        place = 0
        while place < len(self._candidates) and len(free) < limit:
            some = self._candidates[place : place + max(limit, 200)]
            done = set(
                session.scalars(
                    select(AnalysisRow.text_hash).where(
                        AnalysisRow.model_revision == self._model, AnalysisRow.text_hash.in_(some)
                    )
                )
            )
            left = [each for each in some if each not in done]
            unread += left
            free += [each for each in left if each not in busy]
            place += len(some)
        self._candidates[:place] = unread
        return free[:limit]

    def _look_ahead(self, session: Session, most: int) -> None:
        known = dict.fromkeys(self._candidates)
        for query in (_of_open_tickets(self._model), _of_all(self._model)):
            for found in session.scalars(query.limit(most)):
                known.setdefault(found)
            if len(known) >= most:
                break
        else:
            self._complete = True
        self._candidates = list(known)


def progress(session: Session, model_revision: str) -> tuple[int, int]:
    """How many of the texts that should be read this revision of the models has read, and how many there are."""
    total = session.scalar(select(func.count()).select_from(TextRow).where(TextRow.to_read)) or 0
    done = session.scalar(
        select(func.count()).select_from(AnalysisRow).where(AnalysisRow.model_revision == model_revision)
    )
    return min(done or 0, total), total


def _of_open_tickets(model_revision: str) -> Select[str]:
    return (
        select(MessageRow.text_hash)
        .join(LineRow, LineRow.ticket == MessageRow.ticket)
        .join(TextRow, TextRow.hash == MessageRow.text_hash)
        .where(LineRow.waits, TextRow.to_read, ~_analysed(MessageRow.text_hash, model_revision))
        .group_by(MessageRow.text_hash)
        .order_by(func.max(MessageRow.at).desc())
    )


def _of_all(model_revision: str) -> Select[str]:
    return (
        select(TextRow.hash)
        .where(TextRow.to_read, ~_analysed(TextRow.hash, model_revision))
        .order_by(TextRow.revision.desc())
    )


def _analysed(text_hash: InstrumentedAttribute[str], model_revision: str) -> Exists:
    return exists().where(AnalysisRow.model_revision == model_revision, AnalysisRow.text_hash == text_hash)


def _with_text(session: Session, hashes: Sequence[str]) -> list[tuple[str, str]]:
    rows = session.execute(select(TextRow.hash, TextRow.text).where(TextRow.hash.in_(hashes)))
    texts = {row.hash: row.text for row in rows}
    return [(each, texts[each]) for each in hashes]
