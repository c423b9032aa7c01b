"""What the team has taught: its own intents, its corrections, the trials that were asked for, and what was learnt."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.taught import SECOND_THOUGHTS, Correction, CorrectionId, InForce, TaughtId, TaughtIntent
from app.domain.trials import Trial, TrialId
from app.store import audit
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite
from app.store.tables import TextRow
from app.store.taught_tables import CorrectionRow, LearntRow, TaughtRow, TrialRow

TRIALS_KEPT = timedelta(days=1)

Mark = tuple[int, int, int]


class Taught:
    """The tables that teaching writes. Ids are the caller's, so each write can be repeated when its answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, now: datetime) -> Mark:
        """Differs from an earlier one where what is in force may differ; far cheaper than asking for that."""
        ripe = select(func.count()).where(CorrectionRow.at <= now - SECOND_THOUGHTS).scalar_subquery()
        newest = [
            func.coalesce(select(func.max(table.revision)).scalar_subquery(), 0) for table in (TaughtRow, CorrectionRow)
        ]
        with self._database.read() as session:
            return tuple(session.execute(select(*newest, ripe)).one())

    def in_force(self, now: datetime) -> InForce:
        """What the models should know now; a correction that may still be undone is not yet among it."""
        with self._database.read() as session:
            corrections = tuple(each for each in _corrections(session) if each.undoable_until <= now)
            within = {each.within for each in corrections if each.within}
            texts = session.execute(select(TextRow.hash, TextRow.text).where(TextRow.hash.in_(within))).all()
            return InForce(_intents(session), corrections, {row.hash: row.text for row in texts})

    def intents(self) -> tuple[TaughtIntent, ...]:
        """The team's own intents, by name."""
        with self._database.read() as session:
            return _intents(session)

    def removed(self) -> tuple[str, ...]:
        """The names that the team's own intents once had and none has any more."""
        known = select(TaughtRow.name).where(TaughtRow.removed_at.is_(None))
        query = select(TaughtRow.name).where(TaughtRow.name.not_in(known)).distinct().order_by(TaughtRow.name)
        with self._database.read() as session:
            return tuple(session.scalars(query))

    def corrections(self) -> tuple[Correction, ...]:
        """All that were not taken back, newest first."""
        with self._database.read() as session:
            return _corrections(session)

    def save(self, intent: TaughtIntent) -> None:
        """Keep an intent in the place of the one of its name, and log it. The same id again changes nothing."""
        with self._database.write() as work:
            said = to_json(intent)
            row = {"id": intent.id, "name": intent.name, "intent": said, "removed_at": None, "revision": work.revision}
            if not work.added(TaughtRow, row):
                raise NothingToWrite
            earlier = TaughtRow.name == intent.name, TaughtRow.id != intent.id, TaughtRow.removed_at.is_(None)
            work.session.execute(update(TaughtRow).where(*earlier).values(removed_at=intent.at, revision=work.revision))
            audit.append(work, f"intent {intent.id}", at=intent.at, by=intent.by, what=said)

    def remove(self, intent: TaughtId, *, by: str, at: datetime) -> None:
        """Forget an intent; nothing happens where it was removed or replaced before."""
        with self._database.write() as work:
            held = work.session.get(TaughtRow, intent)
            if held is None or held.removed_at is not None:
                raise NothingToWrite
            held.removed_at, held.revision = at, work.revision
            audit.append(work, f"intent removed {intent}", at=at, by=by, what=held.intent)
            work.session.flush()

    def correct(self, correction: Correction) -> None:
        """Keep a correction, with its audit entry. The same id again changes nothing."""
        with self._database.write() as work:
            said = to_json(correction)
            row = {
                "id": correction.id,
                "at": correction.at,
                "correction": said,
                "undone_at": None,
                "revision": work.revision,
            }
            if not work.added(CorrectionRow, row):
                raise NothingToWrite
            audit.append(work, f"correction {correction.id}", at=correction.at, by=correction.by, what=said)

    def take_back(self, correction: CorrectionId, *, by: str, at: datetime) -> None:
        """Undo a correction; nothing happens where it is undone, or where there is none."""
        with self._database.write() as work:
            held = work.session.get(CorrectionRow, correction)
            if held is None or held.undone_at is not None:
                raise NothingToWrite
            held.undone_at, held.revision = at, work.revision
            audit.append(work, f"correction undone {correction}", at=at, by=by, what=held.correction)
            work.session.flush()

    def ask(self, trial: Trial) -> None:
        """Have a draft tried by whichever worker comes first. The same id again changes nothing; old trials go."""
        with self._database.write() as work:
            row = {
                "id": trial.id,
                "at": trial.at,
                "trial": to_json(trial),
                "over": False,
                "claimed_until": None,
                "revision": work.revision,
            }
            if not work.added(TrialRow, row):
                raise NothingToWrite
            work.session.execute(delete(TrialRow).where(TrialRow.at < trial.at - TRIALS_KEPT))

    def trial(self, trial: TrialId) -> Trial | None:
        """A trial with what became of it so far."""
        with self._database.read() as session:
            said = session.scalar(select(TrialRow.trial).where(TrialRow.id == trial))
        return from_json(Trial, said) if said is not None else None

    def claim_trial(self, now: datetime, *, lease: timedelta) -> Trial | None:
        """The oldest trial that nobody is at. It is another's again after `lease`; then the first answer counts."""
        due = (~TrialRow.over, or_(TrialRow.claimed_until.is_(None), TrialRow.claimed_until <= now))
        with self._database.read() as session:
            if session.scalar(select(TrialRow.id).where(*due).limit(1)) is None:
                return None
        found: Trial | None = None
        with self._database.write() as work:
            held = work.session.scalars(
                select(TrialRow).where(*due).order_by(TrialRow.at, TrialRow.id).limit(1)
            ).first()
            if held is None:
                raise NothingToWrite
            held.claimed_until, held.revision = now + lease, work.revision
            found = from_json(Trial, held.trial)
            work.session.flush()
        return found

    def settle_trial(self, trial: Trial) -> None:
        """Record what became of a trial: its figures, or its problem. Only the first answer is kept."""
        with self._database.write() as work:
            kept = work.session.execute(
                update(TrialRow)
                .where(TrialRow.id == trial.id, ~TrialRow.over)
                .values(trial=to_json(trial), over=True, revision=work.revision)
                .returning(TrialRow.id)
            ).first()
            if kept is None:
                raise NothingToWrite

    def learnt(self, base: str, lessons: Iterable[str]) -> Mapping[str, bytes]:
        """The weights that were learnt from lessons, by the lessons' digests, on top of these shipped models."""
        wanted = list(lessons)
        with self._database.read() as session:
            rows = session.execute(
                select(LearntRow.lesson, LearntRow.weights).where(LearntRow.base == base, LearntRow.lesson.in_(wanted))
            )
            return {row.lesson: row.weights for row in rows}

    def keep_learnt(self, base: str, lesson: str, weights: bytes, *, at: datetime) -> None:
        """Share what was learnt with the team's other workers. Of several that learn the same, the first is kept."""
        with self._database.write() as work:
            row = {"base": base, "lesson": lesson, "weights": weights, "at": at, "revision": work.revision}
            if not work.added(LearntRow, row):
                raise NothingToWrite

    def forget_learnt(self, base: str, *, keep: Iterable[str], before: datetime) -> None:
        """Drop weights on top of these models that are no longer used, such as those of drafts that were only tried."""
        unused = (LearntRow.base == base, LearntRow.lesson.not_in(list(keep)), LearntRow.at < before)
        with self._database.write() as work:
            if work.session.execute(delete(LearntRow).where(*unused).returning(LearntRow.lesson)).first() is None:
                raise NothingToWrite


def _intents(session: Session) -> tuple[TaughtIntent, ...]:
    rows = session.scalars(select(TaughtRow.intent).where(TaughtRow.removed_at.is_(None)).order_by(TaughtRow.name))
    return tuple(from_json(TaughtIntent, row) for row in rows)


def _corrections(session: Session) -> tuple[Correction, ...]:
    rows = session.scalars(
        select(CorrectionRow.correction)
        .where(CorrectionRow.undone_at.is_(None))
        .order_by(CorrectionRow.at.desc(), CorrectionRow.id)
    )
    return tuple(from_json(Correction, row) for row in rows)
