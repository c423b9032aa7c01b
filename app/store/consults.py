"""Questions to colleagues as they are kept; none of them moves a ticket or is written to the helpdesk.

What was said stands apart from the question, each word in the name of whoever signed it, and is only ever added to: a
team's server lets nobody alter it. So does how it was asked; what changes later has columns of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from app.domain.consult import Consult, ConsultId, ConsultState
from app.domain.tickets import TicketId
from app.domain.transfer import Said, SaidId
from app.store import audit
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work
from app.store.lines import redraw
from app.store.private_words import addressed, known_as
from app.store.transfer_tables import ConsultRow, ConsultWordsRow
from app.store.unsent import sent

SHOWN = 200
_COLUMNS = (ConsultRow.id, ConsultRow.ticket, ConsultRow.by, ConsultRow.open, ConsultRow.version, ConsultRow.closed_at)
_CONSULTS = select(*_COLUMNS, ConsultRow.consult)
_Held = Row[str, str, str, bool, int, datetime | None, str]


class Consults:
    """The table of consults. Ids are the caller's, so each write can be repeated when its answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, consult: Consult, *, draft: str = "") -> None:
        """Keep a question; the same id again changes nothing."""
        with self._database.write() as work:
            if not work.added(ConsultRow, _row(work, consult)):
                raise NothingToWrite
            _add_words(work, consult.id, consult.thread)
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
            _add_words(work, after.id, after.thread[len(before.thread) :])
            _log(work, after)
            if draft is not None:
                sent(work, draft[0], draft[1], at=draft[2])
            redraw(work, [after.ticket])
            changed = True
        return changed  # noqa: RET504 - NothingToWrite jumps here from above

    def consult(self, consult: ConsultId) -> Consult | None:
        with self._database.read() as session:
            found = _read(session, session.execute(_CONSULTS.where(ConsultRow.id == consult)).all())
        return found[0] if found else None

    def of_ticket(self, ticket: TicketId) -> tuple[Consult, ...]:
        """What was asked about a ticket, oldest first."""
        with self._database.read() as session:
            return of_ticket(session, ticket)

    def open(self) -> tuple[Consult, ...]:
        """All that is not closed, oldest first."""
        query = _CONSULTS.where(ConsultRow.open).order_by(ConsultRow.at, ConsultRow.id).limit(SHOWN)
        with self._database.read() as session:
            return _read(session, session.execute(query).all())


def of_ticket(session: Session, ticket: TicketId) -> tuple[Consult, ...]:
    query = _CONSULTS.where(ConsultRow.ticket == ticket).order_by(ConsultRow.at, ConsultRow.id)
    return _read(session, session.execute(query).all())


def _read(session: Session, rows: Sequence[_Held]) -> tuple[Consult, ...]:
    """With what was said; a row in which nothing was is no question, whoever wrote it."""
    threads = _threads(session, [row.id for row in rows])
    return tuple(_as_it_stands(row, threads[row.id]) for row in rows if row.id in threads)


def _threads(session: Session, consults: Sequence[str]) -> dict[str, tuple[Said, ...]]:
    if not consults:
        return {}
    query = select(ConsultWordsRow).where(ConsultWordsRow.consult.in_(consults)).order_by(ConsultWordsRow.number)
    found: dict[str, tuple[Said, ...]] = {}
    for row in session.scalars(query):
        found[row.consult] = (*found.get(row.consult, ()), Said(SaidId(row.id), row.by, row.at, row.text))
    return found


def _as_it_stands(row: _Held, thread: tuple[Said, ...]) -> Consult:
    """Who asked is who signed the row, whatever is written in it."""
    by_asker = thread[-1].by == row.by
    return replace(
        from_json(Consult, row.consult),
        id=ConsultId(row.id),
        ticket=TicketId(row.ticket),
        by=row.by,
        thread=thread,
        state=ConsultState.CLOSED if not row.open else ConsultState.ASKED if by_asker else ConsultState.REPLIED,
        version=row.version,
        closed_at=row.closed_at,
    )


def _add_words(work: Work, consult: ConsultId, words: Iterable[Said]) -> None:
    """After all that was said before; of two at once, the question's version lets one in at a time."""
    last = work.session.scalar(select(func.max(ConsultWordsRow.number)).where(ConsultWordsRow.consult == consult))
    rows = [
        {"consult": consult, "number": number, "id": said.id, "by": said.by, "at": said.at, "text": said.text}
        for number, said in enumerate(words, start=0 if last is None else last + 1)
    ]
    if rows:
        work.session.execute(insert(ConsultWordsRow), rows)


def _row(work: Work, consult: Consult) -> dict[str, object]:
    """`asked` is by what a team's server knows again who was asked: the person, or whoever is in the group now."""
    asked = known_as(consult.whom_name, *addressed(work.session, consult.ticket, consult.whom))
    as_asked = replace(consult, thread=(), state=ConsultState.ASKED, version=1, closed_at=None)
    fixed = {"id": consult.id, "ticket": consult.ticket, "by": consult.by, "at": consult.at}
    kept = {**fixed, "asked": "\n".join(asked), "consult": to_json(as_asked)}
    return {**kept, **_changing(consult, work.revision)}


def _changing(consult: Consult, revision: int) -> dict[str, object]:
    """What a word more, or the end, changes; a team's server lets nothing else be changed."""
    return {
        "open": consult.is_open,
        "version": consult.version,
        "closed_at": consult.closed_at,
        "revision": revision,
    }


def _log(work: Work, consult: Consult) -> None:
    """Who asked, replied or closed, and when; what they said is theirs and stays out of the log."""
    last = consult.thread[-1]
    by, at = (last.by, last.at) if consult.closed_at is None else (consult.by, consult.closed_at)
    said = to_json(replace(consult, thread=tuple(replace(each, text="") for each in consult.thread)))
    audit.append(work, f"consult {consult.id} {consult.version}", at=at, by=by, what=said)
