"""Why a question says what it says of a ticket, in words; each fact is put into words once, however many ask for it."""

from collections.abc import Callable
from typing import TypeAlias

from app.domain.conditions.clauses import Question, shortened, shown, spoken
from app.domain.conditions.tree import Call, Name
from app.domain.conditions.vocabulary import Value

_SPOKEN = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "equal to", "!=": "other than"}


Phrase: TypeAlias = tuple[str, str]
"""What is said where a question does not hold, and where it does: the part that is the same of every ticket."""


class Wording:
    """One ticket's."""

    def __init__(self, value: Callable[[str], Value | None], phrases: dict[str, Phrase] | None = None) -> None:
        """`phrases` are those that have been made before, by a question's words; more are added as they are needed."""
        self._value = value
        self._phrases = {} if phrases is None else phrases
        self._numbers: dict[str, str] = {}
        self._listed: dict[tuple[str, ...], str] = {}

    def explain(self, question: Question, holds: bool | None) -> tuple[str, ...]:  # noqa: FBT001 - an answer
        """Why it `holds` or does not, with what was seen."""
        if holds is None:
            return self._untold(question)
        comparison = question.comparison
        seen = self._number(comparison.name) if comparison is not None else ""
        if comparison is not None and not seen:
            return (_whole_phrase(question)[holds] + self._facts(question.names),)
        phrase = self._phrases.get(question.text)
        if phrase is None:
            phrase = self._phrases[question.text] = _phrase(question)
        return (seen + phrase[holds] if seen else phrase[holds] + self._facts(question.names),)

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

    def _facts(self, names: tuple[str, ...]) -> str:
        """All of them that are known, after a colon."""
        words = self._listed.get(names)
        if words is None:
            known = [(name, self._value(name)) for name in names]
            listed = ", ".join([f"{spoken(name)} is {shown(each)}" for name, each in known if each is not None])
            words = self._listed[names] = f": {listed}" if listed else ""
        return words


def _phrase(question: Question) -> Phrase:
    """What follows on a number that is compared, else the whole of it but for what was seen."""
    if (comparison := question.comparison) is not None:
        need = f"{_SPOKEN[comparison.sign]} {shown(comparison.number)}"
        return f"not {need}", need
    return _whole_phrase(question)


def _whole_phrase(question: Question) -> Phrase:
    node = question.node
    if isinstance(node, Call) and node.function == "has" and isinstance(node.inputs[0], Name):
        known = spoken(node.inputs[0].path)
        return f"{known} is not known", f"{known} is known"
    return f"{_short(question.text)} is false", f"{_short(question.text)} is true"


def _short(text: str) -> str:
    return shortened(" ".join(text.split()))
