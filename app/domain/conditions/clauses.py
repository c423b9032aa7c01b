"""A condition as clauses that hold, do not hold, or cannot be told, each with what was seen."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeAlias

from app.domain.conditions.kinds import constant
from app.domain.conditions.small_letters import in_small_letters
from app.domain.conditions.tree import Name, Node, Pair, Prefix, names_in
from app.domain.conditions.vocabulary import INTENT, SIGNAL, Value

LONGEST_TEXT = 60  # characters of a clause or a value that are shown
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`name sign number`, the plainest of clauses: what is said of its reach is computed, not guessed."""

    name: str
    sign: str
    number: float


@dataclass(frozen=True, slots=True)
class Question:
    """A clause that is no mere combination of others. `names` are all that it needs; `node` is None in plain ones.

    `text` is as it was written, and `node` as it is asked.
    Two of the same words are the same question, wherever they stand.
    """

    text: str
    names: tuple[str, ...]
    comparison: Comparison | None = None
    node: Node | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Not:
    clause: "Clause"


Clause: TypeAlias = Question | AllOf | AnyOf | Not


class Known(Protocol):
    """The facts of a ticket, by name; None is "cannot tell"."""

    def value(self, name: str) -> Value | None: ...


class Told(NamedTuple):
    """What a clause says of a ticket: `holds` is None where it cannot be told, `because` says what settles it.

    A tuple, since hundreds are made for each ticket and a dataclass that is frozen takes three times as long.
    """

    holds: bool | None
    because: tuple[str, ...]
    settled_by: "tuple[Question, ...]" = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that it rests on, in order."""
        return tuple(dict.fromkeys(name for each in self.settled_by for name in each.names))


Answer: TypeAlias = Callable[[Question], bool | None]
"""What a question says of a ticket; None where it needs what is not known, or cannot be computed."""

Explain: TypeAlias = Callable[[Question, bool | None], tuple[str, ...]]
"""Why a question says what it says of a ticket."""


def clause_of(node: Node, text: str) -> Clause:
    """The clauses of a condition's tree; `text` is what it was read from.

    Texts are held in small letters against facts that are: capitals make no difference there.
    """
    match node:
        case Pair(sign="&&", left=left, right=right):
            return AllOf((*_flat(clause_of(left, text), AllOf), *_flat(clause_of(right, text), AllOf)))
        case Pair(sign="||", left=left, right=right):
            return AnyOf((*_flat(clause_of(left, text), AnyOf), *_flat(clause_of(right, text), AnyOf)))
        case Prefix(sign="!", of=of):
            return _negated(clause_of(of, text))
    asked = in_small_letters(node)
    return Question(text[node.at : node.end], tuple(sorted(names_in(node))), _comparison(node), asked)


def reads(name: str, at_least: float) -> Question:
    """The clause of a rule's `signals` or `also`."""
    return compared(f"{SIGNAL}{name}", ">=", at_least)


def compared(name: str, sign: str, number: float) -> Question:
    return Question(f"{name} {sign} {number!r}", (name,), Comparison(name, sign, number))


def holds(clause: Clause, answer: Answer) -> bool | None:
    """Three-valued: what is false stays false and what is true stays true, however much else cannot be told."""
    if isinstance(clause, Question):
        return answer(clause)
    if isinstance(clause, Not):
        inner = holds(clause.clause, answer)
        return None if inner is None else not inner
    settles = isinstance(clause, AnyOf)  # one that settles it is enough, and none after it is asked
    unknown = False
    for each in clause.clauses:
        said = answer(each) if isinstance(each, Question) else holds(each, answer)
        if said is settles:
            return settles
        unknown = unknown or said is None
    return None if unknown else not settles


def tell(clause: Clause, answer: Answer, explain: Explain) -> Told:
    """What a clause says, as `holds`, and what settles that. Only of what does is it asked why."""
    said, settling = _settled(clause, answer)
    if len(settling) == 1:
        return Told(said, explain(settling[0], answer(settling[0])), settling)
    because = dict.fromkeys([words for each in settling for words in explain(each, answer(each))])
    return Told(said, tuple(because), settling)


def questions_in(clause: Clause) -> tuple[Question, ...]:
    match clause:
        case Question():
            return (clause,)
        case Not(clause=inner):
            return questions_in(inner)
        case AllOf(clauses=clauses) | AnyOf(clauses=clauses):
            return tuple(question for each in clauses for question in questions_in(each))


def plainly(comparison: Comparison, value: float) -> bool:
    """What a comparison says of a number."""
    return COMPARE[comparison.sign](value, comparison.number)


def opposite(comparison: Comparison) -> Comparison:
    return Comparison(comparison.name, _OPPOSITE[comparison.sign], comparison.number)


@lru_cache(maxsize=4_096)
def spoken(name: str) -> str:
    """A name of the vocabulary as one says it."""
    return name.removeprefix(SIGNAL).removeprefix(INTENT).replace("_", " ").replace(".", " ")


def shown(value: Value) -> str:
    """A value as it is shown in a reason."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    text = ", ".join(value) if isinstance(value, tuple) else value
    return f'"{shortened(text)}"' if text else "empty"


def shortened(text: str) -> str:
    """As much of a text as is shown."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}\N{HORIZONTAL ELLIPSIS}"


@lru_cache(maxsize=4_096)
def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _settled(clause: Clause, answer: Answer) -> tuple[bool | None, tuple[Question, ...]]:
    """What a clause says, and the questions that settle it; what cannot be told stands between."""
    if isinstance(clause, Question):
        return answer(clause), (clause,)
    if isinstance(clause, Not):
        inner, beneath = _settled(clause.clause, answer)
        return None if inner is None else not inner, beneath
    settles = isinstance(clause, AnyOf)
    asked: list[Question] = []
    unknown: list[Question] = []
    for each in clause.clauses:
        if isinstance(each, Question):  # most are: none of the calls below for those
            said = answer(each)
            if said is settles:
                return settles, (each,)
            (unknown if said is None else asked).append(each)
            continue
        said, settling = _settled(each, answer)
        if said is settles:
            return settles, settling
        (unknown if said is None else asked).extend(settling)
    return (None, tuple(unknown)) if unknown else (not settles, tuple(asked))


def _flat(clause: Clause, kind: type[AllOf] | type[AnyOf]) -> tuple[Clause, ...]:
    return clause.clauses if isinstance(clause, kind) else (clause,)


def _negated(clause: Clause) -> Clause:
    return clause.clause if isinstance(clause, Not) else Not(clause)


def _comparison(node: Node) -> Comparison | None:
    if not isinstance(node, Pair) or node.sign not in _TURNED:
        return None
    left, right = constant(node.left), constant(node.right)
    if isinstance(node.left, Name) and right is not None:
        return Comparison(node.left.path, node.sign, right)
    if isinstance(node.right, Name) and left is not None:
        return Comparison(node.right.path, _TURNED[node.sign], left)
    return None
