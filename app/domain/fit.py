"""How well a person fits a ticket: whole points, a line a factor, each with its reason; their sum is what ranks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from app.domain.fit_weights import FitWeights
from app.domain.history import PastCase, Record, records
from app.domain.people import Agent, Presence
from app.domain.score import Family, Score
from app.domain.shifts import presence_at, shift_left
from app.domain.snapshot import Snapshot
from app.domain.tickets import AgentId

ENOUGH_SKILLS = 2  # that match; a third says nothing new
HARD = 0.75  # strength of a technical reading from which a ticket asks for more than its tier's usual
VALUED = 100_000  # US dollars a year at which an account's value counts in full
ENDS_SOON = timedelta(hours=1)  # too little of a shift to begin something and end it
TYPICAL_LOAD = 5  # open tickets of somebody whose capacity is not known
READ = 20_000  # characters of a conversation's start that skills are looked for in

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of why this person: whole points, some of them below zero, and what they are for."""

    factor: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What people are compared by: how much each factor counts, and solved tickets like the one at hand."""

    weights: FitWeights = field(default_factory=FitWeights)
    cases: tuple[PastCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What a ticket asks of whoever takes it."""

    tier: int
    words: frozenset[str]  # stems of what it is about
    complexity: float = 0.0  # 0..1
    value: float | None = None  # of its account, US dollars a year
    certification: str = ""
    records: Mapping[AgentId, Record] = field(default_factory=dict)
    knows: Mapping[AgentId, int] = field(default_factory=dict)  # tickets of the same account that each has solved


def need(snapshot: Snapshot, score: Score | None, *, tier: int, certification: str, measure: Measure) -> Need:
    """What this ticket asks for on a desk of that tier."""
    account = snapshot.account
    fact = account.latest("value") if account else None
    number = fact.value if fact and isinstance(fact.value, int | float) and not isinstance(fact.value, bool) else None
    technical = [each.strength for each in (score.contributions if score else ()) if each.family is Family.TECHNICAL]
    knows: dict[AgentId, int] = {}
    for case in measure.cases:
        if account is not None and case.account == account.id and case.agent is not None:
            knows[case.agent] = knows.get(case.agent, 0) + 1
    return Need(
        tier=tier,
        words=_about(snapshot),
        complexity=max(technical, default=0.0),
        value=None if number is None else float(number),
        certification=certification,
        records=records([each for each in measure.cases if each.alike > 0]),
        knows=knows,
    )


def factors(agent: Agent, load: int, wanted: Need, *, weights: FitWeights, as_of: datetime) -> tuple[Factor, ...]:
    """Why this person, a line a factor; what is not known about somebody is no line, and counts nothing."""
    found = (
        _skills(agent, wanted, weights),
        _tier(agent, wanted, weights),
        _value(agent, wanted, weights),
        _workload(agent, load, weights),
        _shift(agent, weights, as_of),
        _presence(agent, weights, as_of),
        _certified(agent, wanted),
        _history(agent, wanted, weights),
    )
    return tuple(each for each in found if each is not None)


def workload_points(agent: Agent, load: int, *, weights: FitWeights) -> int:
    """What so many open tickets leave of the points for workload; one more ticket never leaves more."""
    if agent.capacity is None:
        return round(weights.workload * TYPICAL_LOAD / (TYPICAL_LOAD + load))
    free = max(agent.capacity - load, 0)
    return round(weights.workload * free / agent.capacity) if agent.capacity else 0


def _skills(agent: Agent, wanted: Need, weights: FitWeights) -> Factor | None:
    matching = [skill for skill in agent.skills if (stems := _stems(skill)) and stems <= wanted.words]
    if not matching:
        return None
    points = round(weights.skill * min(len(matching), ENOUGH_SKILLS) / ENOUGH_SKILLS)
    return Factor("skill", points, f"knows {_listed(matching)}")


def _tier(agent: Agent, wanted: Need, weights: FitWeights) -> Factor | None:
    if agent.tier is None:
        return None
    asks = wanted.tier + (wanted.complexity >= HARD)
    hard = ", and it is a hard one" if asks > wanted.tier else ""
    if agent.tier >= asks:
        spare = agent.tier - asks
        return Factor("complexity", round(weights.complexity / (1 + spare)), f"works in tier {agent.tier}{hard}")
    short = asks - agent.tier
    points = round(weights.complexity * (0.5 - 0.5 * short))
    return Factor("complexity", max(points, -weights.complexity), f"works in tier {agent.tier}{hard}")


def _value(agent: Agent, wanted: Need, weights: FitWeights) -> Factor | None:
    """Whoever knows a valued account, or else is senior to the desk's tier, is worth more to it."""
    if not wanted.value or wanted.value < 0:
        return None
    share = min(wanted.value / VALUED, 1.0)
    worth = f"the account is worth ${wanted.value:,.0f} a year"
    if known := wanted.knows.get(agent.id, 0):
        return Factor("account value", round(weights.value * share), f"{worth}, and {_times(known)} for it before")
    if agent.tier is not None and agent.tier > wanted.tier:
        return Factor("account value", round(weights.value * share / 2), f"{worth}, and tier {agent.tier} is senior")
    return None


def _workload(agent: Agent, load: int, weights: FitWeights) -> Factor:
    points = workload_points(agent, load, weights=weights)
    if agent.capacity is None:
        return Factor("workload", points, f"{load} open, capacity not known")
    return Factor("workload", points, f"{load} of {agent.capacity} open, {max(agent.capacity - load, 0)} free")


def _shift(agent: Agent, weights: FitWeights, as_of: datetime) -> Factor | None:
    left = shift_left(agent, as_of)
    if not left:
        return None
    if left < ENDS_SOON:
        return Factor("shift", round(weights.shift / 2), f"on shift for {-(-int(left.total_seconds()) // 60)} minutes")
    return Factor("shift", weights.shift, f"on shift for {int(left.total_seconds()) // 3600} h")


def _presence(agent: Agent, weights: FitWeights, as_of: datetime) -> Factor | None:
    available = presence_at(agent, as_of) is Presence.AVAILABLE
    return Factor("presence", weights.presence, "available") if available else None


def _certified(agent: Agent, wanted: Need) -> Factor | None:
    """Required, so worth no points: nothing makes up for it, and it makes up for nothing."""
    if not wanted.certification or wanted.certification not in agent.certifications:
        return None
    return Factor("certification", 0, f"certified for {wanted.certification}, as is required")


def _history(agent: Agent, wanted: Need, weights: FitWeights) -> Factor | None:
    record = wanted.records.get(agent.id)
    if record is None:
        return None
    bounced = f", {record.bounced} after a bounce" if record.bounced else ", none bounced"
    because = f"solved {record.cases} like it in {_duration(record.typical)}{bounced}"
    return Factor("history", round(weights.history * record.standing), because)


def _about(snapshot: Snapshot) -> frozenset[str]:
    """Stems of what the ticket is about: subject, tags, intents, and the customer's own words."""
    said: list[str] = [snapshot.ticket.subject, *snapshot.ticket.tags]
    room = READ
    for read in snapshot.customer:
        said.append(read.message.text[:room])
        room -= len(said[-1])
        if read.analysis is not None:
            said += [name for name in read.analysis.intents if read.analysis.intent(name)]
    return _stems_of(said)


def _stems_of(texts: Iterable[str]) -> frozenset[str]:
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return frozenset(map(_stem, words))


@lru_cache(maxsize=4096)  # skills, of which a team has a few dozen
def _stems(skill: str) -> frozenset[str]:
    return _stems_of((skill,))


@lru_cache(maxsize=16_384)  # words, of which people use a few thousand again and again
def _stem(word: str) -> str:
    """ "refunds" and "refunded" are about a refund. Crude, and only ever compared with itself."""
    for ending in ("ations", "ation", "ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _times(number: int) -> str:
    return "solved one" if number == 1 else f"solved {number}"


def _duration(took: timedelta) -> str:
    hours = took.total_seconds() / 3600
    if hours < 1:
        return f"{max(round(hours * 60), 1)} min"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} days"
