"""What rules in shadow would have done, and how that compares with what people did."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.rule_verdicts import Judged, decides, firing
from app.domain.rulebook import Mode, Rule, Rulebook
from app.domain.score import Score


@dataclass(frozen=True, slots=True)
class SilentDecision:
    """Where a rule in shadow would have sent a ticket. `edition` differs once the rule says something else."""

    rule: str
    group: str
    edition: str


@dataclass(frozen=True, slots=True)
class SilentFigures:
    """Of how many tickets a rule in shadow would have decided, and what people did with them.

    `same` went to the group that it would have sent them to, `elsewhere` to another, `stayed` were finished or said to
    be not needed, and `open` are not decided yet.
    """

    rule: str
    same: int = 0
    elsewhere: int = 0
    stayed: int = 0
    open: int = 0

    @property
    def decided(self) -> int:
        return self.same + self.elsewhere + self.stayed + self.open


def silently(judged: Sequence[Judged], score: Score, *, group: str, rulebook: Rulebook) -> tuple[SilentDecision, ...]:
    """What each rule in shadow would have done to a ticket of that group, were its rollout in force and no other.

    Rules of one scenario are rolled out together: of those only the one that would come first decides.
    """
    shadowed = [each for each in judged if each.fired and each.rule.mode is Mode.SHADOW]
    rollouts = dict.fromkeys(_rollout(each.rule) for each in shadowed)
    found = (_deciding(judged, score, rollout, group=group, rulebook=rulebook) for rollout in rollouts)
    return tuple(SilentDecision(rule.name, rule.group, edition(rule)) for rule in found if rule is not None)


def edition(rule: Rule) -> str:
    """One word for all that a rule says, whatever its mode and wherever it is rolled out."""
    said = replace(rule, mode=Mode.OFF, scenario="", notify=())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _deciding(judged: Sequence[Judged], score: Score, rollout: str, *, group: str, rulebook: Rulebook) -> Rule | None:
    """The rule of a rollout that would settle where the ticket goes; None where one that is in force comes first."""
    tried = [_in_force(each) if _tried(each.rule, rollout) else each for each in judged]
    added = sum(each.rule.points for each in judged if each.fired and _tried(each.rule, rollout))
    eligible = [each for each in firing(tried) if each.rule.hard or score.to_suggest <= added]
    first = next((each.rule for each in eligible if decides(each.rule, group, rulebook)), None)
    silent = {each.rule.name for each in judged if _tried(each.rule, rollout)}
    return first if first is not None and first.name in silent else None


def _rollout(rule: Rule) -> str:
    return rule.scenario or rule.name


def _tried(rule: Rule, rollout: str) -> bool:
    return rule.mode is Mode.SHADOW and _rollout(rule) == rollout


def _in_force(judged: Judged) -> Judged:
    return replace(judged, rule=replace(judged.rule, mode=Mode.SUGGEST))
