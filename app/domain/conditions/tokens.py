"""A condition's text as words, numbers and signs, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_CHARACTERS = 2_000  # of a condition: nobody can read a longer one, and the evaluator's stack is not endless


class Faulty(Exception):
    """What is wrong with a condition, and from which character on (counted from 0)."""

    def __init__(self, says: str, at: int = 0) -> None:
        super().__init__(says)
        self.says = says
        self.at = at


class TokenKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """`value` is what it says: a text's without its quotes and escapes."""

    kind: TokenKind
    value: str
    at: int
    end: int


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|//[^\n]*)
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<text>[rR]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_INSTEAD = {"&": "&& (and)", "|": "|| (or)", "=": "== (equals)"}
_WORDS = {"and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!"}


def tokens(text: str) -> tuple[Token, ...]:
    """All of a condition, ended by an END. Raises `Faulty` at the first character that cannot be meant."""
    if len(text) > MOST_CHARACTERS:
        raise Faulty(
            f"the condition has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read. Split the rule"
        )
    return (*_tokens(text), Token(TokenKind.END, "", len(text), len(text)))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Faulty(_unreadable(text[at]), at)
        kind, end = found.lastgroup or "space", found.end()
        if kind == "number" and text[end : end + 1] == "_":
            raise Faulty("numbers have no underscores here; write 50000", at)
        if kind == "name" and found.group() in _WORDS:
            raise Faulty(f'"{found.group()}" is written {_WORDS[found.group()]} here', at)
        if kind != "space":
            value = _unquoted(found.group(), at) if kind == "text" else found.group()
            yield Token(TokenKind(kind), value, at, end)
        at = end


def _unreadable(character: str) -> str:
    if character in "\"'":
        return "this text has no closing quote"
    instead = _INSTEAD.get(character)
    return f"{character!r} means nothing here" + (f"; {instead} is meant, perhaps" if instead else "")


def _unquoted(quoted: str, at: int) -> str:
    raw = quoted[0] in "rR"
    inner = quoted[2:-1] if raw else quoted[1:-1]
    said = inner if raw else _ESCAPE.sub(_unescaped, inner)
    if any("\ud800" <= each <= "\udfff" for each in said):
        raise Faulty("this text holds half a character", at)
    return said


def _unescaped(found: re.Match[str]) -> str:
    escape = found.group(1)
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _ESCAPES.get(escape, escape)
