"""The log of who decided what: only ever added to, each entry sealed together with the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from app.store.database import Work
from app.store.tables import AuditRow, ChangeRow, DecisionRow
from app.store.transfer_tables import TransferRow

FIRST = "0" * 64  # what the first entry follows
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, from 1. `subject` says what it is about ("decision <id>"), `what` is JSON, `hash` seals all of it."""

    number: int
    subject: str
    at: datetime
    by: str
    what: str
    previous: str
    hash: str

    @property
    def seal(self) -> str:
        """What `hash` must be."""
        said = [self.number, self.subject, self.at.isoformat(), self.by, self.what, self.previous]
        return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def append(work: Work, subject: str, *, at: datetime, by: str, what: str) -> None:
    """Add an entry, unless there is one about this subject; the write transaction makes the order."""
    if work.session.scalar(select(AuditRow.number).where(AuditRow.subject == subject)) is not None:
        return
    last = work.session.execute(
        select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
    ).first()
    number, previous = (last.number, last.hash) if last else (0, FIRST)
    entry = _entry({"number": number + 1, "subject": subject, "at": at, "by": by, "what": what, "previous": previous})
    work.add(AuditRow, [{**_fields(entry), "hash": entry.seal}])


def entries(session: Session) -> Iterator[Entry]:
    """Every entry in its order, a thousand at a time."""
    after = 0
    while rows := session.scalars(
        select(AuditRow).where(AuditRow.number > after).order_by(AuditRow.number).limit(AT_ONCE)
    ).all():
        yield from (_entry(_fields(row)) for row in rows)
        after = rows[-1].number
        session.expunge_all()


def first_broken(session: Session) -> int | None:
    """The number of the first entry that was altered, or that is missing; None where the log is whole.

    Entries cut off at the end show in that a decision or a note is there and its entry is not.
    """
    number, previous = 0, FIRST
    for entry in entries(session):
        number += 1
        if entry.number != number or entry.previous != previous or entry.hash != entry.seal:
            return number
        previous = entry.hash
    return number + 1 if _unlogged(session) else None


def _unlogged(session: Session) -> bool:
    logged = select(AuditRow.number)
    decision = select(DecisionRow.id).where(~logged.where(AuditRow.subject == "decision " + DecisionRow.id).exists())
    undo = select(DecisionRow.id).where(
        DecisionRow.undone_at.is_not(None), ~logged.where(AuditRow.subject == "undo " + DecisionRow.id).exists()
    )
    note = select(ChangeRow.id).where(
        ChangeRow.decision.is_(None),
        ~logged.where(AuditRow.subject.in_(["note " + ChangeRow.id, "claim " + ChangeRow.id])).exists(),
    )
    version = "transfer " + TransferRow.id + " " + cast(TransferRow.version, Text)
    transfer = select(TransferRow.id).where(~logged.where(AuditRow.subject == version).exists())
    return any(session.scalar(query.limit(1)) is not None for query in (decision, undo, note, transfer))


def _fields(row: AuditRow | Entry) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("number", "subject", "at", "by", "what", "previous", "hash")}


def _entry(fields: Mapping[str, Any]) -> Entry:
    return Entry(**{"hash": "", **fields})
