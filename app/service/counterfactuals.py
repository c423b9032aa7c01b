"""Give the verdict on a ticket again with facts changed, until it turns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from app import signals
from app.domain.counterfactual import MOST_FACTS, Counterfactual, Ladder, Outcome, search
from app.domain.reach import reaches
from app.domain.score import Line, Score
from app.domain.snapshot import Reading, Snapshot
from app.domain.triage import Triage
from app.service.altered_facts import Step
from app.service.assess import Assessor, Sight, readable
from app.service.retrial import Retrial
from app.service.what_if import to_rise, to_stay, without_messages

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
        trial.run,
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
