"""Why clauses can never hold together, as far as that is plain to see; and what one says of every ticket."""

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from app.domain.conditions.clauses import COMPARE, Comparison, Question, shown, spoken
from app.domain.conditions.normal import Single, Way, same_as
from app.domain.conditions.ranges import Range, possible, range_of
from app.domain.conditions.rendered import rendered
from app.domain.conditions.sums import always_number
from app.domain.conditions.tree import Call, Listed, Literal, Name, Node, Pair
from app.domain.conditions.vocabulary import Vocabulary

_OF_TEXT: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda whole, part: part in whole,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
}


class Settled(NamedTuple):
    """What a clause says of every ticket of which it can be told, and why."""

    holds: bool
    why: str


class _Demand(NamedTuple):
    """What is asked of one text. `texts` are all that meet it, where those can be listed."""

    name: str
    meets: Callable[[str], bool]
    texts: frozenset[str] | None = None


def contradiction(way: Way, vocabulary: Vocabulary) -> str:
    """Why these can never hold together; "" where they can, or where that is not plain to see."""
    for each in way:
        always = settled(each, vocabulary)
        if always is not None and not always.holds:
            return always.why
    reasons = (_numbers(way, vocabulary), _texts(way, vocabulary), _opposites(way), _missing(way))
    return next(filter(None, reasons), "")


def settled(single: Single, vocabulary: Vocabulary) -> Settled | None:
    """What a single clause of a normal condition says of every ticket; None where that depends on the ticket."""
    if not isinstance(single, Question):
        said = settled(single.clause, vocabulary) if isinstance(single.clause, Question) else None
        return said and Settled(not said.holds, said.why)
    if isinstance(single.node, Literal) and isinstance(single.node.value, bool):
        return Settled(single.node.value, f"it is {shown(single.node.value)} whatever the ticket")
    if single.comparison is not None:
        return _settled_by_bounds(single, single.comparison, vocabulary)
    holds = _whatever(single.node) if isinstance(single.node, Pair) else None
    return None if holds is None else Settled(holds, f"{single.text} is {shown(holds)} whatever the ticket")


def _settled_by_bounds(question: Question, comparison: Comparison, vocabulary: Vocabulary) -> Settled | None:
    if comparison.sign == "!=":
        return None
    there, wanted = possible(comparison.name, vocabulary), range_of(comparison)
    holds = there.within(wanted)
    if not holds and not there.and_also(wanted).empty:
        return None
    bounds = f"{shown(there.low)} to {shown(there.high)}" if there.high < inf else f"{shown(there.low)} or more"
    does = "always" if holds else "never"
    return Settled(holds, f"{spoken(comparison.name)} is {bounds}, so {question.text} {does} holds")


def _whatever(node: Pair) -> bool | None:
    """What two sides say of each other where both are the same, or constants."""
    if node.sign == "==" and rendered(node.left) == rendered(node.right):
        return True
    match node.left, node.right:
        case Literal(value=str(left)), Literal(value=str(right)) if node.sign == "==":
            return left == right
    if node.sign not in COMPARE:
        return None
    apart = always_number(Pair("-", node.left, node.right, node.where, node.at, node.end))
    return None if apart is None else COMPARE[node.sign](apart, 0.0)


def _numbers(way: Way, vocabulary: Vocabulary) -> str:
    """Demands on one number that no value meets."""
    comparisons = [each.comparison for each in way if isinstance(each, Question) and each.comparison is not None]
    left: dict[str, Range] = {}
    for each in sorted(comparisons, key=lambda each: each.sign == "!="):
        range_left = left.get(each.name) or possible(each.name, vocabulary)
        left[each.name] = range_left = range_left.and_also(range_of(each))
        if range_left.empty or (each.sign == "!=" and range_left == Range(each.number, each.number)):
            return _none_meets(each.name)
    return ""


def _texts(way: Way, vocabulary: Vocabulary) -> str:
    """Demands on one text that none meets."""
    demands = [demand for each in way if (demand := _demand(each)) is not None]
    for name in dict.fromkeys(each.name for each in demands):
        of_it = [each for each in demands if each.name == name]
        term = vocabulary.term(name)
        listed = next((each.texts for each in of_it if each.texts is not None), term.choices if term else ()) or ()
        if listed and not any(all(each.meets(text) for each in of_it) for text in listed):
            return _none_meets(name)
    return ""


def _none_meets(name: str) -> str:
    return f"no {spoken(name)} meets all that is asked of it"


def _demand(single: Single) -> _Demand | None:
    if isinstance(single, Question):
        return _asked(single.node)
    asked = _asked(single.clause.node) if isinstance(single.clause, Question) else None
    return asked and _Demand(asked.name, lambda text: not asked.meets(text))


def _asked(node: Node | None) -> _Demand | None:
    match node:
        case Pair(sign="==", left=Name(path=name), right=Literal(value=str(text))):
            return _one_of(name, (text,))
        case Pair(sign="==", left=Literal(value=str(text)), right=Name(path=name)):
            return _one_of(name, (text,))
        case Pair(sign="in", left=Name(path=name), right=Listed(items=items)):
            texts = [each.value for each in items if isinstance(each, Literal) and isinstance(each.value, str)]
            return _one_of(name, texts) if len(texts) == len(items) else None
        case Call(function=function, on=Name(path=name), inputs=(Literal(value=str(text)),)) if function in _OF_TEXT:
            return _Demand(name, lambda whole: _OF_TEXT[function](whole, text))
    return None


def _one_of(name: str, texts: Sequence[str]) -> _Demand:
    allowed = frozenset(texts)
    return _Demand(name, allowed.__contains__, allowed)


def _opposites(way: Way) -> str:
    asked = {same_as(each) for each in way}
    both = (each for each in way if isinstance(each, Question) and ("!", each.text) in asked)
    return next((f"it asks for {each.text} and for the opposite" for each in both), "")


def _missing(way: Way) -> str:
    """A fact is wanted, and wanted not to be known."""
    absent = [name for each in way if not isinstance(each, Question) for name in _has(each.clause)]
    needed = {name for each in way for name in _names(each)}
    return next((f"it asks for {spoken(name)} where that is not known" for name in absent if name in needed), "")


def _has(clause: object) -> Iterator[str]:
    match clause:
        case Question(node=Call(function="has", inputs=(Name(path=name),))):
            yield name


def _names(single: Single) -> tuple[str, ...]:
    question = single if isinstance(single, Question) else single.clause
    return question.names if isinstance(question, Question) else ()
