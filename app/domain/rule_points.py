"""Points that rules add to the score, each as a line of its own: the sum of what is shown stays the score."""

from collections.abc import Iterable, Mapping

from app.domain.conditions.vocabulary import SIGNAL
from app.domain.rule_verdicts import ACTIVE, MOST_SAID, Judged, reasons
from app.domain.score import Contribution, Family, Score, ScoreState
from app.domain.snapshot import Reading
from app.domain.weigh import scored
from app.domain.weights import Weights

RULE = "rule: "  # what a rule's line has before its name where a signal's has the signal
_FAMILIES = {
    "sentiment": Family.SENTIMENT,
    "counts": Family.LOOPS,
    "time": Family.TIME,
}


def with_rules(score: Score, judged: Iterable[Judged], readings: Mapping[str, Reading], *, weights: Weights) -> Score:
    """The score with a line for each rule in force that fires and adds points. None is added twice."""
    lines = tuple(
        _line(each, score, readings) for each in judged if each.fired and each.rule.points and each.rule.mode in ACTIVE
    )
    if not lines:
        return score
    enough = score.state is not ScoreState.UNKNOWN
    return scored([*score.contributions, *lines], weights=weights, enough=enough)


def _line(judged: Judged, score: Score, readings: Mapping[str, Reading]) -> Contribution:
    rested = [readings[name] for each in judged.told.names if (name := each.removeprefix(SIGNAL)) in readings]
    return Contribution(
        signal=f"{RULE}{judged.rule.name}",
        label=judged.rule.name,
        family=_family(judged, score),
        points=judged.rule.points,
        strength=1.0,
        weight=judged.rule.points,
        because="; ".join(reasons(judged, readings)[:MOST_SAID]) or "the rule fires",
        evidence=tuple(dict.fromkeys(span for each in rested for span in each.evidence)),
        facts=tuple(dict.fromkeys(fact for each in rested for fact in each.facts)),
    )


def _family(judged: Judged, score: Score) -> Family:
    """That of the strongest signal that it rests on, else that of the facts."""
    named = {each.removeprefix(SIGNAL) for each in judged.told.names if each.startswith(SIGNAL)}
    of_signals = next((each.family for each in score.contributions if each.signal in named), None)
    prefixes = (each.partition(".")[0] for each in judged.told.names)
    of_facts = next((_FAMILIES[each] for each in prefixes if each in _FAMILIES), Family.ACCOUNT)
    return of_signals or of_facts
