"""Questions that compare one fact with a constant: hundreds of them are answered at once, without the evaluator."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias

from app.domain.conditions.clauses import COMPARE, Question
from app.domain.conditions.tree import Call, Literal, Name, Pair

Operation: TypeAlias = Callable[..., bool]

_EQUAL: Mapping[str, Operation] = {"==": operator.eq, "!=": operator.ne}
_OF_TEXT: Mapping[str, Operation] = {
    "contains": operator.contains,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plain question asks: `operation(fact, constant)`, where the fact is a value `of` that type."""

    name: str
    of: type
    operation: Operation
    constant: float | str


class Plain:
    """The plain questions about one fact. They differ in their constants, and hardly in how they compare with it."""

    def __init__(self, name: str, of: type) -> None:
        self.name = name
        self.of = of
        self._alike: dict[Operation, tuple[list[str], list[float | str]]] = {}

    def add(self, text: str, asked: Asked) -> None:
        """A question, by its words."""
        texts, constants = self._alike.setdefault(asked.operation, ([], []))
        texts.append(text)
        constants.append(asked.constant)

    def answers(self, value: object) -> Iterator[tuple[str, bool]]:
        """What each says of this value, which is `of` their type."""
        for operation, (texts, constants) in self._alike.items():
            yield from zip(texts, map(operation, repeat(value), constants), strict=True)


def plain_ones(questions: Iterable[Question]) -> tuple[Plain, ...]:
    """The plain ones among some questions, by what they ask about."""
    found: dict[tuple[str, type], Plain] = {}
    for question in questions:
        if (asked := plainly_asked(question)) is not None:
            found.setdefault((asked.name, asked.of), Plain(asked.name, asked.of)).add(question.text, asked)
    return tuple(found.values())


def plainly_asked(question: Question) -> Asked | None:
    """What a plain question asks; None of any other, which only the evaluator can tell."""
    comparison = question.comparison
    if comparison is not None:
        return Asked(comparison.name, float, COMPARE[comparison.sign], comparison.number)
    match question.node:
        case Pair(sign=sign, left=Name(path=name), right=Literal(value=str(text))) if sign in _EQUAL:
            return Asked(name, str, _EQUAL[sign], text)
        case Pair(sign="in", left=Literal(value=str(text)), right=Name(path=name)):
            return Asked(name, tuple, operator.contains, text)
        case Call(function=function, on=Name(path=name), inputs=(Literal(value=str(text)),)) if function in _OF_TEXT:
            return Asked(name, str, _OF_TEXT[function], text)
    return None
