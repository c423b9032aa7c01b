"""What we think: what the models said of each text, and the verdict on each ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, tuple_
from sqlalchemy.orm import Session

from app.domain.analysis import Analysis
from app.domain.tickets import TicketId
from app.domain.triage import Triage, Versions
from app.store import reading_claims
from app.store.codec import from_json
from app.store.database import Database, NothingToWrite, Work, in_batches
from app.store.lines import inputs_changed, redraw
from app.store.placed import replace_placements
from app.store.reading_claims import claimed, read_by_others
from app.store.reading_list import ReadingList, progress
from app.store.revision import revision_in
from app.store.silent import keep_silent
from app.store.tables import AnalysisRow, LineRow, MessageRow, TriageRow
from app.store.triage_rows import analysis_row, digest, triage_row

FRESH = timedelta(minutes=15)  # signals of time move on by themselves: an open ticket is looked at again


class Triaged:
    """The tables that triage writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading_list = ReadingList()
        self._progress: dict[str, tuple[int, tuple[int, int]]] = {}
        self._listed: dict[TicketId, int] = {}  # the inputs' tick that a ticket had when it was called stale

    def unread(self, model_revision: str, *, limit: int, worker: str = "") -> tuple[tuple[str, str], ...]:
        """Texts of customers and agents, as (hash, text), that this revision of the models has not read.

        New ones come first, then open tickets' newest. Asked again before they were recorded, it gives the same. Where
        `worker` names one, they are claimed for it: no other worker gets them until it has read them, or is gone.
        """
        with self._database.read() as session:
            if not worker:
                return tuple(self._reading_list.next(session, model_revision, limit=limit))
            busy = read_by_others(self._database, session, model_revision, worker=worker)
            free = self._reading_list.next(session, model_revision, limit=limit, busy=busy)
        return claimed(self._database, free, model_revision, worker=worker)

    def progress(self, model_revision: str) -> tuple[int, int]:
        """How many texts are read, of how many."""
        with self._database.read() as session:
            now = revision_in(session)
            known = self._progress.get(model_revision)
            if known is None or known[0] != now:
                known = (now, progress(session, model_revision))
                self._progress[model_revision] = known
        return known[1]

    def record_analyses(self, analyses: Iterable[Analysis]) -> None:
        """Keep what the models said. A text that this revision has already read stays as it was read first."""
        for some in in_batches(list(analyses)):
            with self._database.write() as work:
                news = _new(work, some)
                if not news:
                    raise NothingToWrite
                work.add(AnalysisRow, [{**analysis_row(each), "revision": work.revision} for each in news])
                hashes = {each.text_hash for each in news}
                reading_claims.read(work, hashes)
                inputs_changed(
                    work, work.session.scalars(select(MessageRow.ticket).where(MessageRow.text_hash.in_(hashes)))
                )

    def forget_analyses(self, base: str, *, keep: str, limit: int) -> bool:
        """Drop some analyses by revisions that begin with `base` and are not `keep`; whether there were any."""
        key = tuple_(AnalysisRow.model_revision, AnalysisRow.text_hash)
        old = (AnalysisRow.model_revision.startswith(base, autoescape=True), AnalysisRow.model_revision != keep)
        with self._database.read() as session:
            some = session.execute(
                select(AnalysisRow.model_revision, AnalysisRow.text_hash).where(*old).limit(limit)
            ).all()
        for part in in_batches(some):
            with self._database.write() as work:
                work.session.execute(delete(AnalysisRow).where(key.in_([tuple(each) for each in part])))
        return bool(some)

    def stale(self, versions: Versions, *, as_of: datetime, limit: int) -> tuple[TicketId, ...]:
        """Tickets whose verdict is missing, was made from other inputs or with other versions, or has grown old.

        Open ones come first; finished ones do not grow old. Computed from ticks and versions each time, so nothing
        that died in between can leave a ticket behind.
        """
        with self._database.read() as session:
            found = _stale(session, digest(versions), before=as_of - FRESH, limit=limit)
        for ticket, inputs in found.items():
            self._listed.setdefault(ticket, inputs)
        return tuple(found)

    def record(self, triages: Iterable[Triage]) -> None:
        """Keep verdicts, each in place of the one before.

        A verdict counts as made from what the store held when `stale` named its ticket, so that what arrived while it
        was being made makes it stale again; where `stale` did not name it, from what the store holds now.
        """
        for some in in_batches(list(triages)):
            with self._database.write() as work:
                held = _inputs(work, [triage.ticket for triage in some])
                rows = [
                    triage_row(triage, inputs=self._listed.get(triage.ticket, held.get(triage.ticket, work.revision)))
                    for triage in some
                ]
                work.upsert(TriageRow, [{**row, "revision": work.revision} for row in rows])
                keep_silent(work, some)
                replace_placements(work, some)
                redraw(work, [triage.ticket for triage in some])
            for triage in some:
                self._listed.pop(triage.ticket, None)

    def triage(self, ticket: TicketId) -> Triage | None:
        with self._database.read() as session:
            found = session.scalar(select(TriageRow.triage).where(TriageRow.ticket == ticket))
        return from_json(Triage, found) if found is not None else None


def _new(work: Work, analyses: Sequence[Analysis]) -> list[Analysis]:
    """Those that are not held yet, each once."""
    by_key = {(each.model_revision, each.text_hash): each for each in analyses}
    held = work.session.execute(
        select(AnalysisRow.model_revision, AnalysisRow.text_hash).where(
            AnalysisRow.text_hash.in_({each.text_hash for each in analyses})
        )
    )
    for key in held:
        by_key.pop(key, None)
    return list(by_key.values())


def _inputs(work: Work, tickets: Sequence[TicketId]) -> dict[str, int]:
    rows = work.session.execute(select(LineRow.ticket, LineRow.inputs).where(LineRow.ticket.in_(tickets)))
    return {row.ticket: row.inputs for row in rows}


def _stale(session: Session, made_with: str, *, before: datetime, limit: int) -> dict[TicketId, int]:
    """Ticket and inputs' tick of stale verdicts. Each question is a range of one index: a fresh queue costs nothing."""
    found: dict[TicketId, int] = {}
    for query in _questions(made_with, before):
        if len(found) >= limit:
            break
        for ticket, inputs in session.execute(query.limit(limit)):
            found.setdefault(TicketId(ticket), inputs)
    return dict(list(found.items())[:limit])


def _questions(made_with: str, before: datetime) -> list[Select[str, int]]:
    line = select(LineRow.ticket, LineRow.inputs)
    outdated = line.where(LineRow.inputs > LineRow.weighed)
    questions = []
    for open_or_not in (LineRow.waits, ~LineRow.waits):
        questions += [
            outdated.where(open_or_not).order_by(LineRow.created_at.desc()),
            line.where(open_or_not, LineRow.made_with < made_with),
            line.where(open_or_not, LineRow.made_with > made_with),
        ]
    return [*questions[:3], line.where(LineRow.waits, LineRow.triaged_at < before), *questions[3:]]
