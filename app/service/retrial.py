"""A ticket's verdict given again and again with something changed: only whether it moves, and at how many points."""

from collections.abc import Mapping

from app.domain.counterfactual import Outcome
from app.domain.routing import lifted_to, stays
from app.domain.snapshot import Reading, Snapshot
from app.domain.weigh import tally
from app.service.assess import Assessor, Sight, readable


class Retrial:
    """Gives what `Assessor.judge` would, without its lines and its people.

    A question is only asked anew where a fact that it rests on is different, so that a trial costs what it changes.
    """

    def __init__(self, assessor: Assessor, sight: Sight) -> None:
        """`sight` is of the ticket as it is, with which most trials share most."""
        self._assessor = assessor
        self._sight = sight
        self._readable = sight.readable

    def outcome(self, snapshot: Snapshot, readings: Mapping[str, Reading]) -> Outcome:
        weights, rulebook, group = self._assessor.weights, self._assessor.rulebook, snapshot.ticket.group
        facts = self._sight.facts.of(self._assessor.seen(snapshot, readings))
        added = self._sight.unscored.again(facts).added() if self._sight.unscored.may_add else 0
        points = tally(readings, weights=weights) + added
        reached = points >= weights.suggest and self._can_tell(snapshot)
        rule = self._sight.answers.again(facts, points).deciding(group, reached=reached)
        moves = not stays(snapshot) and bool(lifted_to(rule, group, rulebook, reached=reached))
        return Outcome(moves, points)

    def _can_tell(self, snapshot: Snapshot) -> bool:
        return self._readable if snapshot.thread is self._sight.snapshot.thread else readable(snapshot)
