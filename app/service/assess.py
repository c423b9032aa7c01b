"""From a snapshot to a verdict: signals, score, suggestion. Live scoring, replay and the command line all come here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app import signals
from app.domain.analysis import Legibility
from app.domain.business_hours import OFFICE_HOURS, BusinessHours
from app.domain.people import Agent
from app.domain.routing import Suggestion, suggest
from app.domain.rulebook import Rulebook
from app.domain.score import Score
from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import AgentId
from app.domain.triage import Triage, Versions
from app.domain.weigh import weigh
from app.domain.weights import Weights


@dataclass(frozen=True, slots=True)
class Assessor:
    """The weights and the rulebook that verdicts are made with, and the hours that waiting is counted in."""

    weights: Weights
    rulebook: Rulebook
    hours: BusinessHours = OFFICE_HOURS

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
    ) -> Triage:
        """The verdict on this snapshot; equal arguments give an equal verdict."""
        seen = self.in_hours(snapshot)
        score, suggestion = self.judge(seen, signals.read(seen), agents=agents, loads=loads)
        return Triage(
            ticket=snapshot.ticket.id,
            as_of=snapshot.as_of,
            score=score,
            suggestion=suggestion,
            versions=self.versions(model_revision),
        )

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
        score = weigh(readings, weights=self.weights, enough=readable(snapshot))
        suggestion = suggest(
            snapshot, score, readings=readings, rulebook=self.rulebook, agents=agents, loads=loads or {}
        )
        return score, suggestion


def readable(snapshot: Snapshot) -> bool:
    """Whether the models could read anything that the customer wrote."""
    return any(read.analysis and read.analysis.legibility is Legibility.READ for read in snapshot.customer)
