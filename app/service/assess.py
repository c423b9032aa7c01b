"""From a snapshot to a verdict: signals, score, rules, suggestion. Live, in replay and on the command line alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial

from app import signals
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
from app.rules.answers import Answers
from app.rules.judge import Judge
from app.signals.grounds import could_tell


@dataclass(frozen=True, slots=True)
class Sight:
    """A snapshot with all that follows from it before anybody is looked for: what a verdict and its reasons rest on.

    `unscored` are the rules' answers while there was no score yet.
    """

    snapshot: Snapshot
    readings: Mapping[str, Reading]
    facts: Facts
    score: Score
    unscored: Answers
    answers: Answers

    @property
    def readable(self) -> bool:
        return readable(self.snapshot)


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
        sight: Sight | None = None,
    ) -> Triage:
        """The verdict on this snapshot; equal arguments give an equal verdict. `cases` are solved tickets like it.

        `sight` is what `look` gave for it, where that was asked before.
        """
        sight = sight or self.look(snapshot)
        seen, score, judged = sight.snapshot, sight.score, sight.answers.judged()
        fired = tuple([each for each in judged if each.told.holds])  # all that anything but their reasons follows from
        suggestion = self._suggestion(sight, fired, agents=agents, loads=loads, measure=self.measure(cases))
        return Triage(
            ticket=seen.ticket.id,
            as_of=seen.as_of,
            score=score,
            suggestion=suggestion,
            versions=self.versions(model_revision),
            rules=self._kept(seen, score, judged, suggestion),
            silent=() if stays(seen) else silently(fired, score, group=seen.ticket.group, rulebook=self.rulebook),
        )

    def judge(self, snapshot: Snapshot, readings: Mapping[str, Reading]) -> tuple[Score, Suggestion]:
        """What follows from what the signals read in this snapshot, with nobody to send it to."""
        sight = self.sight(snapshot, readings)
        return sight.score, self._suggestion(sight, sight.answers.judged(), measure=self.measure())

    def look(self, snapshot: Snapshot) -> Sight:
        """What every signal sees in the snapshot, and what score and rules follow from it."""
        seen = self.in_hours(snapshot)
        return self.sight(seen, signals.read(seen))

    def sight(self, snapshot: Snapshot, readings: Mapping[str, Reading]) -> Sight:
        """What follows from what the signals read in a snapshot that has the team's hours."""
        facts = Facts(self.seen(snapshot, readings))
        plain = weigh(readings, weights=self.weights, enough=readable(snapshot))
        unscored = self._judge.ask(facts)
        score = with_rules(plain, unscored.scoring(), readings, weights=self.weights)
        return Sight(snapshot, readings, facts, score, unscored, unscored.scored(score.points))

    def seen(self, snapshot: Snapshot, readings: Mapping[str, Reading]) -> Seen:
        """What a condition can ask about."""
        tier = self.rulebook.tier(snapshot.ticket.group)
        return Seen(snapshot, readings, tier, could_tell=cache(partial(could_tell, snapshot)))

    def measure(self, cases: Iterable[PastCase] = ()) -> Measure:
        """What people are compared by."""
        return Measure(self.weights.fit, tuple(cases))

    def in_hours(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the team's business hours, whoever built it."""
        return replace(snapshot, hours=self.hours)

    def _suggestion(
        self,
        sight: Sight,
        judged: tuple[Judged, ...],
        *,
        measure: Measure,
        agents: Iterable[Agent] = (),
        loads: Mapping[AgentId, int] | None = None,
    ) -> Suggestion:
        return suggest(
            sight.snapshot,
            sight.score,
            readings=sight.readings,
            judged=judged,
            rulebook=self.rulebook,
            agents=tuple(agents),
            loads=loads or {},
            measure=measure,
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
    return any(read.is_legible for read in snapshot.customer)
