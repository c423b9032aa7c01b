"""Give the verdict on a ticket again with facts changed, until it turns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from app import signals
from app.domain.counterfactual import MOST_FACTS, Counterfactual, Ladder, Outcome, search
from app.domain.reach import at_stake, pairs_at_stake, points_lost, reaches
from app.domain.score import Line, Score
from app.domain.snapshot import Reading, Snapshot
from app.domain.triage import Triage
from app.service.altered_facts import Step
from app.service.assess import Assessor, Sight, readable
from app.service.retrial import Retrial
from app.service.what_if import READERS, to_rise, to_stay, without_messages

LONGEST = 100_000  # characters of a conversation; a longer one would keep the person who opens it waiting


def counterfactuals(assessor: Assessor, snapshot: Snapshot, sight: Sight | None = None) -> tuple[Counterfactual, ...]:
    """The smallest changes of facts that turn this verdict; none where none do, or where nothing can be told.

    Each was really executed: signals that see the changed facts are asked again, then score, rules and suggestion.
    `sight` is what `Assessor.look` gave for the snapshot, where that was asked before.
    """
    seen = assessor.in_hours(snapshot)
    if seen.ticket.status.finished or sum(len(read.message.text) for read in seen.thread) > LONGEST:
        return ()
    if not readable(seen):
        return ()
    sight = sight or assessor.look(snapshot)
    trial = Trial(assessor, sight)
    base = trial.run(())
    ladders: Iterable[Ladder[Step]]
    if base.escalate:
        earned = _earned(sight.score)
        ladders = [*to_stay(seen, trial.readings, assessor.weights), *without_messages(seen, earned)]
    else:
        ladders = to_rise(seen, trial.readings, assessor.weights)
    return search(
        base,
        ladders,
        partial(trial.turning, base),
        threshold=assessor.weights.suggest,
        reach=partial(trial.reach, base),
        beside=trial.beside(base),
        words=lambda step: step.words,
    )


def of_verdict(assessor: Assessor, snapshot: Snapshot, triage: Triage) -> tuple[Counterfactual, ...]:
    """What turns a verdict that was recorded, tried on the ticket as of then.

    None where the verdict was made with other versions than are in force, or has been overtaken by what came since.
    """
    if triage.versions != assessor.versions(triage.versions.model):
        return ()
    found = counterfactuals(assessor, snapshot)
    return tuple(each for each in found if each.escalate is not triage.suggestion.escalate)


class Trial:
    """A ticket with what the signals read of it, on which changes can be tried."""

    def __init__(self, assessor: Assessor, sight: Sight) -> None:
        self.snapshot: Snapshot = sight.snapshot
        self.readings: Mapping[str, Reading] = sight.readings
        self._weights = assessor.weights
        self._retrial = Retrial(assessor, sight)

    def run(self, steps: Sequence[Step]) -> Outcome:
        """The verdict with these changes: first of facts, then of what signals say by themselves."""
        snapshot, readings = self.snapshot, dict(self.readings)
        for step in steps:
            snapshot = step.alter(snapshot)
        for name in {name for step in steps for name in step.seen_by}:
            readings.pop(name, None)
            if (reading := signals.SIGNALS[name](snapshot)) is not None:
                readings[name] = reading
        for step in steps:
            readings.pop(step.dropped, None)
            if step.added is not None:
                name, reading = step.added
                readings[name] = reading
        return self._retrial.outcome(snapshot, readings)

    def turning(self, base: Outcome, steps: Sequence[Step]) -> Outcome:
        """As `run`, but for a message left out: where that cannot turn the verdict, `base` stands for what it gives."""
        if len(steps) == 1 and steps[0].seen_by is READERS and self._stays(base, steps[0].alter(self.snapshot)):
            return base
        return self.run(steps)

    def _stays(self, base: Outcome, snapshot: Snapshot) -> bool:
        """Whether a ticket that is escalated stays so with other messages, however few points are left of them.

        Nearly every signal reads those. They are asked one after the other, those with the most at stake first, only
        until what the others could take does not reach below the threshold.
        """
        spare = base.points - self._weights.suggest - self.beside(base)
        if not base.escalate or spare < 0 or not readable(snapshot):
            return False
        stakes = at_stake(base.readings, READERS, weights=self._weights)
        lost = sum(stakes.values()) + pairs_at_stake(base.readings, weights=self._weights)
        surely = 0  # of that, what was found to be lost
        for name in sorted(stakes, key=lambda each: -stakes[each]):
            if lost <= spare or surely > spare or not stakes[name]:  # nothing that follows changes it
                break
            now = signals.SIGNALS[name](snapshot)
            found = max(0, points_lost(name, base.readings.get(name), now, weights=self._weights))
            surely += found
            lost += found - stakes[name]
        return lost <= spare

    def reach(self, base: Outcome, outcomes: Sequence[Outcome]) -> list[int]:
        """How far what gave each of these outcomes can move the score towards another verdict, with others of them."""
        changed = [each.readings for each in outcomes]
        upwards = not base.escalate
        return reaches(base.readings, changed, weights=self._weights, upwards=upwards, at_once=MOST_FACTS)

    def beside(self, base: Outcome) -> float:
        """How far the rules may move the score on top of that."""
        return self._retrial.beside(escalate=base.escalate)


def _earned(score: Score) -> Counter[str]:
    """The points that the words of each message have a part in, by its id."""
    found: Counter[str] = Counter()
    for each in score.contributions:
        if each.line is Line.SIGNAL:
            found.update(dict.fromkeys({span.message for span in each.evidence}, each.points))
    return found
