"""What rules in shadow would have done, and how that compares with what people did."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.rule_verdicts import Judged, decides
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
    active, shadowed = _Queue(), defaultdict[str, _Queue](_Queue)
    for place, each in enumerate(judged):
        rule = each.rule
        if not each.told.holds or rule.mode is Mode.OFF:
            continue
        queue = shadowed[rule.scenario or rule.name] if rule.mode is Mode.SHADOW else active
        queue.points += rule.points
        if rule.group and decides(rule, group, rulebook):
            queue.add(place, rule)
    firsts = (_first(queue, active, reached=score.to_suggest <= queue.points) for queue in shadowed.values())
    return tuple(SilentDecision(rule.name, rule.group, edition(rule)) for rule in firsts if rule is not None)


@dataclass(slots=True)
class _Queue:
    """The rules of one rollout that fire and would settle where the ticket goes: the first hard one, and the first."""

    points: int = 0
    hard: tuple[int, Rule] | None = None  # with its place in the rulebook
    other: tuple[int, Rule] | None = None

    def add(self, place: int, rule: Rule) -> None:
        if rule.hard:
            self.hard = self.hard or (place, rule)
        else:
            self.other = self.other or (place, rule)


def _first(silent: _Queue, active: _Queue, *, reached: bool) -> Rule | None:
    """The rule of a rollout that would decide; None where one that is in force comes first, or none would."""
    for one, other in ((silent.hard, active.hard), *(((silent.other, active.other),) if reached else ())):
        if one is not None or other is not None:
            return one[1] if one is not None and (other is None or one[0] < other[0]) else None
    return None


@lru_cache(maxsize=4_096)
def edition(rule: Rule) -> str:
    """One word for all that a rule says, whatever its mode and wherever it is rolled out."""
    said = replace(rule, mode=Mode.OFF, scenario="", notify=())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]
