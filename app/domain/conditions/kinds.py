"""Checks a condition against the vocabulary: every name exists, and nothing is compared with what it cannot be."""

from collections.abc import Mapping

from app.domain.conditions.tokens import Faulty
from app.domain.conditions.tree import Call, Choice, Each, Listed, Literal, Name, Node, Pair, Prefix, names_in
from app.domain.conditions.vocabulary import Kind, Term, Vocabulary, nearest

_ELEMENT = {Kind.TEXTS: Kind.TEXT, Kind.NUMBERS: Kind.NUMBER}
_LIST = {of: each for each, of in _ELEMENT.items()}


def check(node: Node, vocabulary: Vocabulary) -> None:
    """Raise `Faulty` at the first part of a condition that cannot hold anything sensible."""
    checker = _Checker(vocabulary)
    kind = checker.kind(node, {})
    if kind is not Kind.TRUTH:
        raise Faulty(f"a condition is true or false; this is a {kind}", node.at)


class _Checker:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def kind(self, node: Node, local: Mapping[str, Kind]) -> Kind:  # noqa: C901, PLR0911 - one case a kind of part
        """What a part holds; `local` are the variables of the `exists` around it."""
        match node:
            case Literal(value=value):
                return Kind.TRUTH if isinstance(value, bool) else Kind.TEXT if isinstance(value, str) else Kind.NUMBER
            case Name():
                return self._name(node, local)
            case Listed():
                return self._list(node, local)
            case Prefix():
                return self._prefix(node, local)
            case Pair():
                return self._pair(node, local)
            case Choice():
                return self._choice(node, local)
            case Call():
                return self._call(node, local)
            case Each():
                return self._each(node, local)

    def _name(self, node: Name, local: Mapping[str, Kind]) -> Kind:
        return local[node.path] if node.path in local else self._term(node).kind

    def _term(self, node: Name) -> Term:
        term = self._vocabulary.term(node.path)
        if term is None:
            meant = self._vocabulary.nearest(node.path)
            raise Faulty(f"there is no {node.path}" + (f"; {meant} is meant, perhaps" if meant else ""), node.at)
        return term

    def _list(self, node: Listed, local: Mapping[str, Kind]) -> Kind:
        if not node.items:
            raise Faulty("this list is empty", node.at)
        kinds = [self.kind(each, local) for each in node.items]
        odd = next((item for item, kind in zip(node.items, kinds, strict=True) if kind is not kinds[0]), None)
        if odd is not None or kinds[0] not in _LIST:
            raise Faulty("a list holds texts only, or numbers only", (odd or node).at)
        return _LIST[kinds[0]]

    def _prefix(self, node: Prefix, local: Mapping[str, Kind]) -> Kind:
        wanted = Kind.TRUTH if node.sign == "!" else Kind.NUMBER
        self._want(node.of, wanted, f"after {node.sign}", local)
        return wanted

    def _pair(self, node: Pair, local: Mapping[str, Kind]) -> Kind:
        sign = node.sign
        if sign in {"&&", "||"}:
            for side in (node.left, node.right):
                self._want(side, Kind.TRUTH, f"beside {sign}", local)
            return Kind.TRUTH
        if sign == "in":
            return self._in(node, local)
        if sign in {"==", "!="}:
            return self._equality(node, local)
        for side in (node.left, node.right):
            self._want(side, Kind.NUMBER, f"beside {sign}", local)
        if sign == "%":
            raise Faulty("% is not used here: facts are no whole numbers", node.where)
        if sign == "/":
            self._divisor(node, local)
        return Kind.NUMBER if sign in {"+", "-", "*", "/"} else Kind.TRUTH

    def _divisor(self, node: Pair, local: Mapping[str, Kind]) -> None:
        if constant(node.right) == 0:
            raise Faulty("this divides by zero", node.where)
        if names_in(node.right) & local.keys():
            raise Faulty("divide outside of exists() and its like", node.where)

    def _in(self, node: Pair, local: Mapping[str, Kind]) -> Kind:
        element, listed = self.kind(node.left, local), self.kind(node.right, local)
        if _ELEMENT.get(listed) is not element:
            raise Faulty(f"in looks for a text in a list of texts; here are a {element} and a {listed}", node.where)
        if isinstance(node.right, Listed):
            for item in node.right.items:
                self._possible(node.left, item)
        return Kind.TRUTH

    def _equality(self, node: Pair, local: Mapping[str, Kind]) -> Kind:
        left, right = self.kind(node.left, local), self.kind(node.right, local)
        if left is not right:
            raise Faulty(f"this compares a {left} with a {right}", node.where)
        if left in _ELEMENT:
            raise Faulty("lists are not compared; use in, or exists", node.where)
        self._possible(node.left, node.right)
        self._possible(node.right, node.left)
        return Kind.TRUTH

    def _possible(self, name: Node, value: Node) -> None:
        """A name with a fixed choice of texts is compared with one of them."""
        if not isinstance(name, Name) or not isinstance(value, Literal) or not isinstance(value.value, str):
            return
        term = self._vocabulary.term(name.path)
        if term is not None and term.choices and value.value not in term.choices:
            meant = nearest(value.value.lower(), term.choices)
            hint = f"; {meant!r} is meant, perhaps" if meant else f"; it is one of {', '.join(term.choices)}"
            raise Faulty(f"{term.name} is never {value.value!r}{hint}", value.at)

    def _choice(self, node: Choice, local: Mapping[str, Kind]) -> Kind:
        self._want(node.if_so, Kind.TRUTH, "before ?", local)
        then = self.kind(node.then, local)
        self._want(node.otherwise, then, "after :", local)
        return then

    def _call(self, node: Call, local: Mapping[str, Kind]) -> Kind:
        if node.function == "has":
            return self._has(node)
        if node.function == "size":
            return self._size(node, local)
        if node.on is None or len(node.inputs) != 1:
            raise Faulty(f"{node.function}() takes one text", node.at)
        self._want(node.on, Kind.TEXT, f"before .{node.function}()", local)
        self._want(node.inputs[0], Kind.TEXT, f"in {node.function}()", local)
        if node.function == "matches" and not isinstance(node.inputs[0], Literal):
            raise Faulty("the pattern of matches() is a text in quotes", node.inputs[0].at)
        return Kind.TRUTH

    def _has(self, node: Call) -> Kind:
        if len(node.inputs) != 1 or not isinstance(node.inputs[0], Name):
            raise Faulty("has() takes one name, such as has(account.value)", node.at)
        self._term(node.inputs[0])
        return Kind.TRUTH

    def _size(self, node: Call, local: Mapping[str, Kind]) -> Kind:
        of = [*((node.on,) if node.on is not None else ()), *node.inputs]
        if len(of) != 1 or self.kind(of[0], local) not in {Kind.TEXTS, Kind.NUMBERS, Kind.TEXT}:
            raise Faulty("size() takes one text or one list", node.at)
        return Kind.NUMBER

    def _each(self, node: Each, local: Mapping[str, Kind]) -> Kind:
        over = self.kind(node.over, local)
        if over not in _ELEMENT:
            raise Faulty(f"{node.quantifier}() goes through a list; this is a {over}", node.over.at)
        if node.variable in local or self._vocabulary.term(node.variable) is not None:
            raise Faulty(f"{node.variable} already means something; call it otherwise", node.at)
        self._want(node.holds, Kind.TRUTH, f"in {node.quantifier}()", {**local, node.variable: _ELEMENT[over]})
        return Kind.TRUTH

    def _want(self, node: Node, wanted: Kind, where: str, local: Mapping[str, Kind]) -> None:
        found = self.kind(node, local)
        if found is not wanted:
            raise Faulty(f"a {wanted} belongs {where}; this is a {found}", node.at)


def constant(node: Node) -> float | None:
    """The number that a part always is, None where it depends on the ticket."""
    match node:
        case Literal(value=value) if isinstance(value, float):
            return value
        case Prefix(sign="-", of=of):
            turned = constant(of)
            return -turned if turned is not None else None
        case Pair(sign=sign, left=left, right=right):
            return _computed(sign, constant(left), constant(right))
    return None


def _computed(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or sign not in {"+", "-", "*", "/"} or (sign == "/" and right == 0):
        return None
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right if right else 0.0}[sign]
