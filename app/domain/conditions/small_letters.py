"""Texts of a condition beside facts that are in small letters: those of the condition are taken in small letters too.

So `said.contains("Salesforce")` finds what the customer wrote, however they wrote it. What a lead wrote stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.conditions.tree import Call, Choice, Each, Listed, Literal, Name, Node, Pair, mapped, names_in, walk
from app.domain.conditions.vocabulary import AS_WRITTEN, SMALL

_ANY_CASE = "(?i)"  # how a pattern says that capitals make no difference
_CAPITALS = re.compile(r"\\[pP](?:L[ut]|\{\^?(?:Lu|Lt|Upper\w*)\})|\[:\^?upper:\]|\[[^\]]*[A-Z]-[A-Z]")


@dataclass(frozen=True, slots=True)
class _Letters:
    """The names, and variables of an `exists`, whose texts are in small letters, and those whose are as written."""

    small: frozenset[str] = SMALL
    as_written: frozenset[str] = AS_WRITTEN


def in_small_letters(node: Node) -> Node:
    """The part with its texts in small letters where they are held against a text that is."""
    return _small(node, _Letters())


def capitals_asked(node: Node) -> Iterator[str]:
    """The patterns that ask for capital letters of a text which has none, as they are taken (see above)."""
    for each in walk(node):
        match each:
            case Call(function="matches", on=on, inputs=(Literal(value=str(pattern)),)) if on is not None:
                own = names_in(on) & AS_WRITTEN  # a lead may well say so of a text that has capitals
                if pattern.startswith(_ANY_CASE) and not own and _CAPITALS.search(pattern):
                    yield pattern.removeprefix(_ANY_CASE)


def _small(node: Node, letters: _Letters) -> Node:
    if isinstance(node, Each):
        return _each(node, letters)
    node = mapped(node, lambda part: _small(part, letters))
    match node:
        case Call(function="matches", on=on) if on is not None and _is_small(on, letters):
            return replace(node, inputs=tuple(map(_any_case, node.inputs)))
        case Pair(sign="==" | "!=" | "in") | Call(function="contains" | "startsWith" | "endsWith"):
            sides = (node.left, node.right) if isinstance(node, Pair) else (node.on, *node.inputs)
            if any(each is not None and _is_small(each, letters) for each in sides):
                return mapped(node, _lowered)
    return node


def _each(node: Each, letters: _Letters) -> Node:
    """A list of texts is in small letters where all that its texts are held against is."""
    asked = _held_against(node.variable, node.holds)
    lists = isinstance(node.over, Listed) and asked & letters.small and not asked & letters.as_written
    over = _lowered(node.over) if lists else _small(node.over, letters)
    variable = frozenset({node.variable})
    if lists or _is_small(over, letters):
        within = _Letters(letters.small | variable, letters.as_written - variable)
    else:
        within = _Letters(letters.small - variable, letters.as_written | variable)
    return replace(node, over=over, holds=_small(node.holds, within))


def _held_against(variable: str, node: Node) -> frozenset[str]:
    """The names that a variable's text is compared with; of another variable, those of what it goes through."""
    through = {each.variable: names_in(each.over) for each in walk(node) if isinstance(each, Each)}
    compared = (
        names_in(each)
        for each in walk(node)
        if isinstance(each, Call) or (isinstance(each, Pair) and each.sign in ("==", "!=", "in"))
    )
    beside = {name for names in compared if variable in names for name in names if name != variable}
    return frozenset(own for name in beside for own in through.get(name, (name,)))


def _is_small(node: Node, letters: _Letters) -> bool:
    match node:
        case Name(path=path):
            return path in letters.small
        case Choice(then=then, otherwise=otherwise):
            return _all_small((then, otherwise), letters)
        case Listed(items=items):
            return _all_small(items, letters)
    return False


def _all_small(parts: tuple[Node, ...], letters: _Letters) -> bool:
    """Whether nothing but facts in small letters and texts of the condition itself is among them."""
    facts = [each for each in parts if not isinstance(each, Literal)]
    return bool(facts) and all(_is_small(each, letters) for each in facts)


def _lowered(node: Node) -> Node:
    match node:
        case Literal(value=str(text)):
            return replace(node, value=text.lower())
        case Listed():
            return mapped(node, _lowered)
        case Choice(then=then, otherwise=otherwise):
            return replace(node, then=_lowered(then), otherwise=_lowered(otherwise))
    return node


def _any_case(node: Node) -> Node:
    match node:
        case Literal(value=str(pattern)) if pattern != pattern.lower() or _CAPITALS.search(pattern):
            return replace(node, value=_ANY_CASE + pattern)
    return node
