"""Whether to suggest an escalation, to which group, and to whom in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.people import Agent, Presence
from app.domain.rulebook import Desk, Mode, Rule, Rulebook
from app.domain.score import Contribution, Score, ScoreState
from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import AgentId


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a ticket should go; `agent` is None where nobody fits or the group decides itself."""

    group: str
    tier: int
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take the ticket. `open_tickets` is what they own now; `why_not` is empty where they fit."""

    agent: Agent
    open_tickets: int
    why_not: str = ""

    @property
    def consequence(self) -> str:
        """What accepting would do to this person's load: "Ana at 6 of 5"."""
        after = self.open_tickets + 1
        return f"{self.agent.name} at {after}" + (f" of {self.agent.capacity}" if self.agent.capacity else "")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Escalate or not, to whom, in which mode, and why in one sentence. `rule` is "" where the score alone decided."""

    escalate: bool
    because: str
    mode: Mode = Mode.SUGGEST
    rule: str = ""
    destination: Destination | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """One group a ticket could be sent to, with its people ranked: what an override chooses from."""

    desk: Desk
    candidates: tuple[Candidate, ...]


def choices(
    rulebook: Rulebook, agents: Iterable[Agent], *, loads: Mapping[AgentId, int], as_of: datetime
) -> tuple[DeskChoice, ...]:
    """Every desk of the rulebook, in its order, with who could take a ticket there."""
    people = tuple(agents)
    return tuple(
        DeskChoice(desk, rank(people, group=desk.group, certification=desk.certification, loads=loads, as_of=as_of))
        for desk in rulebook.desks
    )


def suggest(
    snapshot: Snapshot,
    score: Score,
    *,
    readings: Mapping[str, Reading],
    rulebook: Rulebook,
    agents: Iterable[Agent] = (),
    loads: Mapping[AgentId, int] | None = None,
) -> Suggestion:
    """The suggestion for a snapshot with this score.

    The first hard rule that fires decides, whatever the score. Otherwise a score at or above the suggest threshold goes
    where the first firing rule says, or to the rulebook's default. A ticket that is finished, or already in the tier
    (or a higher one) that it would go to, is never suggested: that would be a lateral move.
    """
    if snapshot.ticket.status.finished:
        return Suggestion(escalate=False, because=f"The ticket is {snapshot.ticket.status}.")
    rule = _deciding(readings, rulebook, snapshot)
    if not (rule and rule.hard) and score.state in {ScoreState.QUIET, ScoreState.UNKNOWN}:
        return Suggestion(escalate=False, because=_not_yet(score))
    group = rule.group if rule else rulebook.default
    tier = rulebook.tier(group)
    if rulebook.tier(snapshot.ticket.group) >= tier:
        return Suggestion(
            escalate=False, because=f"{snapshot.ticket.group} already works in tier {tier} or above.", rule=_name(rule)
        )
    candidates = rank(
        agents,
        group=group,
        certification=_certification(rulebook, group),
        loads=loads or {},
        as_of=snapshot.as_of,
    )
    first = next((each for each in candidates if not each.why_not), None)
    return Suggestion(
        escalate=True,
        because=_reason(score.contributions, readings, rule),
        mode=rule.mode if rule else Mode.SUGGEST,
        rule=_name(rule),
        destination=Destination(group=group, tier=tier, agent=first.agent.id if first else None),
        candidates=candidates,
    )


def rank(
    agents: Iterable[Agent],
    *,
    group: str,
    certification: str,
    loads: Mapping[AgentId, int],
    as_of: datetime,
) -> tuple[Candidate, ...]:
    """The members of a group, those who fit first and by free capacity; who does not fit says why not."""
    members = [agent for agent in agents if group in agent.groups]
    candidates = [
        Candidate(agent, loads.get(agent.id, 0), _why_not(agent, loads.get(agent.id, 0), certification, as_of))
        for agent in members
    ]
    return tuple(sorted(candidates, key=lambda each: (bool(each.why_not), each.open_tickets, each.agent.name)))


def on_shift(agent: Agent, as_of: datetime) -> bool | None:
    """Whether the agent works at that instant; None where no shift is known."""
    if agent.shift is None:
        return None
    local = as_of.astimezone(ZoneInfo(agent.shift.zone))
    return local.weekday() in agent.shift.weekdays and agent.shift.start <= local.time() < agent.shift.end


def _why_not(agent: Agent, load: int, certification: str, as_of: datetime) -> str:
    if certification and certification not in agent.certifications:
        return f"not certified for {certification}"
    if agent.presence in {Presence.AWAY, Presence.OUT_OF_OFFICE}:
        return str(agent.presence)
    if on_shift(agent, as_of) is False:
        return "off shift"
    if agent.capacity is not None and load >= agent.capacity:
        return f"full: {load} of {agent.capacity}"
    return ""


def _deciding(readings: Mapping[str, Reading], rulebook: Rulebook, snapshot: Snapshot) -> Rule | None:
    active = (rule for rule in rulebook.rules if rule.mode in {Mode.SUGGEST, Mode.AUTOMATIC})
    return next((rule for rule in active if _fires(rule, readings, snapshot)), None)


def _fires(rule: Rule, readings: Mapping[str, Reading], snapshot: Snapshot) -> bool:
    if rule.minimum_value and _value(snapshot) <= rule.minimum_value:
        return False
    return any(readings[name].strength >= rule.at_least for name in rule.signals if name in readings)


def _value(snapshot: Snapshot) -> float:
    fact = snapshot.account.latest("value") if snapshot.account else None
    return float(fact.value) if fact and isinstance(fact.value, int | float) else 0.0


def _certification(rulebook: Rulebook, group: str) -> str:
    desk = rulebook.desk(group)
    return desk.certification if desk else ""


def _reason(contributions: tuple[Contribution, ...], readings: Mapping[str, Reading], rule: Rule | None) -> str:
    fired = [readings[name].because for name in rule.signals if name in readings] if rule else []
    top = [each.because for each in contributions if each.points > 0 and each.because not in fired]
    return "; ".join([*fired, *top][:2])


def _not_yet(score: Score) -> str:
    if score.state is ScoreState.UNKNOWN:
        return "Not enough is known yet: no customer message has been read by the models."
    return f"{score.to_suggest} points below the threshold for a suggestion."


def _name(rule: Rule | None) -> str:
    return rule.name if rule else ""
