"""From a snapshot to a verdict: signals, score, rules, suggestion. Live, in replay and on the command line alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app import signals
from app.domain.analysis import Legibility
from app.domain.business_hours import OFFICE_HOURS, BusinessHours
from app.domain.conditions.facts import Facts
from app.domain.conditions.seen import Seen
from app.domain.fit import Measure
from app.domain.history import PastCase
from app.domain.people import Agent
from app.domain.routing import Suggestion, stays, suggest
from app.domain.rule_points import with_rules
from app.domain.rule_verdicts import Judged, RuleVerdict, verdicts
from app.domain.rulebook import Rulebook
from app.domain.score import Score
from app.domain.silent import silently
from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import AgentId
from app.domain.triage import Triage, Versions
from app.domain.weigh import weigh
from app.domain.weights import Weights
from app.rules.judge import Judge


@dataclass(frozen=True, slots=True)
class Assessor:
    """The weights and the rulebook that verdicts are made with, and the hours that waiting is counted in.

    The rules' conditions are compiled once, here.
    """

    weights: Weights
    rulebook: Rulebook
    hours: BusinessHours = OFFICE_HOURS
    _judge: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_judge", Judge(self.rulebook))

    def versions(self, model_revision: str) -> Versions:
        return Versions(
            model=model_revision,
            signals=signals.digest(),
            weights=self.weights.revision,
            rulebook=self.rulebook.revision,
            hours=self.hours.written,
        )

    def assess(
        self,
        snapshot: Snapshot,
        *,
        model_revision: str,
        agents: Iterable[Agent] = (),
        loads: Mapping[AgentId, int] | None = None,
        cases: Iterable[PastCase] = (),
    ) -> Triage:
        """The verdict on this snapshot; equal arguments give an equal verdict. `cases` are solved tickets like it."""
        seen = self.in_hours(snapshot)
        measure = self.measure(cases)
        score, suggestion, judged = self._judged(seen, signals.read(seen), agents=agents, loads=loads, measure=measure)
        return Triage(
            ticket=snapshot.ticket.id,
            as_of=snapshot.as_of,
            score=score,
            suggestion=suggestion,
            versions=self.versions(model_revision),
            rules=self._kept(seen, score, judged, suggestion),
            silent=() if stays(seen) else silently(judged, score, group=seen.ticket.group, rulebook=self.rulebook),
        )

    def _kept(
        self, snapshot: Snapshot, score: Score, judged: tuple[Judged, ...], suggestion: Suggestion
    ) -> tuple[RuleVerdict, ...]:
        return verdicts(
            judged,
            rulebook=self.rulebook,
            group=snapshot.ticket.group,
            followed=suggestion.rule,
            short=score.to_suggest,
            stays=stays(snapshot),
        )

    def measure(self, cases: Iterable[PastCase] = ()) -> Measure:
        """What people are compared by."""
        return Measure(self.weights.fit, tuple(cases))

    def in_hours(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the team's business hours, whoever built it."""
        return replace(snapshot, hours=self.hours)

    def judge(
        self,
        snapshot: Snapshot,
        readings: Mapping[str, Reading],
        *,
        agents: Iterable[Agent] = (),
        loads: Mapping[AgentId, int] | None = None,
    ) -> tuple[Score, Suggestion]:
        """What follows from what the signals read in this snapshot."""
        score, suggestion, _ = self._judged(snapshot, readings, agents=agents, loads=loads, measure=None)
        return score, suggestion

    def _judged(
        self,
        snapshot: Snapshot,
        readings: Mapping[str, Reading],
        *,
        agents: Iterable[Agent],
        loads: Mapping[AgentId, int] | None,
        measure: Measure | None,
    ) -> tuple[Score, Suggestion, tuple[Judged, ...]]:
        facts = Facts(Seen(snapshot, readings, self.rulebook.tier(snapshot.ticket.group)))
        plain = weigh(readings, weights=self.weights, enough=readable(snapshot))
        score = with_rules(plain, self._judge.scoring(facts), readings, weights=self.weights)
        judged = self._judge.judge(facts.with_score(score.points))
        suggestion = suggest(
            snapshot,
            score,
            readings=readings,
            judged=judged,
            rulebook=self.rulebook,
            agents=agents,
            loads=loads or {},
            measure=measure or self.measure(),
        )
        return score, suggestion, judged


def readable(snapshot: Snapshot) -> bool:
    """Whether the models could read anything that the customer wrote."""
    return any(read.analysis and read.analysis.legibility is Legibility.READ for read in snapshot.customer)
