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
from app.store.transfer_tables import ConsultRow
from app.store.unsent import sent

SHOWN = 200


class Consults:
    """The table of consults. Ids are the caller's, so each write can be repeated when its answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, consult: Consult, *, draft: str = "") -> None:
        """Keep a question; the same id again changes nothing."""
        with self._database.write() as work:
            if not work.added(ConsultRow, {"id": consult.id, **_columns(consult, work.revision)}):
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
                .values(**_columns(after, work.revision))
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
            return from_json(Consult, row.consult) if row is not None else None

    def of_ticket(self, ticket: TicketId) -> tuple[Consult, ...]:
        """What was asked about a ticket, oldest first."""
        with self._database.read() as session:
            return of_ticket(session, ticket)

    def open(self) -> tuple[Consult, ...]:
        """All that is not closed, oldest first."""
        query = select(ConsultRow.consult).where(ConsultRow.open).order_by(ConsultRow.at, ConsultRow.id).limit(SHOWN)
        with self._database.read() as session:
            return tuple(from_json(Consult, said) for said in session.scalars(query))


def of_ticket(session: Session, ticket: TicketId) -> tuple[Consult, ...]:
    rows = session.scalars(
        select(ConsultRow.consult).where(ConsultRow.ticket == ticket).order_by(ConsultRow.at, ConsultRow.id)
    )
    return tuple(from_json(Consult, said) for said in rows)


def _columns(consult: Consult, revision: int) -> dict[str, object]:
    return {
        "ticket": consult.ticket,
        "by": consult.by,
        "asked": _names(consult),
        "open": consult.is_open,
        "version": consult.version,
        "at": consult.at,
        "consult": to_json(consult),
        "revision": revision,
    }


def _names(consult: Consult) -> str | None:
    """By what a team's server knows again who was asked: their name or their login in the helpdesk, in any case."""
    if consult.whom.agent is None:
        return None
    names = (consult.whom_name, consult.whom.agent.partition(":")[2])
    return "\n".join(dict.fromkeys(form for name in names if name for form in (name, name.lower())))


def _log(work: Work, consult: Consult) -> None:
    """Who asked, replied or closed, and when; what they said is theirs and stays out of the log."""
    last = consult.thread[-1]
    by, at = (last.by, last.at) if consult.closed_at is None else (consult.by, consult.closed_at)
    said = to_json(replace(consult, thread=tuple(replace(each, text="") for each in consult.thread)))
    audit.append(work, f"consult {consult.id} {consult.version}", at=at, by=by, what=said)
