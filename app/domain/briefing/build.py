"""Builds a ticket's brief from what is known at one instant. It makes nothing up: equal inputs give an equal brief."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.brief import Brief, BriefVersions
from app.domain.briefing.account import account, billing, notes, usage
from app.domain.briefing.compliance import compliance
from app.domain.briefing.mood import mood
from app.domain.briefing.next_step import SimilarTicket, next_step
from app.domain.briefing.open_points import open_points
from app.domain.briefing.others import others
from app.domain.briefing.problem import problem
from app.domain.briefing.sentences import conversation
from app.domain.briefing.tried import tried
from app.domain.briefing.wanted import wanted
from app.domain.snapshot import Snapshot
from app.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a brief tells beyond its own ticket.

    `earlier` are finished tickets of the account; `similar` are resolved ones like it, `found_by` says in words how
    they were looked for, and `resolved` among how many. `sources` are the names of facts that some account has: where
    none has any of a kind, its source is not configured.
    """

    earlier: Sequence[Ticket] = ()
    similar: Sequence[SimilarTicket] = ()
    found_by: str = ""
    resolved: int = 0
    sources: Collection[str] = frozenset()


ALONE = Surroundings()


def brief_of(snapshot: Snapshot, around: Surroundings = ALONE, *, made_with: BriefVersions) -> Brief:
    told = conversation(snapshot)
    sources = {*around.sources, *(fact.name for fact in (snapshot.account.facts if snapshot.account else ()))}
    return Brief(
        ticket=snapshot.ticket.id,
        number=snapshot.ticket.number,
        subject=snapshot.ticket.subject,
        as_of=snapshot.as_of,
        sections=(
            problem(told),
            wanted(told),
            tried(told),
            mood(told),
            account(snapshot, sources=sources),
            usage(snapshot, sources=sources),
            billing(snapshot, sources=sources),
            notes(snapshot, sources=sources),
            others(snapshot, around.earlier),
            open_points(told),
            compliance(told),
            next_step(around.similar, found_by=around.found_by, seen_before=around.resolved),
        ),
        made_with=made_with,
    )
