"""Questions to colleagues as they are kept; none of them moves a ticket or is written to the helpdesk."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.consult import Consult, ConsultId
from app.domain.tickets import TicketId
from app.store import audit
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work
from app.store.lines import redraw
from app.store.private_words import addressed, known_as
from app.store.transfer_tables import ConsultRow
from app.store.unsent import sent

SHOWN = 200
_COLUMNS = select(ConsultRow.consult, ConsultRow.by)


class Consults:
    """The table of consults. Ids are the caller's, so each write can be repeated when its answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, consult: Consult, *, draft: str = "") -> None:
        """Keep a question; the same id again changes nothing."""
        with self._database.write() as work:
            if not work.added(ConsultRow, _row(work, consult)):
                raise NothingToWrite
            _log(work, consult)
            sent(work, consult.by, draft, at=consult.at)
            redraw(work, [consult.ticket])

    def change(self, before: Consult, after: Consult, *, draft: tuple[str, str, datetime] | None = None) -> bool:
        """Put `after` in the place of `before`; False, and nothing changed, where somebody was faster."""
        changed = False
        with self._database.write() as work:
            found = work.session.execute(
                update(ConsultRow)
                .where(ConsultRow.id == before.id, ConsultRow.version == before.version)
                .values(**_changing(after, work.revision))
                .returning(ConsultRow.id)
                .execution_options(synchronize_session=False)
            ).first()
            if found is None:
                raise NothingToWrite
            _log(work, after)
            if draft is not None:
                sent(work, draft[0], draft[1], at=draft[2])
            redraw(work, [after.ticket])
            changed = True
        return changed  # noqa: RET504 - NothingToWrite jumps here from above

    def consult(self, consult: ConsultId) -> Consult | None:
        with self._database.read() as session:
            row = session.get(ConsultRow, consult)
            return _read(row.consult, row.by) if row is not None else None

    def of_ticket(self, ticket: TicketId) -> tuple[Consult, ...]:
        """What was asked about a ticket, oldest first."""
        with self._database.read() as session:
            return of_ticket(session, ticket)

    def open(self) -> tuple[Consult, ...]:
        """All that is not closed, oldest first."""
        query = _COLUMNS.where(ConsultRow.open).order_by(ConsultRow.at, ConsultRow.id).limit(SHOWN)
        with self._database.read() as session:
            return tuple(_read(row.consult, row.by) for row in session.execute(query))


def of_ticket(session: Session, ticket: TicketId) -> tuple[Consult, ...]:
    rows = session.execute(_COLUMNS.where(ConsultRow.ticket == ticket).order_by(ConsultRow.at, ConsultRow.id))
    return tuple(_read(row.consult, row.by) for row in rows)


def _read(consult: str, by: str) -> Consult:
    """Who asked is who signed the row: whoever may reply could write another name beside what was said."""
    return replace(from_json(Consult, consult), by=by)


def _row(work: Work, consult: Consult) -> dict[str, object]:
    """`asked` is by what a team's server knows again who was asked: the person, or whoever is in the group now."""
    asked = known_as(consult.whom_name, *addressed(work.session, consult.ticket, consult.whom))
    fixed = {"id": consult.id, "ticket": consult.ticket, "by": consult.by, "at": consult.at, "asked": "\n".join(asked)}
    return {**fixed, **_changing(consult, work.revision)}


def _changing(consult: Consult, revision: int) -> dict[str, object]:
    """What a word more, or the end, changes; a team's server lets nothing else be changed."""
    return {
        "open": consult.is_open,
        "version": consult.version,
        "consult": to_json(consult),
        "revision": revision,
    }


def _log(work: Work, consult: Consult) -> None:
    """Who asked, replied or closed, and when; what they said is theirs and stays out of the log."""
    last = consult.thread[-1]
    by, at = (last.by, last.at) if consult.closed_at is None else (consult.by, consult.closed_at)
    said = to_json(replace(consult, thread=tuple(replace(each, text="") for each in consult.thread)))
    audit.append(work, f"consult {consult.id} {consult.version}", at=at, by=by, what=said)
