"""A condition as a form shows it: clauses of fact, comparison and value, in groups; and as its text again."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.domain.conditions.kinds import check
from app.domain.conditions.parser import parse
from app.domain.conditions.tokens import Faulty, tokens
from app.domain.conditions.tree import Call, Literal, Name, Node, Pair, Prefix
from app.domain.conditions.vocabulary import SIGNAL, Kind, Term, Vocabulary
from app.domain.rulebook import Rule

LINE = 90  # characters up to which a condition stays on one line

Given: TypeAlias = float | str | None
"""What a fact is compared with; None where nothing is, as in "is known"."""


class Join(StrEnum):
    """Whether all groups must hold or one; within a group it is the other way round."""

    ALL = "all"
    ANY = "any"

    @property
    def other(self) -> "Join":
        return Join.ANY if self is Join.ALL else Join.ALL


class Relation(StrEnum):
    """How a fact is looked at; the value is what a lead reads."""

    AT_LEAST = "is at least"
    ABOVE = "is above"
    AT_MOST = "is at most"
    BELOW = "is below"
    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    LACKS = "does not contain"
    STARTS = "starts with"
    ENDS = "ends with"
    TRUE = "is true"
    FALSE = "is false"
    KNOWN = "is known"
    MISSING = "is not known"


@dataclass(frozen=True, slots=True)
class FormClause:
    name: str
    relation: Relation
    value: Given = None


Group: TypeAlias = tuple[FormClause, ...]


@dataclass(frozen=True, slots=True)
class ConditionForm:
    """Groups of clauses, none of them empty."""

    join: Join
    groups: tuple[Group, ...]

    @property
    def normal(self) -> "ConditionForm":
        """The one form among those of the same text."""
        join, groups = self.join, self.groups
        if len(groups) == 1 and len(groups[0]) > 1:
            join, groups = join.other, tuple((each,) for each in groups[0])
        return ConditionForm(Join.ALL if sum(map(len, groups)) == 1 else join, groups)


_SIGNS = {
    ">=": Relation.AT_LEAST,
    ">": Relation.ABOVE,
    "<=": Relation.AT_MOST,
    "<": Relation.BELOW,
    "==": Relation.IS,
    "!=": Relation.IS_NOT,
}
_WRITTEN = {relation: sign for sign, relation in _SIGNS.items()}
_CALLS = {"contains": Relation.CONTAINS, "startsWith": Relation.STARTS, "endsWith": Relation.ENDS}
_FUNCTIONS = {relation: function for function, relation in _CALLS.items()}
_OPPOSITES = {
    Relation.CONTAINS: Relation.LACKS,
    Relation.TRUE: Relation.FALSE,
    Relation.KNOWN: Relation.MISSING,
}
_KNOWING = (Relation.KNOWN, Relation.MISSING)
_RELATIONS = {
    Kind.NUMBER: (*_SIGNS.values(), *_KNOWING),
    Kind.TEXT: (
        Relation.CONTAINS,
        Relation.LACKS,
        Relation.IS,
        Relation.IS_NOT,
        Relation.STARTS,
        Relation.ENDS,
        *_KNOWING,
    ),
    Kind.TRUTH: (Relation.TRUE, Relation.FALSE, *_KNOWING),
    Kind.TEXTS: (Relation.CONTAINS, Relation.LACKS, *_KNOWING),
    Kind.NUMBERS: _KNOWING,
}


def relations_of(term: Term) -> tuple[Relation, ...]:
    """How such a fact can be looked at, the likeliest first."""
    return (Relation.IS, Relation.IS_NOT, *_KNOWING) if term.choices else _RELATIONS[term.kind]


def value_for(term: Term, relation: Relation, before: Given) -> Given:
    """The value to begin with where a fact or its relation was changed: the one before where it still fits."""
    if relation in {Relation.TRUE, Relation.FALSE, *_KNOWING}:
        return None
    if term.kind is Kind.NUMBER:
        return before if isinstance(before, float) and _possible(term, before) else _middle(term)
    if term.choices:
        return before if before in term.choices else term.choices[0]
    return before if isinstance(before, str) else ""


def form_of(text: str, vocabulary: Vocabulary) -> ConditionForm | None:
    """The form of a condition; None where it has none, as with sums, with comments, or where it is wrong."""
    try:
        if _commented(text):
            return None
        node = parse(text)
        check(node, vocabulary)
    except Faulty:
        return None
    join = Join.ANY if isinstance(node, Pair) and node.sign == "||" else Join.ALL
    groups = [_group(each, join.other) for each in _chain(node, join)]
    if any(each is None for each in groups):
        return None
    return ConditionForm(join, tuple(each for each in groups if each is not None)).normal


def form_of_signals(rule: Rule) -> ConditionForm:
    """The form of a rule that names signals in place of a condition."""
    groups = [tuple(FormClause(f"{SIGNAL}{name}", Relation.AT_LEAST, rule.at_least) for name in rule.signals)]
    if rule.also:
        groups.append(tuple(FormClause(f"{SIGNAL}{name}", Relation.AT_LEAST, rule.at_least) for name in rule.also))
    if rule.minimum_value:
        groups.append((FormClause("account.value", Relation.ABOVE, float(rule.minimum_value)),))
    return ConditionForm(Join.ALL, tuple(filter(None, groups))).normal


def written(form: ConditionForm) -> str:
    """The text of a form; on one line where that is short."""
    normal = form.normal
    inner = " || " if normal.join is Join.ALL else " && "
    parts = [f"({inner.join(map(_clause, group))})" if len(group) > 1 else _clause(group[0]) for group in normal.groups]
    sign = "&&" if normal.join is Join.ALL else "||"
    line = f" {sign} ".join(parts)
    return line if len(line) <= LINE else f"\n{sign} ".join(parts)


def _clause(clause: FormClause) -> str:
    name, relation, value = clause.name, clause.relation, clause.value
    bare: dict[Relation, str] = {
        Relation.TRUE: name,
        Relation.FALSE: f"!{name}",
        Relation.KNOWN: f"has({name})",
        Relation.MISSING: f"!has({name})",
    }
    if relation in bare:
        return bare[relation]
    if relation in _WRITTEN:
        return f"{name} {_WRITTEN[relation]} {_literal(value)}"
    listed = name == "tags"
    if relation in {Relation.CONTAINS, Relation.LACKS} and listed:
        inside = f"{_literal(value)} in {name}"
        return inside if relation is Relation.CONTAINS else f"!({inside})"
    function = _FUNCTIONS.get(relation, "contains")
    return f"{'!' if relation is Relation.LACKS else ''}{name}.{function}({_literal(value)})"


def _literal(value: Given) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else repr(value)
    escaped = (value or "").replace("\\", "\\\\").replace('"', '\\"')
    for character, name in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        escaped = escaped.replace(character, name)
    return f'"{escaped}"'


def _chain(node: Node, join: Join) -> list[Node]:
    """What a chain of one sign joins, from left to right."""
    sign = "&&" if join is Join.ALL else "||"
    if isinstance(node, Pair) and node.sign == sign:
        return [*_chain(node.left, join), *_chain(node.right, join)]
    return [node]


def _group(node: Node, join: Join) -> Group | None:
    found = [_read(each) for each in _chain(node, join)]
    return None if None in found else tuple(each for each in found if each is not None)


def _read(node: Node) -> FormClause | None:
    turned = isinstance(node, Prefix) and node.sign == "!"
    inner = node.of if isinstance(node, Prefix) and turned else node
    readers: tuple[Callable[[Node], FormClause | None], ...] = (_compared, _called, _listed, _bare)
    clause = next((found for read in readers if (found := read(inner)) is not None), None)
    if clause is None or not turned:
        return clause
    opposite = _OPPOSITES.get(clause.relation)
    return FormClause(clause.name, opposite, clause.value) if opposite else None


def _compared(node: Node) -> FormClause | None:
    if not isinstance(node, Pair) or node.sign not in _SIGNS or not isinstance(node.left, Name):
        return None
    value = _value(node.right)
    return FormClause(node.left.path, _SIGNS[node.sign], value) if value is not None else None


def _called(node: Node) -> FormClause | None:
    if not isinstance(node, Call):
        return None
    if node.function == "has" and isinstance(node.inputs[0], Name):
        return FormClause(node.inputs[0].path, Relation.KNOWN)
    if node.function not in _CALLS or not isinstance(node.on, Name):
        return None
    value = _value(node.inputs[0])
    return FormClause(node.on.path, _CALLS[node.function], value) if isinstance(value, str) else None


def _listed(node: Node) -> FormClause | None:
    if not isinstance(node, Pair) or node.sign != "in" or not isinstance(node.right, Name):
        return None
    value = _value(node.left)
    return FormClause(node.right.path, Relation.CONTAINS, value) if isinstance(value, str) else None


def _bare(node: Node) -> FormClause | None:
    return FormClause(node.path, Relation.TRUE) if isinstance(node, Name) else None


def _value(node: Node) -> Given:
    if isinstance(node, Prefix) and node.sign == "-" and isinstance(node.of, Literal):
        return -node.of.value if isinstance(node.of.value, float) else None
    if isinstance(node, Literal) and not isinstance(node.value, bool):
        return node.value
    return None


def _possible(term: Term, number: float) -> bool:
    return (term.low is None or number >= term.low) and (term.high is None or number <= term.high)


def _middle(term: Term) -> float:
    """Half way between what a number can be, where that is known; else its lower bound."""
    low = term.low or 0.0
    return round((low + term.high) / 2, 2) if term.high is not None else float(low)


def _commented(text: str) -> bool:
    """Whether something stands between the words that a form would lose."""
    read = tokens(text)
    ends = [0, *(each.end for each in read)]
    return any(text[end : each.at].strip() for end, each in zip(ends, read, strict=False))
