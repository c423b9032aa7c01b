"""A ticket's verdict given again and again with something changed: only whether it moves, and at how many points."""

from collections.abc import Mapping
from math import inf

from app.domain.conditions.facts import Facts
from app.domain.counterfactual import Outcome
from app.domain.routing import always_lifted, lifted_to, stays
from app.domain.snapshot import Reading, Snapshot
from app.domain.weigh import tally
from app.service.assess import Assessor, Sight, readable


class Retrial:
    """Gives what `Assessor.judge` would, without its lines and its people.

    A question is only asked where its answer matters, and only anew where a fact that it rests on is different, so that
    a trial costs what it changes.
    """

    def __init__(self, assessor: Assessor, sight: Sight) -> None:
        """`sight` is of the ticket as it is, with which most trials share most."""
        self._assessor = assessor
        self._sight = sight
        self._readable = sight.readable

    def outcome(self, snapshot: Snapshot, readings: Mapping[str, Reading]) -> Outcome:
        weights, rulebook, group = self._assessor.weights, self._assessor.rulebook, snapshot.ticket.group
        points = tally(readings, weights=weights)
        facts = None
        if self._sight.unscored.may_add:
            facts = self._facts(snapshot, readings)
            points += self._sight.unscored.again(facts).added()
        reached = points >= weights.suggest and self._can_tell(snapshot)
        if stays(snapshot):
            moves = False
        elif reached and always_lifted(group, rulebook):
            moves = True  # no rule could hold it back, so that none is asked
        elif not self._sight.answers.may_decide(group, reached=reached):
            moves = bool(lifted_to(None, group, rulebook, reached=reached))
        else:
            answers = self._sight.answers.again(facts or self._facts(snapshot, readings), points)
            moves = bool(lifted_to(answers.deciding(group, reached=reached), group, rulebook, reached=reached))
        return Outcome(moves, points, readings)

    def beside(self, *, escalate: bool) -> float:
        """How far the rules may move a score in addition to what the readings do, where the verdict is `escalate`.

        Without end where they may turn it although the score stays.
        """
        if escalate and not always_lifted(self._sight.snapshot.ticket.group, self._assessor.rulebook):
            return inf
        return self._sight.unscored.most_added

    def _facts(self, snapshot: Snapshot, readings: Mapping[str, Reading]) -> Facts:
        return self._sight.facts.of(self._assessor.seen(snapshot, readings))

    def _can_tell(self, snapshot: Snapshot) -> bool:
        return self._readable if snapshot.thread is self._sight.snapshot.thread else readable(snapshot)
