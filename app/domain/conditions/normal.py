"""Conditions in one form, so that those that say the same look the same; and all the ways in which one can hold."""

from itertools import product
from math import prod
from typing import TypeAlias

from app.domain.conditions.clauses import AllOf, AnyOf, Clause, Comparison, Not, Question, opposite
from app.domain.conditions.rendered import rendered
from app.domain.conditions.tree import Literal, Pair

Single: TypeAlias = Question | Not
"""A question, or one that must not hold."""

Way: TypeAlias = tuple[Single, ...]
"""What must hold together."""


def normal(clause: Clause) -> Clause:
    """The same with `!` moved down to single questions and into comparisons, and no clause within one of its kind.

    A question that is no comparison of a number is spelt as `rendered` does it, and `!=` is what `==` is not.
    """
    return _normal(clause, holds=True)


def conjuncts(clause: Clause) -> tuple[Clause, ...]:
    """The clauses of a normal condition that must all hold."""
    return clause.clauses if isinstance(clause, AllOf) else (clause,)


def same_as(single: Clause) -> Comparison | str | tuple[str, str]:
    """What two single clauses of normal conditions have in common where they are the same."""
    match single:
        case Question(comparison=Comparison() as comparison):
            return comparison
        case Question(text=text):
            return text
        case Not(clause=Question(text=text)):
            return ("!", text)
    raise ValueError(f"{single} is no single clause")


def ways(clause: Clause, *, most: int) -> list[Way] | None:
    """Every way in which a normal condition can hold; None where there are more than `most`."""
    return _ways(clause) if _count(clause) <= most else None


def _normal(clause: Clause, *, holds: bool) -> Clause:
    match clause:
        case Not(clause=inner):
            return _normal(inner, holds=not holds)
        case AllOf(clauses=clauses) | AnyOf(clauses=clauses):
            kind: type[AllOf] | type[AnyOf] = AllOf if isinstance(clause, AllOf) is holds else AnyOf
            parts = [_normal(each, holds=holds) for each in clauses]
            flat = [each for part in parts for each in (part.clauses if isinstance(part, kind) else (part,))]
            return flat[0] if len(flat) == 1 else kind(tuple(flat))
    return _single(clause, holds=holds)


def _single(question: Question, *, holds: bool) -> Single:
    if question.comparison is not None:
        return question if holds else _turned(question.names, question.comparison)
    node = question.node
    if isinstance(node, Pair) and node.sign == "!=":
        node, holds = Pair("==", node.left, node.right, node.where, node.at, node.end), not holds
    if isinstance(node, Literal) and not holds:
        node, holds = Literal(not node.value, node.at, node.end), True
    asked = Question(rendered(node), question.names, None, node) if node is not None else question
    return asked if holds else Not(asked)


def _turned(names: tuple[str, ...], comparison: Comparison) -> Question:
    turned = opposite(comparison)
    return Question(f"{turned.name} {turned.sign} {turned.number:.15g}", names, turned)


def _count(clause: Clause) -> int:
    match clause:
        case AllOf(clauses=clauses):
            return prod(map(_count, clauses))
        case AnyOf(clauses=clauses):
            return sum(map(_count, clauses))
    return 1


def _ways(clause: Clause) -> list[Way]:
    match clause:
        case AllOf(clauses=clauses):
            return [tuple(each for way in some for each in way) for some in product(*map(_ways, clauses))]
        case AnyOf(clauses=clauses):
            return [way for each in clauses for way in _ways(each)]
        case Question() | Not():
            return [(clause,)]
