"""A condition as clauses that hold, do not hold, or cannot be told, each with what was seen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, TypeAlias

from app.domain.conditions.kinds import constant
from app.domain.conditions.tree import Call, Name, Node, Pair, Prefix, names_in
from app.domain.conditions.vocabulary import INTENT, SIGNAL, Value

LONGEST_TEXT = 60  # characters of a clause or a value that are shown
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SPOKEN = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "equal to", "!=": "other than"}
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


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause says of a ticket: `holds` is None where it cannot be told, `because` says what settles it."""

    holds: bool | None
    because: tuple[str, ...]
    names: tuple[str, ...] = ()  # of the facts that settle it, in order


Evaluate: TypeAlias = Callable[[Question], bool | None]
"""What a question says where all that it needs is known; None where it cannot be computed, as in a division by zero."""


def clause_of(node: Node, text: str) -> Clause:
    """The clauses of a condition's tree; `text` is what it was read from."""
    match node:
        case Pair(sign="&&", left=left, right=right):
            return AllOf((*_flat(clause_of(left, text), AllOf), *_flat(clause_of(right, text), AllOf)))
        case Pair(sign="||", left=left, right=right):
            return AnyOf((*_flat(clause_of(left, text), AnyOf), *_flat(clause_of(right, text), AnyOf)))
        case Prefix(sign="!", of=of):
            return _negated(clause_of(of, text))
    return Question(text[node.at : node.end], tuple(sorted(names_in(node))), _comparison(node), node)


def reads(name: str, at_least: float) -> Question:
    """The clause of a rule's `signals` or `also`."""
    return compared(f"{SIGNAL}{name}", ">=", at_least)


def compared(name: str, sign: str, number: float) -> Question:
    return Question(f"{name} {sign} {number!r}", (name,), Comparison(name, sign, number))


def tell(clause: Clause, known: Known, evaluate: Evaluate) -> Told:
    """Three-valued: what is false stays false and what is true stays true, however much else cannot be told."""
    match clause:
        case Question():
            return _asked(clause, known, evaluate)
        case Not(clause=inner):
            told = tell(inner, known, evaluate)
            return Told(None if told.holds is None else not told.holds, told.because, told.names)
        case AllOf(clauses=clauses):
            return _combined((tell(each, known, evaluate) for each in clauses), settles=False)
        case AnyOf(clauses=clauses):
            return _combined((tell(each, known, evaluate) for each in clauses), settles=True)


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
    number, sign = comparison.number, comparison.sign
    return {
        "<": value < number,
        "<=": value <= number,
        ">": value > number,
        ">=": value >= number,
        "==": value == number,
        "!=": value != number,
    }[sign]


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
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    text = ", ".join(value) if isinstance(value, tuple) else value
    said = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}\N{HORIZONTAL ELLIPSIS}"
    return f'"{said}"' if said else "empty"


def _asked(question: Question, known: Known, evaluate: Evaluate) -> Told:
    values: dict[str, Value] = {}
    for name in question.names:
        value = known.value(name)
        if value is not None:
            values[name] = value
    if len(values) < len(question.names):
        missing = tuple(name for name in question.names if name not in values)
        return Told(None, tuple(f"{spoken(name)} is not known" for name in missing), missing)
    holds = evaluate(question)
    if holds is None:
        return Told(None, (f"{_short(question.text)} cannot be computed",), question.names)
    return Told(holds, (_words(question, values, holds=holds),), question.names)


def _combined(tellings: Iterable[Told], *, settles: bool) -> Told:
    """One that settles it is enough, and none after it is asked; what cannot be told stands between."""
    told = []
    for each in tellings:
        if each.holds is settles:
            return each
        told.append(each)
    unknown = [each for each in told if each.holds is None]
    if unknown:
        return _joined(unknown, holds=None)
    return _joined(told, holds=not settles)


def _joined(told: list[Told], *, holds: bool | None) -> Told:
    because = tuple(dict.fromkeys(words for each in told for words in each.because))
    return Told(holds, because, tuple(dict.fromkeys(name for each in told for name in each.names)))


def _words(question: Question, values: Mapping[str, Value], *, holds: bool) -> str:
    comparison = question.comparison
    if (
        isinstance(question.node, Call)
        and question.node.function == "has"
        and isinstance(question.node.inputs[0], Name)
    ):
        return f"{spoken(question.node.inputs[0].path)} is {'known' if holds else 'not known'}"
    if comparison is not None:
        need = _need(comparison)
        return f"{spoken(comparison.name)} is {shown(values[comparison.name])}" + (
            f", {need}" if holds else f", not {need}"
        )
    seen = ", ".join(f"{spoken(name)} is {shown(value)}" for name, value in values.items())
    return f"{_short(question.text)} is {shown(holds)}" + (f": {seen}" if seen else "")


@lru_cache(maxsize=4_096)
def _need(comparison: Comparison) -> str:
    return f"{_SPOKEN[comparison.sign]} {shown(comparison.number)}"


@lru_cache(maxsize=4_096)
def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_TEXT else f"{plain[: LONGEST_TEXT - 1]}\N{HORIZONTAL ELLIPSIS}"


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
