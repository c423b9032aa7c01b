"""What every rule of the rulebook says of a ticket, and why: it fired, it did not, or that cannot be told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Told, clause_of, compared, plainly, questions_in, reads
from app.domain.conditions.parser import parse
from app.domain.conditions.tree import Node
from app.domain.conditions.vocabulary import SIGNAL
from app.domain.rulebook import Mode, Rule, Rulebook
from app.domain.snapshot import Reading

MOST_SAID = 3  # clauses that one reason names
ACTIVE = frozenset({Mode.SUGGEST, Mode.AUTOMATIC})


class Verdict(StrEnum):
    FIRED = "fired"
    DID_NOT = "did not fire"
    UNKNOWN = "cannot tell"


_VERDICTS: Mapping[bool | None, Verdict] = {True: Verdict.FIRED, False: Verdict.DID_NOT, None: Verdict.UNKNOWN}


class Judged(NamedTuple):
    """A rule, its condition, and what that says of the ticket at hand. A tuple for the reason that `Told` is one."""

    rule: Rule
    clause: Clause
    told: Told

    @property
    def holds(self) -> bool | None:
        """None where it cannot be told."""
        return self.told.holds

    @property
    def fired(self) -> bool:
        return self.told.holds is True


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """One rule's verdict, as it is kept. `because` names the clauses that settle it, with the values that were seen.

    `decides` is true of the one rule that the suggestion follows; `aside` says of another that fired why it does not.
    """

    rule: str
    verdict: Verdict
    because: str
    decides: bool = False
    aside: str = ""


def rule_words(verdict: RuleVerdict) -> str:
    """Why a rule says what it says, and why it does not decide where it fired in vain."""
    return f"{verdict.because}; {verdict.aside}" if verdict.aside else verdict.because


@lru_cache(maxsize=2_048)  # as many as a rulebook has rules: while one types, one of them is new
def tree_of(when: str) -> Node:
    """The tree of a rule's condition in words. Raises `Faulty` where it cannot be read."""
    return parse(when)


def clause(rule: Rule) -> Clause:
    """A rule's whole condition. Raises `Faulty` where it has one in words that cannot be read."""
    if rule.when:
        return clause_of(tree_of(rule.when), rule.when)
    wanted: list[Clause] = [AnyOf(tuple(reads(name, rule.at_least) for name in rule.signals))]
    if rule.also:
        wanted.append(AnyOf(tuple(reads(name, rule.at_least) for name in rule.also)))
    if rule.minimum_value:
        wanted.append(compared("account.value", ">", rule.minimum_value))
    return AllOf(tuple(wanted)) if len(wanted) > 1 else wanted[0]


def firing(judged: Iterable[Judged]) -> list[Judged]:
    """The rules in force that fire and send somewhere, hard ones first, else in the rulebook's order."""
    active = (each for each in judged if each.told.holds and each.rule.mode in ACTIVE and each.rule.group)
    return sorted(active, key=lambda each: not each.rule.hard)


def reasons(judged: Judged, readings: Mapping[str, Reading]) -> list[str]:
    """Why it fired: in the words of the readings that it rests on, else of its clauses."""
    rested = [
        readings[name].because
        for question in questions_in(judged.clause)
        if (compared := question.comparison) is not None
        and compared.sign in {">", ">="}
        and (name := compared.name.removeprefix(SIGNAL)) in readings
        and compared.name.startswith(SIGNAL)
        and plainly(compared, readings[name].strength)
    ]
    return list(dict.fromkeys(rested)) or list(judged.told.because[:MOST_SAID])


def decides(rule: Rule, group: str, rulebook: Rulebook) -> bool:
    """Whether a firing rule settles where a ticket of that group belongs.

    It does where it lifts the ticket, and where it is hard and the ticket is already with its certified group: a later
    rule would only send it back and forth between two of them.
    """
    if rule.hard and rule.group == group and rulebook.certified(group):
        return True
    return rulebook.rises(group, rule.group)


def verdicts(
    judged: Sequence[Judged], *, rulebook: Rulebook, group: str, followed: str, short: int, stays: str
) -> tuple[RuleVerdict, ...]:
    """What is kept of every rule, in the rulebook's order.

    `followed` is the rule that the suggestion names, `short` how many points are missing to the threshold (0 where none
    are), and `stays` why the ticket is not to be moved at all.
    """
    return tuple(
        [
            RuleVerdict(
                rule.name,
                _VERDICTS[told.holds],
                _because(told),
                told.holds is True and rule.name == followed,
                _aside(rule, rulebook, group, followed, short, stays) if told.holds else "",
            )
            for rule, _, told in judged
        ]
    )


def _aside(  # noqa: PLR0911 - one return a reason
    rule: Rule, rulebook: Rulebook, group: str, followed: str, short: int, stays: str
) -> str:
    """Why a rule that fired does not decide; "" where it does."""
    if rule.mode is Mode.OFF or rule.mode is Mode.SHADOW:
        return "it is off" if rule.mode is Mode.OFF else _in_shadow(rule)
    if not rule.group:
        return "it adds points and sends nowhere" if rule.points else "it only tells people"
    if rule.name == followed:
        return ""
    if stays:
        return stays
    if short > 0 and not rule.hard:
        return f"the score is {short} points short, and it is no hard rule"
    if not decides(rule, group, rulebook):
        return f"it would not lift the ticket, which is with {group or 'the first line'}"
    return f'"{followed}" comes first' if followed else "no rule was followed"


def _in_shadow(rule: Rule) -> str:
    return "it only records what it would do" + (f": send it to {rule.group}" if rule.group else "")


def _because(told: Told) -> str:
    if len(told.because) == 1:
        return told.because[0]
    more = len(told.because) - MOST_SAID
    return "; ".join(told.because[:MOST_SAID]) + (f"; and {more} more" if more > 0 else "")
