"""Reads what rules did, suggested and would have done, beside what people did with it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.decisions import Decision, DecisionKind
from app.domain.rule_deeds import MOST, Became, DeedFilter, RuleDeed, newest
from app.domain.rulebook import Mode
from app.domain.tickets import TicketId, number_of
from app.store.automation_tables import SilentRow
from app.store.database import Database, in_batches
from app.store.decision_rows import decision_from
from app.store.routing_tables import PlacementRow
from app.store.silent import outcomes
from app.store.tables import DecisionRow, LineRow, TicketRow

LOOKED_AT = 5_000  # the newest decisions: what rules did before these is told on the tickets alone

_AS_SUGGESTED = {DecisionKind.ACCEPT, DecisionKind.TRANSFER}
_BY_KIND = {
    DecisionKind.ACCEPT: Became.ACCEPTED,
    DecisionKind.TRANSFER: Became.ACCEPTED,
    DecisionKind.NOT_NEEDED: Became.NOT_NEEDED,
}


class RuleDeeds:
    """Writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, wanted: DeedFilter, *, automatic: Collection[str] = ()) -> tuple[RuleDeed, ...]:
        """The newest deeds that are wanted, of all helpdesks. `automatic` are the rules that may act by themselves."""
        with self._database.read() as session:
            waiting = _waiting(session, wanted, automatic)
            found = [*_decided(session, wanted), *waiting, *_silent(session, wanted)]
            return newest(_named(session, found))


def _decided(session: Session, wanted: DeedFilter) -> Iterator[RuleDeed]:
    """What rules did by themselves, and what people did with what rules suggested."""
    rows = session.execute(
        select(DecisionRow.decision, DecisionRow.undone_at, DecisionRow.by)
        .order_by(DecisionRow.made.desc())
        .limit(LOOKED_AT)
    )
    made = [decision_from(row) for row in rows]
    standing = [each for each in made if each.undone_at is None]
    after = {each.instead_of: each for each in standing if each.instead_of is not None}
    count = 0
    for each in made:
        mode = Mode.AUTOMATIC if each.automatic else Mode.SUGGEST
        if count < MOST and each.rule and each.kind is not DecisionKind.PUT_BACK and wanted.wants(each.rule, mode):
            count += 1
            yield _deed(each, mode, after.get(each.id))


def _deed(decision: Decision, mode: Mode, later: Decision | None) -> RuleDeed:
    where = decision.destination
    stands = decision.undone_at is None and later is None
    return RuleDeed(
        ticket=decision.ticket,
        number="",
        subject="",
        rule=decision.rule,
        mode=mode,
        at=decision.at,
        group=where.group if where and (decision.automatic or decision.kind in _AS_SUGGESTED) else "",
        became=_became(decision, later),
        by=later.by if later is not None else "" if decision.automatic else decision.by,
        decision=decision.id if stands and where is not None else None,
        first=_made(decision) if decision.undone_at is not None else None,
    )


def _became(decision: Decision, later: Decision | None) -> Became:
    if decision.undone_at is not None:
        return Became.TAKEN_BACK
    if later is not None:
        return Became.PUT_BACK if later.kind is DecisionKind.PUT_BACK else Became.REPLACED
    return _made(decision)


def _made(decision: Decision) -> Became:
    """What a decision by itself made of what the rule wanted."""
    if decision.automatic:
        return Became.STANDS
    otherwise = Became.SENT_ELSEWHERE if decision.destination is not None else Became.KEPT
    return _BY_KIND.get(decision.kind, otherwise)


def _waiting(session: Session, wanted: DeedFilter, automatic: Collection[str]) -> Iterator[RuleDeed]:
    """What rules suggest and nobody has decided on, and what automatic ones have not done yet."""
    if wanted.mode is Mode.SHADOW:
        return
    acts = PlacementRow.rule.in_(automatic)
    query = (
        select(PlacementRow, LineRow.created_at)
        .join(LineRow, LineRow.ticket == PlacementRow.ticket)
        .where(LineRow.waits, LineRow.decided == "", PlacementRow.rule != "")
        .order_by(PlacementRow.since.desc(), PlacementRow.ticket)
        .limit(MOST)
    )
    if wanted.rule:
        query = query.where(PlacementRow.rule == wanted.rule)
    if wanted.mode is not None:
        query = query.where(acts if wanted.mode is Mode.AUTOMATIC else ~acts)
    for row, created_at in session.execute(query):
        became = Became.WAITS_FOR_ROOM if row.held else Became.WAITS
        at = row.since or created_at
        mode = Mode.AUTOMATIC if row.rule in automatic else Mode.SUGGEST
        yield RuleDeed(TicketId(row.ticket), "", "", row.rule, mode, at, row.group_name, became)


def _silent(session: Session, wanted: DeedFilter) -> Iterator[RuleDeed]:
    """What rules in shadow would have done."""
    if wanted.mode not in {None, Mode.SHADOW}:
        return
    query = select(SilentRow).order_by(SilentRow.at.desc(), SilentRow.ticket, SilentRow.rule).limit(MOST)
    if wanted.rule:
        query = query.where(SilentRow.rule == wanted.rule)
    for some in in_batches(session.scalars(query).all()):
        for row, became in outcomes(session, some):
            yield RuleDeed(TicketId(row.ticket), "", "", row.rule, Mode.SHADOW, row.at, row.group_name, became)


def _named(session: Session, deeds: Iterable[RuleDeed]) -> Iterator[RuleDeed]:
    """The deeds with their tickets' numbers and subjects; a ticket that is gone keeps its number."""
    every = list(deeds)
    subjects: dict[str, tuple[str, str]] = {}
    for some in in_batches(list({each.ticket for each in every})):
        query = select(TicketRow.id, TicketRow.number, TicketRow.subject).where(TicketRow.id.in_(some))
        subjects.update({row.id: (row.number, row.subject) for row in session.execute(query)})
    for each in every:
        number, subject = subjects.get(each.ticket, (number_of(each.ticket), ""))
        yield replace(each, number=number, subject=subject)
