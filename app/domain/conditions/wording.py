"""Why a question says what it says of a ticket, in words; each fact is put into words once, however many ask for it."""

from collections.abc import Callable
from functools import lru_cache

from app.domain.conditions.clauses import Question, shortened, shown, spoken
from app.domain.conditions.tree import Call, Name
from app.domain.conditions.vocabulary import Value

_SPOKEN = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "equal to", "!=": "other than"}


class Wording:
    """One ticket's."""

    def __init__(self, value: Callable[[str], Value | None]) -> None:
        self._value = value
        self._numbers: dict[str, str] = {}
        self._listed: dict[tuple[str, ...], str] = {}

    def explain(self, question: Question, holds: bool | None) -> tuple[str, ...]:  # noqa: FBT001 - an answer
        """Why it `holds` or does not, with what was seen."""
        if holds is None:
            return self._untold(question)
        comparison = question.comparison
        if comparison is not None and (seen := self._number(comparison.name)):
            return (seen + _need(comparison.sign, comparison.number, holds),)
        return (self._words(question, holds=holds),)

    def _untold(self, question: Question) -> tuple[str, ...]:
        missing = tuple(name for name in question.names if self._value(name) is None)
        if missing:
            return tuple(f"{spoken(name)} is not known" for name in missing)
        return (f"{_short(question.text)} cannot be computed",)

    def _number(self, name: str) -> str:
        """The fact where it is a number, "" where it is none."""
        words = self._numbers.get(name)
        if words is None:
            seen = self._value(name)
            words = self._numbers[name] = f"{spoken(name)} is {shown(seen)}, " if isinstance(seen, float) else ""
        return words

    def _words(self, question: Question, *, holds: bool) -> str:
        node = question.node
        if isinstance(node, Call) and node.function == "has" and isinstance(node.inputs[0], Name):
            return f"{spoken(node.inputs[0].path)} is {'known' if holds else 'not known'}"
        return f"{_short(question.text)} is {'true' if holds else 'false'}{self._facts(question.names)}"

    def _facts(self, names: tuple[str, ...]) -> str:
        """All of them that are known, after a colon."""
        words = self._listed.get(names)
        if words is None:
            known = ((name, self._value(name)) for name in names)
            listed = ", ".join(f"{spoken(name)} is {shown(each)}" for name, each in known if each is not None)
            words = self._listed[names] = f": {listed}" if listed else ""
        return words


@lru_cache(maxsize=4_096)
def _need(sign: str, number: float, holds: bool) -> str:  # noqa: FBT001 - an answer
    return f"{'' if holds else 'not '}{_SPOKEN[sign]} {shown(number)}"


@lru_cache(maxsize=4_096)
def _short(text: str) -> str:
    return shortened(" ".join(text.split()))
