"""Briefs: one a ticket that is kept fresh, those before it, and which version each person has read."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Exists, delete, exists, func, or_, select, update

from app.domain.brief import Brief, BriefVersions
from app.domain.tickets import Ticket, TicketId
from app.store.brief_tables import BriefReadRow, BriefRow, PastBriefRow
from app.store.codec import from_json, to_json
from app.store.database import Database, NothingToWrite, Work, in_batches
from app.store.tables import FactRow, LineRow, TicketRow
from app.store.ticket_rows import ticket_from

KEPT = 30  # earlier versions of a ticket's brief: more than anybody asks to compare with


class Briefs:
    """The tables that briefing writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listed: dict[TicketId, int] = {}  # the inputs' tick that a ticket had when it was called stale

    def tick(self) -> int:
        """The tick at which anything about any ticket last changed: where nothing was stale then, nothing is now."""
        with self._database.read() as session:
            return session.scalar(select(func.max(LineRow.revision))) or 0

    def stale(self, versions: BriefVersions, *, limit: int) -> tuple[TicketId, ...]:
        """Open tickets whose brief is missing, or was made from other inputs or with other versions; newest first.

        Computed from ticks and versions, so that nothing that died in between can leave a ticket behind.
        """
        made_with = _digest(versions)
        with self._database.read() as session:
            outdated = or_(BriefRow.ticket.is_(None), BriefRow.inputs < LineRow.inputs, BriefRow.made_with != made_with)
            rows = session.execute(
                select(LineRow.ticket, LineRow.inputs)
                .outerjoin(BriefRow, BriefRow.ticket == LineRow.ticket)
                .where(LineRow.waits, outdated)
                .order_by(LineRow.created_at.desc())
                .limit(limit)
            ).all()
        for ticket, inputs in rows:
            self._listed.setdefault(TicketId(ticket), inputs)
        return tuple(TicketId(ticket) for ticket, _ in rows)

    def record(self, briefs: Iterable[Brief]) -> None:
        """Keep briefs, each in place of the one before, which stays as an earlier version.

        One that says the same as the one before keeps its version: nobody is told of a change that is none. It counts
        as made from what the store held when `stale` named its ticket; recording it again changes nothing.
        """
        for some in in_batches(list(briefs), 50):
            with self._database.write() as work:
                news = [each for each in some if _record(work, each, self._listed.get(each.ticket))]
                work.session.execute(
                    update(LineRow)
                    .where(LineRow.ticket.in_([each.ticket for each in news]))
                    .values(revision=work.revision)
                )
            for each in some:
                self._listed.pop(each.ticket, None)

    def newest(self, ticket: TicketId) -> Brief | None:
        """The brief that is in force, with its version; None where none was made yet."""
        with self._database.read() as session:
            row = session.get(BriefRow, ticket)
            return _brief(row.brief, row.version) if row is not None else None

    def version(self, ticket: TicketId, version: int) -> Brief | None:
        """A brief as it was; None where that version is not kept any more."""
        with self._database.read() as session:
            newest = session.get(BriefRow, ticket)
            if newest is not None and newest.version == version:
                return _brief(newest.brief, version)
            past = session.get(PastBriefRow, (ticket, version))
            return _brief(past.brief, version) if past is not None else None

    def read_by(self, ticket: TicketId, person: str) -> int:
        """The version that a person has read last; 0 where they have read none."""
        with self._database.read() as session:
            row = session.get(BriefReadRow, (ticket, person))
            return row.version if row is not None else 0

    def mark_read(self, ticket: TicketId, version: int, *, person: str, at: datetime) -> None:
        """A person has read this version. One that was read later is not forgotten for an earlier one."""
        with self._database.write() as work:
            held = work.session.get(BriefReadRow, (ticket, person))
            if held is not None and held.version >= version:
                raise NothingToWrite
            work.upsert(BriefReadRow, [{"ticket": ticket, "person": person, "version": version, "at": at}])

    def earlier(self, ticket: Ticket, *, limit: int = 8) -> tuple[Ticket, ...]:
        """Finished tickets of the same account, newest first."""
        if ticket.account is None:
            return ()
        query = (
            select(TicketRow)
            .join(LineRow, LineRow.ticket == TicketRow.id)
            .where(LineRow.account == ticket.account, ~LineRow.waits, LineRow.ticket != ticket.id)
            .order_by(LineRow.created_at.desc(), LineRow.ticket)
            .limit(limit)
        )
        with self._database.read() as session:
            return tuple(ticket_from(row) for row in session.scalars(query))

    def fact_names(self, wanted: Iterable[str]) -> frozenset[str]:
        """Those of the names of which any account has a fact."""
        with self._database.read() as session:
            return frozenset(name for name in wanted if session.scalar(select(_has_fact(name))))


def _record(work: Work, brief: Brief, inputs: int | None) -> bool:
    """Whether it says something new."""
    held = work.session.get(BriefRow, brief.ticket)
    if inputs is None:
        inputs = work.session.scalar(select(LineRow.inputs).where(LineRow.ticket == brief.ticket)) or work.revision
    made_with, version, same = _digest(brief.made_with), 1, False
    if held is not None:
        same = from_json(Brief, held.brief).sections == brief.sections
        version = held.version if same else held.version + 1
        if not same:
            work.add(PastBriefRow, [{"ticket": brief.ticket, "version": held.version, "brief": held.brief}])
            _forget(work, brief.ticket, held.version - KEPT)
    row = {"ticket": brief.ticket, "version": version, "inputs": inputs, "made_with": made_with}
    said = to_json(replace(brief, version=version))
    work.upsert(BriefRow, [{**row, "brief": said, "revision": work.revision}])
    return not same


def _forget(work: Work, ticket: str, version: int) -> None:
    """Drop versions up to this one that nobody has stopped at."""
    read = select(BriefReadRow.version).where(BriefReadRow.ticket == ticket)
    work.session.execute(
        delete(PastBriefRow).where(
            PastBriefRow.ticket == ticket, PastBriefRow.version <= version, PastBriefRow.version.not_in(read)
        )
    )


def _brief(text: str, version: int) -> Brief:
    return replace(from_json(Brief, text), version=version)


def _digest(versions: BriefVersions) -> str:
    return hashlib.sha256(to_json(versions).encode()).hexdigest()


def _has_fact(name: str) -> Exists:
    """`fact` is canonical JSON, in which no value can look like a field."""
    return exists().where(FactRow.fact.contains(f'"name":{to_json(name)}', autoescape=True))
