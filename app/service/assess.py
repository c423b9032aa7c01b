"""From a snapshot to a verdict: signals, score, rules, suggestion. Live, in replay and on the command line alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app import signals
from app.domain.analysis import Legibility
from app.domain.conditions.facts import Facts
from app.domain.conditions.seen import Seen
from app.domain.people import Agent
from app.domain.routing import Suggestion, stays, suggest
from app.domain.rule_points import with_rules
from app.domain.rule_verdicts import Judged, RuleVerdict, verdicts
from app.domain.rulebook import Rulebook
from app.domain.score import Score, Weights, weigh
from app.domain.snapshot import Snapshot
from app.domain.tickets import AgentId
from app.domain.triage import Triage, Versions
from app.rules.judge import Judge


@dataclass(frozen=True, slots=True)
class Assessor:
    """The weights and the rulebook that verdicts are made with; the rules' conditions are compiled once, here."""

    weights: Weights
    rulebook: Rulebook
    _judge: Judge = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_judge", Judge(self.rulebook))

    def versions(self, model_revision: str) -> Versions:
        return Versions(
            model=model_revision,
            signals=signals.digest(),
            weights=self.weights.revision,
            rulebook=self.rulebook.revision,
        )

    def assess(
        self,
        snapshot: Snapshot,
        *,
        model_revision: str,
        agents: Iterable[Agent] = (),
        loads: Mapping[AgentId, int] | None = None,
    ) -> Triage:
        """The verdict on this snapshot; equal arguments give an equal verdict."""
        readings = signals.read(snapshot)
        seen = Seen(snapshot, readings, self.rulebook.tier(snapshot.ticket.group))
        facts = Facts(seen)
        plain = weigh(readings, weights=self.weights, enough=readable(snapshot))
        score = with_rules(plain, self._judge.scoring(facts), readings)
        judged = self._judge.judge(facts.with_score(score.points))
        suggestion = suggest(
            snapshot,
            score,
            readings=readings,
            judged=judged,
            rulebook=self.rulebook,
            agents=agents,
            loads=loads or {},
        )
        return Triage(
            ticket=snapshot.ticket.id,
            as_of=snapshot.as_of,
            score=score,
            suggestion=suggestion,
            versions=self.versions(model_revision),
            rules=self._kept(snapshot, score, judged, suggestion),
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


def readable(snapshot: Snapshot) -> bool:
    """Whether the models could read anything that the customer wrote."""
    return any(read.analysis and read.analysis.legibility is Legibility.READ for read in snapshot.customer)
