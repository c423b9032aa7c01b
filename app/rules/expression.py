"""The one place that knows the CEL evaluator: compiles the clauses of conditions and asks them of a ticket."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any, cast

from app.domain.conditions.clauses import Question
from app.domain.conditions.tokens import Faulty
from app.domain.conditions.tree import Call, Choice, Each, Listed, Literal, Name, Node, Pair, Prefix, names_in, walk
from app.domain.conditions.vocabulary import Value

if TYPE_CHECKING:
    from cel import Context, Program

_FAILURES = (ValueError, TypeError, ArithmeticError, KeyError, RuntimeError)  # what the evaluator raises
_CHAINING = ({"||"}, {"&&"}, {"+", "-"}, {"*", "/"})


@dataclass(frozen=True, slots=True)
class Compiled:
    """One clause, ready to be asked. `guards` are what it divides by: where one of them is zero, nothing is told."""

    program: "Program"
    guards: "tuple[tuple[str, Program], ...]"  # with what each says
    names: frozenset[str]
    asked: frozenset[str]  # whose presence `has` asks about

    def holds(self, context: "Context", guarded: dict[str, bool] | None = None) -> bool | None:
        """What it says; None where it cannot be computed.

        `guarded` is what guards have said in this context; many clauses divide by the same.
        """
        guarded = {} if guarded is None else guarded
        try:
            for text, guard in self.guards:
                if text not in guarded:
                    guarded[text] = bool(guard.execute(context))
                if not guarded[text]:
                    return None
            said = self.program.execute(context)
        except _FAILURES:
            return None
        return said if isinstance(said, bool) else None


def compiled(question: Question) -> Compiled:
    """Raises `Faulty` where the evaluator refuses it, as for a pattern that is none."""
    node = question.node
    if node is None:
        raise ValueError(f"{question.text} needs no evaluator")
    divisors = [each.right for each in walk(node) if isinstance(each, Pair) and each.sign == "/"]
    _check_patterns(node)
    return Compiled(
        program=_program(_written(node)),
        guards=tuple((text, _program(text)) for text in [f"{_written(each)} != 0.0" for each in divisors]),
        names=names_in(node),
        asked=frozenset(_asked(node)),
    )


class Variables:
    """All that some clauses can ask of a ticket, known before any ticket is."""

    def __init__(self, clauses: Iterable[Compiled]) -> None:
        every = tuple(clauses)
        self._named = {name: _variable(name) for each in every for name in each.names}
        self._asked = {name: _presence(name) for each in every for name in each.asked}

    def context(self, value: Callable[[str], Value | None]) -> "Context":
        """The facts of a ticket, given to the evaluator once."""
        variables: dict[str, Any] = {}
        for name, variable in self._named.items():
            known = value(name)
            if known is not None:
                variables[variable] = list(known) if isinstance(known, tuple) else known
        for name, variable in self._asked.items():
            variables[variable] = value(name) is not None
        return cast("Context", _evaluator().Context(variables))


@cache
def _evaluator() -> Any:
    """The evaluator itself, a compiled module. Its package would first import its command line, and 0.4 s with it."""
    if "cel.cel" not in sys.modules:
        package = find_spec("cel")
        places = package.submodule_search_locations if package is not None else None
        spec = PathFinder.find_spec("cel.cel", places)
        if spec is None or spec.loader is None:
            raise ImportError("common-expression-language is not installed")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["cel.cel"] = module
    return sys.modules["cel.cel"]


def _program(text: str) -> "Program":
    try:
        return cast("Program", _evaluator().compile(text))
    except _FAILURES as error:
        raise Faulty("this is too entangled to be evaluated; split the rule") from error


def _check_patterns(node: Node) -> None:
    for each in walk(node):
        if isinstance(each, Call) and each.function == "matches":
            pattern = each.inputs[0]
            try:
                _program(f'"".matches({_written(pattern)})').execute({})
            except _FAILURES as error:
                raise Faulty("this is no pattern (a regular expression)", pattern.at) from error


def _asked(node: Node) -> Iterable[str]:
    for each in walk(node):
        if isinstance(each, Call) and each.function == "has" and isinstance(each.inputs[0], Name):
            yield each.inputs[0].path


def _written(node: Node, local: frozenset[str] = frozenset()) -> str:  # noqa: C901, PLR0911 - one case a kind of part
    """The part as CEL for the evaluator: every number a fraction, every name a variable of its own."""
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name(path=path):
            return f"v_{path}" if path in local else _variable(path)
        case Listed(items=items):
            return "[" + ", ".join(_written(each, local) for each in items) + "]"
        case Prefix(sign=sign, of=of):
            return f"({sign}{_written(of, local)})"
        case Pair(sign=sign, left=left, right=right):
            return f"({_beside(sign, left, local)} {sign} {_written(right, local)})"
        case Choice():
            chosen = [_written(each, local) for each in (node.if_so, node.then, node.otherwise)]
            return "({} ? {} : {})".format(*chosen)
        case Each(over=over, quantifier=quantifier, variable=variable, holds=holds):
            body = _written(holds, local | {variable})
            return f"{_written(over, local)}.{quantifier}(v_{variable}, {body})"
        case Call():
            return _call(node, local)


def _beside(sign: str, left: Node, local: frozenset[str]) -> str:
    """What stands left of a sign. A chain needs no brackets, of which the evaluator bears only some dozens."""
    text = _written(left, local)
    chained = isinstance(left, Pair) and any({sign, left.sign} <= level for level in _CHAINING)
    return text[1:-1] if chained else text


def _call(node: Call, local: frozenset[str]) -> str:
    inputs = [*((node.on,) if node.on is not None else ()), *node.inputs]
    if node.function == "has" and isinstance(inputs[0], Name):
        return _presence(inputs[0].path)
    first, *rest = (_written(each, local) for each in inputs)
    return f"double(size({first}))" if node.function == "size" else f"{first}.{node.function}({', '.join(rest)})"


def _literal(value: float | str | bool) -> str:  # noqa: FBT001 - any of the three is a value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(_escaped(each) for each in value) + '"'
    return repr(float(value))


def _escaped(character: str) -> str:
    return character if character.isalnum() and character.isascii() else f"\\U{ord(character):08x}"


def _variable(name: str) -> str:
    return "f_" + name.replace(".", "__")


def _presence(name: str) -> str:
    return "has_" + name.replace(".", "__")
