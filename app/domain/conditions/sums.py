"""What is plain of sums without a ticket: that one is always the same number, whatever the facts in it."""

from collections.abc import Mapping
from math import isfinite

from app.domain.conditions.rendered import rendered
from app.domain.conditions.tree import Literal, Node, Pair, Prefix

_ONE = ""  # what stands for 1 among the parts of a sum


def always_number(node: Node) -> float | None:
    """The number that a part is on every ticket of which it can be told; None where that is not plain.

    It sees through facts that cancel out, as in `account.value - account.value`.
    """
    return _number(_parts(node))


def _number(parts: Mapping[str, float]) -> float | None:
    number = parts.get(_ONE, 0.0)
    return number if isfinite(number) and not any(times for part, times in parts.items() if part != _ONE) else None


def _parts(node: Node) -> Mapping[str, float]:
    """The sum as facts, or what is no sum, each with how many times it counts."""
    match node:
        case Literal(value=float(number)):
            return {_ONE: number}
        case Prefix(sign="-", of=of):
            return _times(_parts(of), -1.0)
        case Pair(sign="+" | "-" | "*" | "/" as sign, left=left, right=right):
            found = _joined(sign, _parts(left), _parts(right))
            return {rendered(node): 1.0} if found is None else found
    return {rendered(node): 1.0}


def _joined(sign: str, left: Mapping[str, float], right: Mapping[str, float]) -> Mapping[str, float] | None:
    """None of a product or a quotient of facts."""
    if sign in {"+", "-"}:
        return _sum(left, _times(right, 1.0 if sign == "+" else -1.0))
    one, other = _number(left), _number(right)
    if sign == "/":
        return _times(left, 1 / other) if other else None
    return _times(left, other) if other is not None else _times(right, one) if one is not None else None


def _sum(one: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    return {part: one.get(part, 0.0) + other.get(part, 0.0) for part in {**one, **other}}


def _times(parts: Mapping[str, float], factor: float) -> Mapping[str, float]:
    return {part: times * factor for part, times in parts.items()}
