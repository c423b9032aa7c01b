"""From a snapshot to a verdict: signals, score, suggestion. Live scoring, replay and the command line all come here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app import signals
from app.domain.analysis import Legibility
from app.domain.people import Agent
from app.domain.routing import suggest
from app.domain.rulebook import Rulebook
from app.domain.score import Weights, weigh
from app.domain.snapshot import Snapshot
from app.domain.tickets import AgentId
from app.domain.triage import Triage, Versions


@dataclass(frozen=True, slots=True)
class Assessor:
    """The weights and the rulebook that verdicts are made with."""

    weights: Weights
    rulebook: Rulebook

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
        score = weigh(readings, weights=self.weights, enough=readable(snapshot))
        suggestion = suggest(
            snapshot, score, readings=readings, rulebook=self.rulebook, agents=agents, loads=loads or {}
        )
        return Triage(
            ticket=snapshot.ticket.id,
            as_of=snapshot.as_of,
            score=score,
            suggestion=suggestion,
            versions=self.versions(model_revision),
        )


def readable(snapshot: Snapshot) -> bool:
    """Whether the models could read anything that the customer wrote."""
    return any(read.analysis and read.analysis.legibility is Legibility.READ for read in snapshot.customer)
