"""Where each rule stands in a rulebook's text: rules are added, copied, moved and removed with their comments."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import tomlkit
from tomlkit.items import AoT

from app.errors import BadInput, SettingsInvalid
from app.rules.rewriting import Field, change_fields, item_of

_PARTS = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<open>[\[{])
    |(?P<close>[\]}])""",
    re.DOTALL | re.VERBOSE,
)
_RULE = re.compile(r"\[\[[ \t]*(?:rule|\"rule\"|'rule')[ \t]*\]\]")


@dataclass(frozen=True, slots=True)
class Block:
    """Characters [start, end): the comment right above a rule, its header and its fields, with their line ends.

    Comments and blank lines below the last field are no part of it: they introduce what comes next.
    """

    start: int
    end: int


def rule_blocks(text: str) -> tuple[Block, ...]:
    """The rules' places, in their order. Raises `BadInput` where rules are not written as `[[rule]]` each."""
    headers, comments = _landmarks(text)
    found = [
        Block(_above(text, at, comments), _last_field(text, at, end, comments))
        for at, end in zip(headers, [*headers[1:], len(text)], strict=False)  # no header, no rule
        if _RULE.match(text, at)
    ]
    rules = _document(text).get("rule", [])
    if not isinstance(rules, list) or len(rules) != len(found):
        raise BadInput("The rules of this rulebook are not written as [[rule]] each; change them in its text.")
    return tuple(found)


def with_fields(text: str, place: int, changes: Mapping[str, Field]) -> str:
    """The text with these fields of the rule at that place set; None removes one. Every other byte stays."""
    block = _block(text, place)
    document = tomlkit.parse(text[block.start : block.end])
    rules = document["rule"]
    if not isinstance(rules, AoT):
        raise BadInput("The rules of this rulebook are not written as [[rule]] each; change them in its text.")
    change_fields(rules[0], changes, line_end=_line_end(text))
    return text[: block.start] + tomlkit.dumps(document) + text[block.end :]


def with_rule(text: str, fields: Mapping[str, Field], *, after: int | None) -> str:
    """The text with a new rule behind the one at that place, or behind everything."""
    line = _line_end(text)
    lines = [f"{name} = {item_of(value).as_string()}" for name, value in fields.items() if value is not None]
    return _inserted(text, line.join(["[[rule]]", *lines, ""]), after=after)


def with_copy(text: str, place: int, name: str) -> str:
    """The text with the rule at that place once more behind itself, under another name."""
    block = _block(text, place)
    return with_fields(_inserted(text, text[block.start : block.end], after=place), place + 1, {"name": name})


def without_rule(text: str, place: int) -> str:
    """The text without the rule at that place, the comment right above it, and the blank lines that followed."""
    block = _block(text, place)
    rest = text[block.end :]
    return text[: block.start] + rest[len(rest) - len(rest.lstrip(" \t\r\n")) :]


def with_rule_moved(text: str, place: int, to: int) -> str:
    """The text with the rule at one place moved to another; what stands between rules stays where it is."""
    blocks = rule_blocks(text)
    if not (0 <= place < len(blocks) and 0 <= to < len(blocks)):
        raise BadInput(f"The rulebook has {len(blocks)} rules; none can be moved from {place + 1} to {to + 1}.")
    cores = [_ended(text[each.start : each.end], text) for each in blocks]
    cores.insert(to, cores.pop(place))
    parts, done = [], 0
    for block, core in zip(blocks, cores, strict=True):
        parts += [text[done : block.start], core]
        done = block.end
    return "".join([*parts, text[done:]])


def _block(text: str, place: int) -> Block:
    blocks = rule_blocks(text)
    if not 0 <= place < len(blocks):
        raise BadInput(f"The rulebook has {len(blocks)} rules, and none at place {place + 1}.")
    return blocks[place]


def _inserted(text: str, rule: str, *, after: int | None) -> str:
    line = _line_end(text)
    at = _block(text, after).end if after is not None else len(text)
    before = _ended(text[:at], text) if at else ""
    return before + (line if before else "") + _ended(rule, text) + text[at:]


def _landmarks(text: str) -> tuple[list[int], set[int]]:
    """Where tables begin, and where lines begin with a comment."""
    headers: list[int] = []
    comments: set[int] = set()
    depth = 0
    for part in _PARTS.finditer(text):
        first = depth == 0 and not text[text.rfind("\n", 0, part.start()) + 1 : part.start()].strip()
        if part.lastgroup == "comment" and first:
            comments.add(part.start())
        elif part.lastgroup == "open":
            if first:
                headers.append(part.start())
            depth += 1
        elif part.lastgroup == "close":
            depth = max(depth - 1, 0)
    return headers, comments


def _above(text: str, header: int, comments: set[int]) -> int:
    """Where the comment begins that stands right above a header; the header's own line where there is none."""
    start = text.rfind("\n", 0, header) + 1
    while start > 0:
        line = text.rfind("\n", 0, start - 1) + 1
        words = text[line:start]
        if not words.strip() or line + len(words) - len(words.lstrip()) not in comments:
            break
        start = line
    return start


def _last_field(text: str, header: int, end: int, comments: set[int]) -> int:
    """The end of the last line of [header, end) that is neither blank nor a comment."""
    while True:
        line = text.rfind("\n", header, end - 1) + 1
        if line <= header:
            return end
        words = text[line:end]
        if words.strip() and line + len(words) - len(words.lstrip()) not in comments:
            return end
        end = line


def _ended(part: str, text: str) -> str:
    return part if part.endswith("\n") else part + _line_end(text)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _document(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also of a number of very many digits
        raise SettingsInvalid(f"The rulebook is not TOML: {error}. Mend its text first.") from error
