"""A decision as it is kept: reading it, and taking it back, inside somebody's transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, update

from app.domain.decisions import Decision
from app.store import audit
from app.store.codec import from_json
from app.store.database import Work
from app.store.tables import DecisionRow


def decision_from(row: DecisionRow | Row[str, datetime | None, str | None]) -> Decision:
    """Who decided is what the column says: on a team's server nobody can write another's name there.

    Of the row the columns `decision`, `undone_at` and `by` are needed.
    """
    said = from_json(Decision, row.decision)
    return replace(said, undone_at=row.undone_at, by=row.by or said.by)


def undo(work: Work, held: DecisionRow, *, at: datetime, by: str) -> None:
    """It stands no more, and the log says by whom; what was written of it is the caller's."""
    work.session.execute(
        update(DecisionRow).where(DecisionRow.id == held.id).values(undone_at=at, revision=work.revision)
    )
    audit.append(work, f"undo {held.id}", at=at, by=by, what=held.decision)
