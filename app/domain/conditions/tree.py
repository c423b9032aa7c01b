"""A condition as a tree, each part with its place in the text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: float | str | bool
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the vocabulary, such as `account.value`, or the variable of an `exists`."""

    path: str
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Listed:
    """`["a", "b"]`"""

    items: tuple["Node", ...]
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """`!x` or `-x`"""

    sign: str
    of: "Node"
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """`left sign right`; `where` is the sign's own place."""

    sign: str
    left: "Node"
    right: "Node"
    where: int
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`if_so ? then : otherwise`"""

    if_so: "Node"
    then: "Node"
    otherwise: "Node"
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """`on.function(inputs)`, or `function(inputs)` where `on` is None."""

    function: str
    on: "Node | None"
    inputs: tuple["Node", ...]
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Each:
    """`over.quantifier(variable, holds)`: whether it holds of some, one or all of a list."""

    quantifier: str
    over: "Node"
    variable: str
    holds: "Node"
    at: int
    end: int


Node: TypeAlias = Literal | Name | Listed | Prefix | Pair | Choice | Call | Each


def parts(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one case a kind of node
    """What a node is made of, from left to right."""
    match node:
        case Listed(items=items):
            return items
        case Prefix(of=of):
            return (of,)
        case Pair(left=left, right=right):
            return (left, right)
        case Choice(if_so=if_so, then=then, otherwise=otherwise):
            return (if_so, then, otherwise)
        case Call(on=on, inputs=inputs):
            return (*((on,) if on is not None else ()), *inputs)
        case Each(over=over, holds=holds):
            return (over, holds)
        case Literal() | Name():
            return ()


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:  # noqa: PLR0911 - one case a kind of node
    """The same kind of node, of changed parts."""
    match node:
        case Listed(items=items):
            return replace(node, items=tuple(map(change, items)))
        case Prefix(of=of):
            return replace(node, of=change(of))
        case Pair(left=left, right=right):
            return replace(node, left=change(left), right=change(right))
        case Choice(if_so=if_so, then=then, otherwise=otherwise):
            return replace(node, if_so=change(if_so), then=change(then), otherwise=change(otherwise))
        case Call(on=on, inputs=inputs):
            return replace(node, on=None if on is None else change(on), inputs=tuple(map(change, inputs)))
        case Each(over=over, holds=holds):
            return replace(node, over=change(over), holds=change(holds))
        case Literal() | Name():
            return node


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for each in parts(node):
        yield from walk(each)


def names_in(node: Node) -> frozenset[str]:
    """The names whose values it needs; not those that `has` only asks about, nor the variables of `exists`."""
    match node:
        case Name(path=path):
            return frozenset({path})
        case Call(function="has"):
            return frozenset()
        case Each(variable=variable, over=over, holds=holds):
            return names_in(over) | (names_in(holds) - {variable})
    return frozenset().union(*(names_in(each) for each in parts(node)))
