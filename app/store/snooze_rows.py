"""Which tickets sleep, and waking one, inside somebody's transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.store import audit
from app.store.database import Work
from app.store.transfer_tables import SnoozeRow

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)  # how a line writes "until the customer replies"


def asleep(session: Session, tickets: Sequence[str]) -> dict[str, datetime]:
    """Until when these tickets sleep, by ticket; those that don't are absent."""
    rows = session.execute(
        select(SnoozeRow.ticket, SnoozeRow.until).where(SnoozeRow.ticket.in_(tickets), SnoozeRow.woken_at.is_(None))
    )
    return {ticket: until or FOREVER for ticket, until in rows}


def wake(work: Work, ticket: str, *, by: str, at: datetime, only: str = "") -> bool:
    """End the snoozes of a ticket, or only one of them; False where there was none to end."""
    query = select(SnoozeRow).where(SnoozeRow.ticket == ticket, SnoozeRow.woken_at.is_(None))
    found = work.session.execute(
        (query.where(SnoozeRow.id == only) if only else query).with_only_columns(SnoozeRow.id, SnoozeRow.snooze)
    ).all()
    for row in found:
        audit.append(work, f"woken {row.id}", at=at, by=by, what=row.snooze)
        work.session.execute(
            update(SnoozeRow)
            .where(SnoozeRow.id == row.id)
            .values(woken_at=at, woken_by=by, revision=work.revision)
            .execution_options(synchronize_session=False)
        )
    return bool(found)
