"""Whether to suggest an escalation, to which group, and to whom in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.fit import Factor, Fit, Measure, Need, need
from app.domain.people import Agent, Presence
from app.domain.rule_verdicts import ACTIVE, Judged, decides, firing, reasons
from app.domain.rulebook import Desk, Mode, Rule, Rulebook
from app.domain.rulebook_people import as_described
from app.domain.score import Contribution, Score, ScoreState
from app.domain.shifts import GONE, away_words, on_shift
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
    """Somebody who could take the ticket. `open_tickets` is what they own now; `why_not` is empty where they fit.

    Their points are the sum of their factors, to the last one.
    """

    agent: Agent
    open_tickets: int
    why_not: str = ""
    factors: tuple[Factor, ...] = ()

    @property
    def points(self) -> int:
        return sum([each.points for each in self.factors])

    @property
    def presence(self) -> Presence:
        """As they were weighed: by their own word they can be here although the helpdesk calls them away."""
        here = self.agent.here is not None and not self.why_not and self.agent.presence in GONE
        return Presence.AVAILABLE if here else self.agent.presence

    @property
    def after(self) -> int:
        """How many tickets they own once they have taken this one too."""
        return self.open_tickets + 1

    @property
    def consequence(self) -> str:
        """What accepting would do to this person's load: "Ana at 6 of 5"."""
        return f"{self.agent.name} at {self.after}" + (f" of {self.agent.capacity}" if self.agent.capacity else "")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Escalate or not, to whom, in which mode, and why in one sentence. `rule` is "" where the score alone decided.

    `nobody` says why nobody of the destination fits, "" where somebody does or its people are not known. `held` says
    what is full where the escalation would be suggested and is held back for that; `escalate` is then False. A `firm`
    one is never held back: a hard rule asks for it, or it acts by itself.
    """

    escalate: bool
    because: str
    mode: Mode = Mode.SUGGEST
    rule: str = ""
    destination: Destination | None = None
    candidates: tuple[Candidate, ...] = ()
    notify: tuple[str, ...] = ()  # groups and addresses that the rules which fired name; leads where nobody fits
    nobody: str = ""
    held: str = ""
    firm: bool = False


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """One group a ticket could be sent to, with its people ranked: what an override chooses from."""

    desk: Desk
    candidates: tuple[Candidate, ...]


def choices(
    rulebook: Rulebook,
    agents: Iterable[Agent],
    *,
    loads: Mapping[AgentId, int],
    as_of: datetime,
    needs: Callable[[Desk], Need] | None = None,
    measure: Measure | None = None,
) -> tuple[DeskChoice, ...]:
    """Every desk of the rulebook, in its order, with who could take a ticket there.

    `needs` says what the ticket asks for on a desk; without it people are compared by what they have to do.
    """
    people = tuple(agents)
    return tuple(
        DeskChoice(
            desk,
            rank(
                members(people, desk.group, rulebook),
                group=desk.group,
                certification=desk.certification,
                loads=loads,
                as_of=as_of,
                wanted=needs(desk) if needs else None,
                measure=measure,
            ),
        )
        for desk in rulebook.desks
    )


def members(agents: Iterable[Agent], group: str, rulebook: Rulebook) -> Sequence[Agent]:
    """The people of a group with what the rulebook says of them: everybody who is ranked comes through here."""
    return as_described([each for each in agents if group in each.groups], rulebook.people)


def suggest(
    snapshot: Snapshot,
    score: Score,
    *,
    readings: Mapping[str, Reading],
    judged: Sequence[Judged],
    rulebook: Rulebook,
    agents: Sequence[Agent] = (),
    loads: Mapping[AgentId, int] | None = None,
    measure: Measure | None = None,
) -> Suggestion:
    """The suggestion for a snapshot with this score, where the rules say what they do (`judged`).

    Hard rules decide whatever the score; the others, and the default, from the suggest threshold on, and only upwards.
    """
    if left := stays(snapshot):
        return Suggestion(escalate=False, because=left)
    here, reached = snapshot.ticket.group, score.state in {ScoreState.SUGGEST, ScoreState.AUTOMATIC}
    eligible = [each for each in firing(judged) if each.rule.hard or reached]
    if not eligible and not reached:
        return Suggestion(escalate=False, because=_not_yet(score))
    deciding = next((each for each in eligible if decides(each.rule, here, rulebook)), None)
    rule = deciding.rule if deciding else None
    group = lifted_to(rule, here, rulebook, reached=reached)
    if not group:
        claimed = _name(rule or next((each.rule for each in eligible), None))
        return Suggestion(escalate=False, because=_already(here, rulebook), rule=claimed)
    candidates = _candidates(snapshot, score, rule, group, rulebook, agents, loads or {}, measure or Measure())
    nobody = nobody_fits(group, candidates, agents, rulebook)
    return Suggestion(
        escalate=True,
        because="; ".join(filter(None, (*_reason(score.raising, readings, deciding), nobody))),
        mode=rule.mode if rule else Mode.SUGGEST,
        rule=_name(rule),
        destination=Destination(group=group, tier=rulebook.tier(group), agent=_first(candidates)),
        candidates=candidates,
        notify=_told(judged, rulebook.leads if nobody else ()),
        nobody=nobody,
        firm=rule is not None and (rule.hard or rule.mode is Mode.AUTOMATIC),
    )


def lifted_to(rule: Rule | None, here: str, rulebook: Rulebook, *, reached: bool) -> str:
    """The group that a ticket goes up to: where the deciding rule sends it, or the default once the score is `reached`.

    "" where it stays.
    """
    group = rule.group if rule else rulebook.default if reached else here
    return group if rulebook.rises(here, group) else ""


def always_lifted(here: str, rulebook: Rulebook) -> bool:
    """Whether a ticket of that group goes up whenever the score is reached, whatever the rules say of it."""
    return rulebook.rises(here, rulebook.default) and not rulebook.certified(here)


def rank(
    agents: Iterable[Agent],
    *,
    group: str,
    certification: str,
    loads: Mapping[AgentId, int],
    as_of: datetime,
    wanted: Need | None = None,
    measure: Measure | None = None,
) -> tuple[Candidate, ...]:
    """The members of a group, those who fit first and by their points; who does not fit says why not.

    Without `wanted` nothing is known of the ticket, and people differ by what they have to do.
    """
    asks = wanted or Need(tier=1, words=frozenset(), certification=certification)
    fit = Fit(asks, weights=(measure or Measure()).weights, as_of=as_of)

    def candidate(agent: Agent) -> Candidate:
        load = loads.get(agent.id, 0)
        why_not = _why_not(agent, load, certification, as_of)
        return Candidate(agent, load, why_not, fit.factors(agent, load))

    members = [candidate(agent) for agent in agents if group in agent.groups]
    return tuple(
        sorted(members, key=lambda each: (bool(each.why_not), -each.points, each.open_tickets, each.agent.name))
    )


def nobody_fits(group: str, candidates: Sequence[Candidate], everybody: Iterable[Agent], rulebook: Rulebook) -> str:
    """Says so where none of a group's people fits, and where none is known although people of other desks are.

    Where nobody is known to sit at any desk, the helpdesk's groups of people are others, and each desk decides itself.
    """
    if any(not each.why_not for each in candidates):
        return ""
    if not candidates:
        desks = {each.group for each in rulebook.desks}
        return f"nobody is known in {group}" if any(desks.intersection(each.groups) for each in everybody) else ""
    return f"nobody in {group} can take it now: " + ", ".join(
        f"{each.agent.name} {each.why_not}" for each in candidates
    )


def _candidates(
    snapshot: Snapshot,
    score: Score,
    rule: Rule | None,
    group: str,
    rulebook: Rulebook,
    agents: Iterable[Agent],
    loads: Mapping[AgentId, int],
    measure: Measure,
) -> tuple[Candidate, ...]:
    people = members(agents, group, rulebook)
    if not people:  # what the ticket is about need not be looked for
        return ()
    certification = _certification(rule, rulebook, group)
    return rank(
        people,
        group=group,
        certification=certification,
        loads=loads,
        as_of=snapshot.as_of,
        wanted=need(snapshot, score, tier=rulebook.tier(group), certification=certification, measure=measure),
        measure=measure,
    )


def _why_not(agent: Agent, load: int, certification: str, as_of: datetime) -> str:
    if certification and certification not in agent.certifications:
        return f"not certified for {certification}"
    if away := away_words(agent, as_of):
        return away
    if on_shift(agent, as_of) is False:
        return "off shift"
    if agent.capacity is not None and load >= agent.capacity:
        return f"full: {load} of {agent.capacity}"
    return ""


def _first(candidates: tuple[Candidate, ...]) -> AgentId | None:
    """The best of those who fit; nobody who does not fit is ever chosen silently."""
    return next((each.agent.id for each in candidates if not each.why_not), None)


def stays(snapshot: Snapshot) -> str:
    """Why this ticket is not to be moved at all, "" where it may be."""
    if snapshot.ticket.status.finished:
        return f"The ticket is {snapshot.ticket.status}."
    return "The helpdesk no longer shows us this ticket." if snapshot.ticket.lost else ""


def _told(judged: Iterable[Judged], also: Iterable[str]) -> tuple[str, ...]:
    """Whom the rules in force that fired want told, and others, each once."""
    fired = (each.rule for each in judged if each.told.holds and each.rule.mode in ACTIVE)
    return tuple(dict.fromkeys([*(name for rule in fired for name in rule.notify), *also]))


def _certification(rule: Rule | None, rulebook: Rulebook, group: str) -> str:
    desk = rulebook.desk(group)
    return (rule.certification if rule else "") or (desk.certification if desk else "")


def _reason(raising: tuple[Contribution, ...], readings: Mapping[str, Reading], deciding: Judged | None) -> list[str]:
    fired = reasons(deciding, readings) if deciding else []
    top = [each.because for each in raising if each.because not in fired]
    return [*fired, *top][:2]


def _already(group: str, rulebook: Rulebook) -> str:
    return f"It is already with {group or 'the first line'}, in tier {rulebook.tier(group)}."


def _not_yet(score: Score) -> str:
    if score.state is ScoreState.UNKNOWN:
        return "Not enough is known yet: no customer message has been read by the models."
    return f"{score.to_suggest} points below the threshold for a suggestion."


def _name(rule: Rule | None) -> str:
    return rule.name if rule else ""
