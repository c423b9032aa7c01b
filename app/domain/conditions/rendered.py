"""The text of a part of a condition, the same for parts that say the same: spaces, quotes and sides play no role."""

import json

from app.domain.conditions.tree import Call, Choice, Each, Listed, Literal, Name, Node, Pair, Prefix


def rendered(node: Node) -> str:  # noqa: C901, PLR0911 - one case a kind of part
    """The part as a condition again. Two that read differently say different things, or the same in another way."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name(path=path):
            return path
        case Listed(items=items):
            return f"[{', '.join(map(rendered, items))}]"
        case Prefix(sign=sign, of=of):
            return f"{sign}{_operand(of)}"
        case Pair():
            return _pair(node)
        case Choice(if_so=if_so, then=then, otherwise=otherwise):
            return f"{_operand(if_so)} ? {_operand(then)} : {_operand(otherwise)}"
        case Call(function=function, on=on, inputs=inputs):
            before = f"{_operand(on)}." if on is not None else ""
            return f"{before}{function}({', '.join(map(rendered, inputs))})"
        case Each(quantifier=quantifier, over=over, variable=variable, holds=holds):
            return f"{_operand(over)}.{quantifier}({variable}, {rendered(holds)})"


def _pair(node: Pair) -> str:
    left, right = _operand(node.left), _operand(node.right)
    if node.sign in {"==", "!="} and (isinstance(node.left, Literal), left) > (isinstance(node.right, Literal), right):
        left, right = right, left
    return f"{left} {node.sign} {right}"


def _operand(node: Node) -> str:
    text = rendered(node)
    return f"({text})" if isinstance(node, Pair | Choice | Prefix) else text


def _literal(value: float | str | bool) -> str:  # noqa: FBT001 - any of the three is a value
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return json.dumps(value, ensure_ascii=False)
