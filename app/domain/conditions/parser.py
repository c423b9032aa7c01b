"""Reads a condition: the part of CEL, the Common Expression Language, that is about the facts of a ticket."""

from app.domain.conditions.tokens import Faulty, Token, TokenKind, tokens
from app.domain.conditions.tree import Call, Choice, Each, Listed, Literal, Name, Node, Pair, Prefix
from app.domain.people import LARGEST_FACT

DEEPEST = 24  # brackets and signs within one another
MOST_PARTS = 400  # names, literals and signs of one condition

QUANTIFIERS = ("exists", "all", "exists_one")
FUNCTIONS = ("has", "size")
METHODS = ("contains", "startsWith", "endsWith", "matches", "size")

_LEVELS = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))
_COMPARING = 2  # the level whose signs do not chain


def parse(text: str) -> Node:
    """The tree of a condition. Raises `Faulty` with the place of what cannot be read."""
    reader = _Reader(tokens(text))
    node = reader.whole()
    left = reader.here
    if left.kind is not TokenKind.END:
        raise Faulty(f"nothing is expected here but the end; there is {left.value!r}", left.at)
    return node


class _Reader:
    """Goes through the tokens once; each method reads what its name says and leaves what follows."""

    def __init__(self, read: tuple[Token, ...]) -> None:
        self._tokens = read
        self._place = 0
        self._depth = 0
        self._parts = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._place]

    def whole(self) -> Node:
        """Anything at all: `a ? b : c` binds least."""
        self._descend()
        node = self._chain(0)
        if self._next_is("?"):
            self._take("?")
            then = self.whole()
            self._take(":")
            otherwise = self.whole()
            node = Choice(node, then, otherwise, node.at, otherwise.end)
        self._depth -= 1
        return node

    def _chain(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._prefixed()
        node = self._chain(level + 1)
        compared = False
        while self._next_is(*_LEVELS[level]):
            sign = self._step()
            if level == _COMPARING and compared:
                raise Faulty("comparisons do not chain; join two of them with &&", sign.at)
            right = self._chain(level + 1)
            node, compared = Pair(sign.value, node, right, sign.at, node.at, right.end), True
        return node

    def _prefixed(self) -> Node:
        if not self._next_is("!", "-"):
            return self._followed(self._single())
        self._descend()
        sign = self._step()
        of = self._prefixed()
        self._depth -= 1
        return Prefix(sign.value, of, sign.at, of.end)

    def _followed(self, node: Node) -> Node:
        """What comes after a value: `.name`, `.function(...)`."""
        while self._next_is("."):
            self._take(".")
            word = self._word()
            if self._next_is("("):
                node = self._method(node, word)
            elif isinstance(node, Name):
                node = Name(f"{node.path}.{word.value}", node.at, word.end)
            else:
                raise Faulty(f"only a name can be followed by .{word.value}", word.at)
        if self._next_is("["):
            raise Faulty("write signals.name rather than brackets", self.here.at)
        return node

    def _method(self, on: Node, word: Token) -> Node:
        if word.value in QUANTIFIERS:
            return self._each(on, word)
        if word.value not in METHODS:
            raise Faulty(f"there is no function {word.value}(); there are {', '.join(METHODS + QUANTIFIERS)}", word.at)
        inputs, end = self._inputs()
        return Call(word.value, on, inputs, on.at, end)

    def _each(self, over: Node, word: Token) -> Node:
        self._take("(")
        variable = self._word()
        self._take(",")
        holds = self.whole()
        end = self._take(")").end
        return Each(word.value, over, variable.value, holds, over.at, end)

    def _single(self) -> Node:
        token = self._step()
        match token.kind, token.value:
            case TokenKind.NUMBER, value:
                return Literal(_number(value, token.at), token.at, token.end)
            case TokenKind.TEXT, value:
                return Literal(value, token.at, token.end)
            case TokenKind.NAME, ("true" | "false") as value:
                return Literal(value == "true", token.at, token.end)
            case TokenKind.NAME, value:
                return self._named(token) if self._next_is("(") else Name(value, token.at, token.end)
            case TokenKind.SIGN, "(":
                node = self.whole()
                self._take(")")
                return node
            case TokenKind.SIGN, "[":
                return self._list(token)
        raise Faulty(
            f"a value is missing before {token.value!r}" if token.value else "the condition ends too early", token.at
        )

    def _named(self, word: Token) -> Node:
        if word.value not in FUNCTIONS:
            raise Faulty(f"there is no function {word.value}(); there are {', '.join(FUNCTIONS)}", word.at)
        inputs, end = self._inputs()
        return Call(word.value, None, inputs, word.at, end)

    def _inputs(self) -> tuple[tuple[Node, ...], int]:
        self._take("(")
        inputs = self._until(")")
        return inputs, self._step().end

    def _list(self, opening: Token) -> Node:
        items = self._until("]")
        return Listed(items, opening.at, self._step().end)

    def _until(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._next_is(closing):
            if found:
                self._take(",")
            found.append(self.whole())
        return tuple(found)

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Faulty(f"more than {DEEPEST} brackets and signs within one another. Split the rule", self.here.at)

    def _next_is(self, *signs: str) -> bool:
        return self.here.value in signs and self.here.kind in {TokenKind.SIGN, TokenKind.NAME}

    def _take(self, sign: str) -> Token:
        if not self._next_is(sign):
            there = repr(self.here.value) if self.here.value else "the end"
            raise Faulty(f"{sign!r} is expected here; there is {there}", self.here.at)
        return self._step()

    def _word(self) -> Token:
        if self.here.kind is not TokenKind.NAME:
            raise Faulty("a name is expected here", self.here.at)
        return self._step()

    def _step(self) -> Token:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise Faulty(f"more than {MOST_PARTS} parts. Split the rule", self.here.at)
        token = self.here
        if token.kind is not TokenKind.END:
            self._place += 1
        return token


def _number(digits: str, at: int) -> float:
    value = float(digits)
    if value > LARGEST_FACT:
        raise Faulty("this number is larger than any fact", at)
    return value
