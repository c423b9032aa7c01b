"""What became of tickets like this one: who solved them, how fast, and whether they were handed around first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.domain.tickets import AccountId, AgentId, Event, EventKind, TicketId

BOUNCES = 2  # moves before the one who solved it: one is a plain handoff
DOUBT = 3.0  # cases' worth of knowing nothing: one good case is luck, ten are a pattern
NOBODY = frozenset({"", "nobody", "none", "unassigned"})


@dataclass(frozen=True, slots=True)
class PastCase:
    """A finished ticket, and who solved it; None where nobody in particular did, or it was closed and not solved.

    `alike` is how similar it is to the one at hand, 0..1. 0 is one that is not alike, and is only told because it was
    of the same account.
    """

    ticket: TicketId
    agent: AgentId | None
    solved_at: datetime
    took: timedelta
    moves: int
    account: AccountId | None = None
    alike: float = 1.0

    @property
    def bounced(self) -> bool:
        return self.moves >= BOUNCES


@dataclass(frozen=True, slots=True)
class Record:
    """How one person did on tickets like this one, -1 (each bounced) to 1 (each quick and straight), shrunk to 0.

    The fewer and the less alike the cases, the nearer it is to 0: they are weighed against `DOUBT` cases of nothing.
    """

    standing: float
    cases: int
    bounced: int
    typical: timedelta  # the median of what they took


def records(cases: Sequence[PastCase]) -> dict[AgentId, Record]:
    """Each person's record. Quick is no slower than the median of all these cases, whoever solved them."""
    if not cases:
        return {}
    usual = typical(cases)
    by_agent: dict[AgentId, list[PastCase]] = {}
    for each in cases:
        if each.agent is not None:
            by_agent.setdefault(each.agent, []).append(each)
    return {agent: _record(own, usual) for agent, own in by_agent.items()}


def typical(cases: Sequence[PastCase]) -> timedelta:
    """The median of what they took."""
    if len(cases) == 1:  # as most people's are
        return cases[0].took
    return timedelta(seconds=median([each.took.total_seconds() for each in cases]))


def moves(events: Iterable[Event]) -> int:
    """How often a ticket changed hands: from a group to another, or from a person to another; taking it is none.

    The first new owner after a new group is that group taking what it was given.
    """
    count, given = 0, False
    for each in sorted(events, key=lambda event: (event.at, event.id)):
        if each.kind not in {EventKind.GROUP, EventKind.OWNER} or each.old == each.new:
            continue
        if {each.old.strip().lower(), each.new.strip().lower()} & NOBODY:
            continue
        taken = given and each.kind is EventKind.OWNER
        given = each.kind is EventKind.GROUP
        count += not taken
    return count


def _record(own: Sequence[PastCase], usual: timedelta) -> Record:
    worth = sum([each.alike * _worth(each, usual) for each in own])
    return Record(
        standing=worth / (sum([each.alike for each in own]) + DOUBT),
        cases=len(own),
        bounced=sum([each.bounced for each in own]),
        typical=typical(own),
    )


def _worth(case: PastCase, usual: timedelta) -> float:
    if case.bounced:
        return -1.0
    return 1.0 if case.took <= usual else 0.0
