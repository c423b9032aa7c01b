"""How well a person fits a ticket: whole points, a line a factor, each with its reason; their sum is what ranks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial

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


class Fit:
    """What one ticket asks, compared with one person after another.

    A line is made once, however many people have in common what it says: their tier, their skills, a free desk.
    """

    def __init__(self, wanted: Need, *, weights: FitWeights, as_of: datetime) -> None:
        self._wanted = wanted
        self._as_of = as_of
        self._skills = cache(partial(_skills, wanted=wanted, weights=weights))
        self._tier = cache(partial(_tier, wanted=wanted, weights=weights))
        self._value = cache(partial(_value, wanted=wanted, weights=weights))
        self._workload = cache(partial(_workload, weights=weights))
        self._shift = cache(partial(_shift, weights=weights))
        self._presence = cache(partial(_presence, weights=weights))
        self._certified = cache(partial(_certified, wanted=wanted))
        self._history = partial(_history, weights=weights)  # nobody's is another's

    def factors(self, agent: Agent, load: int) -> tuple[Factor, ...]:
        """Why this person, a line a factor; what is not known about somebody is no line, and counts nothing."""
        wanted, as_of = self._wanted, self._as_of
        found = (
            self._skills(agent.skills),
            self._tier(agent.tier),
            self._value(wanted.knows.get(agent.id, 0), agent.tier),
            self._workload(agent.capacity, load),
            self._shift(shift_left(agent, as_of)),
            self._presence(presence_at(agent, as_of)),
            self._certified(agent.certifications),
            self._history(wanted.records.get(agent.id)),
        )
        return tuple([each for each in found if each is not None])


def workload_points(agent: Agent, load: int, *, weights: FitWeights) -> int:
    """What so many open tickets leave of the points for workload; one more ticket never leaves more."""
    return _workload_points(agent.capacity, load, weights)


def _workload_points(capacity: int | None, load: int, weights: FitWeights) -> int:
    if capacity is None:
        return round(weights.workload * TYPICAL_LOAD / (TYPICAL_LOAD + load))
    free = max(capacity - load, 0)
    return round(weights.workload * free / capacity) if capacity else 0


def _skills(skills: tuple[str, ...], wanted: Need, weights: FitWeights) -> Factor | None:
    matching = [skill for skill in skills if (stems := _stems(skill)) and stems <= wanted.words]
    if not matching:
        return None
    points = round(weights.skill * min(len(matching), ENOUGH_SKILLS) / ENOUGH_SKILLS)
    return Factor("skill", points, f"knows {_listed(matching)}")


def _tier(tier: int | None, wanted: Need, weights: FitWeights) -> Factor | None:
    if tier is None:
        return None
    asks = wanted.tier + (wanted.complexity >= HARD)
    hard = ", and it is a hard one" if asks > wanted.tier else ""
    if tier >= asks:
        spare = tier - asks
        return Factor("complexity", round(weights.complexity / (1 + spare)), f"works in tier {tier}{hard}")
    short = asks - tier
    points = round(weights.complexity * (0.5 - 0.5 * short))
    return Factor("complexity", max(points, -weights.complexity), f"works in tier {tier}{hard}")


def _value(known: int, tier: int | None, wanted: Need, weights: FitWeights) -> Factor | None:
    """Whoever knows a valued account, or else is senior to the desk's tier, is worth more to it."""
    if not wanted.value or wanted.value < 0:
        return None
    share = min(wanted.value / VALUED, 1.0)
    worth = f"the account is worth ${wanted.value:,.0f} a year"
    if known:
        return Factor("account value", round(weights.value * share), f"{worth}, and {_times(known)} for it before")
    if tier is not None and tier > wanted.tier:
        return Factor("account value", round(weights.value * share / 2), f"{worth}, and tier {tier} is senior")
    return None


def _workload(capacity: int | None, load: int, weights: FitWeights) -> Factor:
    points = _workload_points(capacity, load, weights)
    if capacity is None:
        return Factor("workload", points, f"{load} open, capacity not known")
    return Factor("workload", points, f"{load} of {capacity} open, {max(capacity - load, 0)} free")


def _shift(left: timedelta | None, weights: FitWeights) -> Factor | None:
    if not left:
        return None
    if left < ENDS_SOON:
        return Factor("shift", round(weights.shift / 2), f"on shift for {-(-int(left.total_seconds()) // 60)} minutes")
    return Factor("shift", weights.shift, f"on shift for {int(left.total_seconds()) // 3600} h")


def _presence(presence: Presence, weights: FitWeights) -> Factor | None:
    return Factor("presence", weights.presence, "available") if presence is Presence.AVAILABLE else None


def _certified(certifications: tuple[str, ...], wanted: Need) -> Factor | None:
    """Required, so worth no points: nothing makes up for it, and it makes up for nothing."""
    if not wanted.certification or wanted.certification not in certifications:
        return None
    return Factor("certification", 0, f"certified for {wanted.certification}, as is required")


def _history(record: Record | None, weights: FitWeights) -> Factor | None:
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
    words = _WORD.findall("\n".join(texts).lower())
    return frozenset(map(_stem, set(words)))


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
