"""What rules in shadow would have done, kept so that it can be compared with what people did."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.decisions import Decision, DecisionKind
from app.domain.rule_deeds import Became
from app.domain.silent import SilentFigures
from app.domain.tickets import EventKind
from app.domain.triage import Triage
from app.store.automation_tables import SilentRow
from app.store.codec import from_json
from app.store.database import Database, Work, in_batches
from app.store.tables import DecisionRow, EventRow, LineRow

_FIGURES = {Became.SAME: "same", Became.ELSEWHERE: "elsewhere", Became.STAYED: "stayed", Became.OPEN: "open"}


class Silent:
    """Reads what `keep_silent` kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def figures(self, editions: Mapping[str, str]) -> tuple[SilentFigures, ...]:
        """How each rule compares with what people did since it first would have decided; `editions` are by rule.

        What people did is the decision in Warmline that stands, else where the helpdesk says that the ticket went.
        """
        with self._database.read() as session:
            return tuple(_figures(session, rule, edition) for rule, edition in editions.items())


def keep_silent(work: Work, triages: Iterable[Triage]) -> None:
    """Keep what shadow rules would have done, each as of its first time; in the transaction that keeps the verdicts."""
    rows = [
        {
            "rule": each.rule,
            "edition": each.edition,
            "ticket": triage.ticket,
            "group_name": each.group,
            "at": triage.as_of,
            "revision": work.revision,
        }
        for triage in triages
        for each in triage.silent
    ]
    work.add(SilentRow, rows)


def _figures(session: Session, rule: str, edition: str) -> SilentFigures:
    rows = session.scalars(select(SilentRow).where(SilentRow.rule == rule, SilentRow.edition == edition)).all()
    count = dict.fromkeys(_FIGURES.values(), 0)
    for some in in_batches(rows):
        for _, became in outcomes(session, some):
            count[_FIGURES[became]] += 1
    return SilentFigures(rule, **count)


def outcomes(session: Session, rows: Sequence[SilentRow]) -> Iterator[tuple[SilentRow, Became]]:
    """What people did with each of these tickets, beside what the rule would have done."""
    tickets = [row.ticket for row in rows]
    decided = _decided(session, tickets)
    moved = _moves(session, tickets)
    waiting = set(session.scalars(select(LineRow.ticket).where(LineRow.ticket.in_(tickets), LineRow.waits)))
    for row in rows:
        decision = decided.get(row.ticket)
        later = [new for at, new in moved.get(row.ticket, ()) if at > row.at]
        if decision is not None:
            yield row, _of_decision(decision, row)
        elif later:
            yield row, Became.SAME if row.group_name in later else Became.ELSEWHERE
        else:
            yield row, Became.OPEN if row.ticket in waiting else Became.STAYED


def _of_decision(decision: Decision, row: SilentRow) -> Became:
    if decision.destination is None or decision.kind is DecisionKind.PUT_BACK:
        return Became.STAYED
    return Became.SAME if decision.destination.group == row.group_name else Became.ELSEWHERE


def _decided(session: Session, tickets: Sequence[str]) -> Mapping[str, Decision]:
    """The newest decision of a person on each ticket that was not undone."""
    rows = session.execute(
        select(DecisionRow.ticket, DecisionRow.decision)
        .where(DecisionRow.ticket.in_(tickets), DecisionRow.undone_at.is_(None))
        .order_by(DecisionRow.made)
    )
    every = ((ticket, from_json(Decision, decision)) for ticket, decision in rows)
    return {ticket: each for ticket, each in every if not each.automatic}


def _moves(session: Session, tickets: Sequence[str]) -> Mapping[str, list[tuple[datetime, str]]]:
    rows = session.execute(
        select(EventRow.ticket, EventRow.at, EventRow.new).where(
            EventRow.ticket.in_(tickets), EventRow.kind == str(EventKind.GROUP)
        )
    )
    found: dict[str, list[tuple[datetime, str]]] = {}
    for ticket, at, new in rows:
        found.setdefault(ticket, []).append((at, new))
    return found
