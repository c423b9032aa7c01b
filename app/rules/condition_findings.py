"""What the rules' conditions say of each other and of themselves: rules in vain, loops, and what can never be."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from app.domain.conditions.clauses import Clause, Question, plainly, questions_in
from app.domain.conditions.reach import always, never, zero_divisors
from app.domain.conditions.small_letters import capitals_asked
from app.domain.conditions.vocabulary import INTENT, Value, Vocabulary
from app.domain.rule_loops import At, Loop, Loops
from app.domain.rule_order import Hidden, hidden
from app.domain.rulebook import Rule, Rulebook
from app.domain.rulebook_findings import Finding, Severity
from app.rules.expression import Variables, compiled

Asked = Sequence[tuple[Rule, Clause]]


def of_conditions(asked: Asked, rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Everything about the conditions of a rulebook that can be read, errors and warnings."""
    yield from map(_hidden, hidden(asked, rulebook))
    yield from _loops(asked, rulebook, vocabulary)
    yield from _removed(asked, vocabulary)
    for rule, clause in asked:
        for says in _alone(clause, vocabulary):
            yield Finding(Severity.WARNING, says, rule.name)


def _hidden(found: Hidden) -> Finding:
    if found.same:
        says = (
            f"contradicts {found.by.name!r}: the same condition sends to {found.by.group!r}, and that one comes first."
        )
    else:
        says = f"can never decide: wherever it fires, {found.by.name!r} fires, comes first and reaches as far."
    return Finding(Severity.ERROR, says, found.rule.name)


def _loops(asked: Asked, rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Finding]:
    loops = Loops(asked, rulebook, vocabulary, _at(rulebook))
    yield from map(_loop, loops.found())
    if not loops.finished:
        says = "There are too many automatic rules that could make a loop to look at all of them."
        yield Finding(Severity.WARNING, f"{says} Let some of them suggest.")


def _loop(found: Loop) -> Finding:
    mend = "Let one of them suggest, say in its condition which tickets stay where they are, or change their order."
    if found.sure:
        return Finding(Severity.ERROR, f"makes a loop: {_steps(found)}, and so on. {mend}", found.rules[0].name)
    says = f"may make a loop, where all of these fire on one ticket: {_steps(found)}. {mend}"
    return Finding(Severity.WARNING, says, found.rules[0].name)


def _steps(loop: Loop) -> str:
    first, *rest = [f"from {old!r} to {rule.group!r}" for rule, old in zip(loop.rules, loop.origins, strict=True)]
    others = [f"{rule.name!r} {step}" for rule, step in zip(loop.rules[1:], rest, strict=True)]
    return ", ".join([f"{loop.rules[0].name!r} moves a ticket {first}", *others])


def _at(rulebook: Rulebook) -> At:
    ready_for = cache(compiled)

    @cache
    def at(question: Question, group: str) -> bool | None:
        tier = float(rulebook.tier(group))
        if question.comparison is not None:
            return plainly(question.comparison, tier)
        ready = ready_for(question)
        place: dict[str, Value] = {"group": group, "tier": tier}
        if ready.asked - place.keys():
            return None
        return ready.holds(Variables([ready]).context(place.__getitem__))

    return at


def _removed(asked: Asked, vocabulary: Vocabulary) -> Iterator[Finding]:
    for rule, each in asked:
        names = {name for question in questions_in(each) for name in question.names}
        for gone in (each for each in vocabulary.removed if f"{INTENT}{each}" in names):
            says = f"asks for the intent {gone!r}, which your team has removed: that cannot be told any more."
            yield Finding(Severity.WARNING, says, rule.name)


def _alone(clause: Clause, vocabulary: Vocabulary) -> Iterable[str]:
    """What a lead should think about of one condition."""
    if why := never(clause, vocabulary):
        yield f"never fires: {why}."
    elif why := always(clause, vocabulary):
        yield f"always fires: {why}."
    for divisor in dict.fromkeys(zero_divisors(clause)):
        yield f"cannot be told: it divides by {divisor}, which is always 0."
    nodes = [question.node for question in questions_in(clause) if question.node is not None]
    for pattern in dict.fromkeys(pattern for node in nodes for pattern in capitals_asked(node)):
        yield f"asks for capitals in the pattern {pattern!r}, where all is in small letters: small ones match as well."
