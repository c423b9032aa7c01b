"""Finds the author's own words in a message: no quoted history, no signature, no markup, no code.

A message is sorted line by line, every pattern looks at the first `LOOK` characters of a line only, and each pass walks
the lines once, so that a megabyte takes about a second whatever is in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from app.domain.code_lines import code_lines

SHORT = 10_000  # characters of a text that is remembered: several signals ask for the same one
LOOK = 300  # characters of a line that patterns see
LONGEST = 600  # characters of a sentence; what runs on is cut at a space
CLOSING_LINES = 12  # non-empty lines from the end among which a closing is looked for
SIGNATURE_LINES = 30  # non-empty lines after "-- " beyond which it was only a dash
WRAPPED = 50  # characters from which a line without a full stop runs on in the next one

Range = tuple[int, int]

_DASHES = frozenset({"--", "—"})

_QUOTE = re.compile(r"\s{0,3}(?:>|&gt;)")
_ATTRIBUTION = re.compile(
    r"\s*(?:on\b.{5,250}\bwrote|am\b.{5,250}\bschrieb.{0,80}|le\b.{5,250}\ba écrit|el\b.{5,250}\bescribió)\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ORIGINAL = re.compile(
    r"\s*(?:[-_]{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete)\b.{0,40}[-_]{2,}"
    r"|begin forwarded message:)\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\s*\**(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|an|betreff)\**\s*:", re.IGNORECASE)
_FROM = re.compile(r"\s*\**(?:from|von)\**\s*:\**\s*\S", re.IGNORECASE)
_RULE = re.compile(r"[\s\-_=*#~.+|\u2013\u2014]{3,}$")
_DEVICE = re.compile(
    r"\s*(?:(?:sent|gesendet|envoyé|enviado) (?:from|via|with|von|de|desde)\b.{1,60}|get outlook for\b.{1,60})$",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\s*(?:\W{0,6}(?:please (?:type|write) your reply above|reply above this line)"
    r"|\[?external\]?(?:\s+(?:e-?mail|sender))?\W*$"
    r"|caution\W.{0,40}\boriginated (?:from )?outside|<!--)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\s*(?:confidentiality notice|disclaimer\s*:|please consider the environment|if you (?:are not|have received)"
    r".{0,60}(?:intended recipient|this (?:e-?mail|message).{0,30}in error)"
    r"|(?:the (?:information|contents?)|this (?:e-?mail|message|communication|transmission)).{0,140}"
    r"(?:confidential|privileged|intended (?:only|solely|for the)))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:with )?(?:best|kind|warm|warmest|kindest|many)?\s*(?:regards|wishes)"
    r"|(?:yours )?(?:sincerely|truly|faithfully)(?: yours)?|respectfully|cordially|all the best|best|br|rgds"
    r"|mit freundlichen grüßen|cheers)\s*[,.!]?\s*$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\s*(?:many )?(?:thanks|thank you|thx)(?: again| so much| in advance| and (?:best )?regards)?,?\s*$",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\.?\s*[:,]?\s", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^<>]{0,300}>|<(?:https?://|mailto:)[^<>\s]{0,2000}>"
    r"|\[(?:cid|image|inline image|logo)\b[^\[\]]{0,200}\]"
)
_WORD = re.compile(r"\w")
_ENDING = re.compile(r"[.!?…]++[\"'\u201d\u2019)\]]*+|[\u3002\uff01\uff1f]++|\n")
_ABBREVIATION = re.compile(
    r"(?:(?:^|[\s(])(?:e\.g|i\.e|[ap]\.m|mr|mrs|ms|dr|prof|vs|approx|inc|ltd|nr|fig|cf|dept|ext|resp|incl|[b-hj-z])"
    r"|(?:^|\n)[ \t]*\d{1,2})\.$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*•·\u2013]|\d{1,2}[.)])\s")


class _Kind(Enum):
    OWN = "own"
    CODE = "code"
    DROPPED = "dropped"


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    head: str  # what patterns look at
    kind: _Kind = _Kind.OWN

    @property
    def own(self) -> bool:
        return self.kind is _Kind.OWN and bool(self.head)


@dataclass(frozen=True, slots=True)
class Prose:
    """Ranges [start, end) of the original text, sorted and disjoint: the author's own words, and code and logs."""

    spans: tuple[Range, ...]
    code: tuple[Range, ...] = ()


def prose(text: str) -> Prose:
    """Which ranges of a text are its author's own words.

    Quoted history, signatures, disclaimers and markup are left out; code and log lines are told apart. Where nothing
    but such would be left of a text that has words, it is kept whole: a wrong guess must not silence a customer.
    """
    return _known(text) if len(text) <= SHORT else _read(text)


@lru_cache(maxsize=1024)
def _known(text: str) -> Prose:
    return _read(text)


def _read(text: str) -> Prose:
    lines = _lines(text)
    for line, is_code in zip(lines, code_lines([each.head for each in lines]), strict=True):
        if is_code:
            line.kind = _Kind.CODE
    for drop in (_drop_boilerplate, _drop_history, _drop_signature):
        drop(lines)
    code = _ranges(text, (line for line in lines if line.kind is _Kind.CODE))
    spans = _without_markup(text, _ranges(text, (line for line in lines if line.kind is _Kind.OWN)))
    if not spans and not code:
        spans = _trimmed(text, [(0, len(text))])
    return Prose(tuple(spans), tuple(code))


def sentences(text: str, spans: Iterable[Range]) -> tuple[Range, ...]:
    """The sentences within some ranges of a text, as ranges of the same text, in order, without space around them."""
    found: list[Range] = []
    for start, end in spans:
        begin = start
        for match in _ENDING.finditer(text, start, end):
            if match.start() >= begin and _ends(text, match, end):
                found.extend(_cut(text, begin, match.end()))
                begin = match.end()
        found.extend(_cut(text, begin, end))
    return tuple(found)


def _lines(text: str) -> list[_Line]:
    """The lines of a text; empty ones that follow each other count as one."""
    found: list[_Line] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        head = text[start : min(end, start + LOOK)].rstrip()
        if head or not found or found[-1].head:
            found.append(_Line(start, end, head))
        else:
            found[-1].end = end
        start = end + 1
    return found


def _drop_boilerplate(lines: list[_Line]) -> None:
    """Separators, banners, "sent from my ...", and whole paragraphs of disclaimer."""
    disclaiming = False
    for line in lines:
        if not line.head:
            disclaiming = False
            continue
        disclaiming = disclaiming or bool(_DISCLAIMER.match(line.head))
        said = disclaiming or _RULE.match(line.head) or _DEVICE.match(line.head) or _BANNER.match(line.head)
        if said and line.head.strip() not in _DASHES:  # those still lead to the signature
            line.kind = _Kind.DROPPED


def _drop_history(lines: list[_Line]) -> None:
    """What was quoted: marked lines wherever they are, and everything below the header of a copied message."""
    spoken = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.head:
            pass
        elif _QUOTE.match(line.head):
            line.kind = _Kind.DROPPED
        elif length := _history_header(lines, index):
            below = index + length
            last = len(lines) if spoken and not _marked(lines, below) else below
            for each in lines[index:last]:
                each.kind = _Kind.DROPPED
            index = last
            continue
        spoken = spoken or (line.own and bool(_WORD.search(line.head)))
        index += 1


def _history_header(lines: list[_Line], index: int) -> int:
    """How many lines from here introduce a copied message; 0 where none does."""
    head = lines[index].head
    if _ORIGINAL.match(head):
        return 1 + _header_block(lines, index + 1)
    if _ATTRIBUTION.match(head):
        return 1
    if index + 1 < len(lines) and _ATTRIBUTION.match(f"{head} {lines[index + 1].head}") and len(head) < LOOK:
        return 2
    length = _header_block(lines, index) if _FROM.match(head) else 0
    return length if length >= 3 else 0


def _header_block(lines: list[_Line], index: int) -> int:
    length = 0
    while length < 12 and index + length < len(lines) and _HEADER.match(lines[index + length].head):
        length += 1
    return length


def _marked(lines: list[_Line], index: int) -> bool:
    """Whether the next line with anything in it is marked as a quote: then answers may stand between the quotes."""
    for line in lines[index : index + 5]:
        if line.head:
            return bool(_QUOTE.match(line.head))
    return False


def _drop_signature(lines: list[_Line]) -> None:
    """What stands below "-- " or below a closing such as "Best regards" at the end."""
    own = [line for line in lines if line.own]
    for place, line in enumerate(own[-SIGNATURE_LINES - 1 :], start=max(len(own) - SIGNATURE_LINES - 1, 0)):
        if line.head.strip() in _DASHES:
            _drop_block(own[place:])
            return
    first = max(len(own) - CLOSING_LINES, 0)
    for place, line in enumerate(own[first:], start=first):
        below = own[place + 1 :]
        closes, thanks = _CLOSING.match(line.head), _THANKS.match(line.head)
        if (closes or thanks) and all(_is_contact(each) for each in _above_postscript(below)):
            _drop_block(own[place:] if closes else below)
            return


def _drop_block(lines: list[_Line]) -> None:
    for line in _above_postscript(lines):
        line.kind = _Kind.DROPPED


def _above_postscript(lines: list[_Line]) -> list[_Line]:
    for place, line in enumerate(lines):
        if _POSTSCRIPT.match(line.head):
            return lines[:place]
    return lines


def _is_contact(line: _Line) -> bool:
    """Whether a line may belong to a name, a title, an address: short, and no sentence."""
    return len(line.head) <= 90 and len(line.head.split()) <= 8 and line.head[-1] not in "?!:"


def _ranges(text: str, lines: Iterable[_Line]) -> list[Range]:
    """The lines' ranges, neighbours joined, without space around them."""
    joined: list[Range] = []
    for line in lines:
        if joined and joined[-1][1] + 1 == line.start:
            joined[-1] = (joined[-1][0], line.end)
        else:
            joined.append((line.start, line.end))
    return _trimmed(text, joined)


def _without_markup(text: str, ranges: Iterable[Range]) -> list[Range]:
    if "<" not in text and "[" not in text:
        return list(ranges)
    left: list[Range] = []
    for start, end in ranges:
        begin = start
        for match in _MARKUP.finditer(text, start, end):
            left.append((begin, match.start()))
            begin = match.end()
        left.append((begin, end))
    return _trimmed(text, left)


def _trimmed(text: str, ranges: Iterable[Range]) -> list[Range]:
    """Ranges without the space at their ends; those with nothing else in them are gone."""
    left = []
    for start, end in ranges:
        begin = start
        while begin < end and text[begin].isspace():
            begin += 1
        stop = end
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if begin < stop:
            left.append((begin, stop))
    return left


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a sentence ends at what looks like its end."""
    mark, after = match[0], match.end()
    if mark == "\n":
        return _breaks(text, match.start(), end)
    if mark[0] in "\u3002\uff01\uff1f":
        return True
    if after < end and not text[after].isspace():
        return False
    return mark != "." or not _ABBREVIATION.search(text, max(match.start() - 12, 0), after)


def _breaks(text: str, newline: int, end: int) -> bool:
    """Whether a line's end ends a sentence: not where an e-mail program wrapped a long one."""
    line = text[max(newline - LOOK, 0) : newline].rsplit("\n", 1)[-1].rstrip()
    following = text[newline + 1 : min(newline + 1 + 40, end)]
    if not following.strip(" \t\r") or following[0] in "\r\n" or _BULLET.match(following):
        return True
    if following.lstrip()[:1].islower() and line[-1:] not in ".!?:,":
        return False
    return len(line) < WRAPPED or line[-1] in ".!?:"


def _cut(text: str, start: int, end: int) -> list[Range]:
    """The range in pieces of `LONGEST` at most, without space around them; mere punctuation is no sentence."""
    pieces = []
    begin = start
    while end - begin > LONGEST:
        space = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        stop = space if space > 0 else begin + LONGEST
        pieces.append((begin, stop))
        begin = stop
    pieces.append((begin, end))
    return [piece for piece in _trimmed(text, pieces) if _says_something(text, piece)]


def _says_something(text: str, piece: Range) -> bool:
    return any(char.isalnum() or ord(char) > 0x2000 or char in "!?:;" for char in text[piece[0] : piece[1]])
