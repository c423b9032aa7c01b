"""How deep the conversation goes: traces, logs, code, requests, error codes, versions, seen in the text itself."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TypeAlias

from app.domain.prose import prose
from app.domain.snapshot import Read, Reading, Snapshot, Span
from app.signals.grounds import rests_on, words

FULL = 4  # different kinds of technical material; one alone may be chance
SHOWN = 12  # spans: enough to see it, few enough to read
REMEMBERED = 10_000  # characters: what is found in a longer message is looked for anew, not kept

Match: TypeAlias = tuple[str, int, int]  # its kind, and characters [start, end)

_STACK_TRACE = (
    r"^[ \t]{0,12}at [\w.$<>/]{3,120}\([^)\n]{0,120}\)",
    r"^[ \t]{0,12}File \"[^\"\n]{1,160}\", line \d+.{0,80}",
    r"^Traceback \(most recent call last\):?",
    r"^[ \t]{0,12}Caused by: .{1,120}",
    r"^goroutine \d+ \[.{1,40}",
)
_EXCEPTION = (r"\b(?:[A-Za-z_]{1,30}\.){0,6}[A-Z][a-z][A-Za-z]{1,40}(?:Error|Exception)\b",)
_LOG_LINES = (
    r"^\W{0,3}\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\S{0,12} .{0,160}$",
    r"^\W{0,3}\d\d:\d\d:\d\d[.,]?\d{0,6} .{0,160}$",
    r"^.{0,40}\b(?:ERROR|WARN|WARNING|FATAL|DEBUG|panic)\b(?::|\]| \[| \w+=).{0,160}$",
)
_CODE = (
    r"^.{0,60}\"[\w.-]{1,60}\" ?: ?(?:[\"\[{]|-?\d|true\b|false\b|null\b).{0,120}$",
    r"\bSELECT\b.{1,160}\bFROM\b.{0,80}",
    r"\bcurl -.{1,160}",
    r"^```.{0,120}$",
    r"\b\w{1,40}\([\w\"', ]{0,60}\);",
    r"^\s{0,8}(?:def \w{1,40}\(|class \w{1,40}[:(]|from [\w.]{1,60} import |(?:const|let|var) \w{1,40} ?=).{0,100}$",
)
_STATUS = r"(?:40\d|41\d|42[2-9]|451|50\d)\b"
_HTTP = (
    r"\b(?:GET|POST|PUT|PATCH|DELETE) (?:https?:/)?/[\w./{}?=&%:-]{1,120}",
    r"\b(?:HTTP(?:/\d(?:\.\d)?)?|[Ss]tatus(?: code)?|[Rr]eturn(?:s|ed|ing)?|[Ee]rror) ?:?(?: an?)? ?" + _STATUS,
    r"\b(?:[Gg]et(?:s|ting)?|[Gg]ot|[Tt]hrow(?:s|ing)?) an? (?:HTTP )?"
    + _STATUS
    + r"(?! ?\w{0,12}(?:seat|user|order))",
    r"\b" + _STATUS[:-2] + r" (?:[Ee]rrors?|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Unprocessable \w+"
    r"|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout|[Rr]esponses?)\b",
)
_ERROR_CODES = (
    r"\bE(?:CONN[A-Z]{3,10}|TIMEDOUT|NOTFOUND|PIPE|HOSTUNREACH|ACCES|AI_AGAIN|NOENT|MFILE)\b",
    r"\b(?:ERR|ORA|RLY|TLS|SSL|PG)[-_]\[?[A-Z0-9_]{3,40}\b",
    r"\bSQLSTATE[ \[:]{1,2}\w{5}\b",
    r"\b[A-Z]{3,20}_[A-Z_]{3,40}\b",
    r"\b0x[0-9A-Fa-f]{4,16}\b",
    r"\berrno \d{1,5}\b",
)
_VERSIONS = (r"\bv?\d{1,4}\.\d{1,4}\.\d{1,6}(?!\.?\d)(?:-[\w.]{1,20})?\b", r"\b(?:[Vv]ersion |v) ?\d{1,3}\.\d{1,4}\b")


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.MULTILINE)


KINDS = {  # every repetition is bounded, so that a megabyte costs a megabyte
    "a stack trace": _any_of(_STACK_TRACE),
    "an exception": _any_of(_EXCEPTION),
    "log lines": _any_of(_LOG_LINES),
    "code or JSON": _any_of(_CODE),
    "HTTP requests or statuses": _any_of(_HTTP),
    "error codes": _any_of(_ERROR_CODES),
    "versions": _any_of(_VERSIONS),
}


NEEDED = {  # one of which stands in whatever the pattern finds, where that is quicker to see than to match
    "a stack trace": ("(", 'File "', "Caused by: ", "goroutine "),
    "an exception": ("Error", "Exception"),
    "code or JSON": (
        '"',
        "SELECT",
        "curl -",
        "```",
        ");",
        "def ",
        "class ",
        " import ",
        "const ",
        "let ",
        "var ",
    ),
    "HTTP requests or statuses": ("GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "40", "41", "42", "45", "50"),
    "error codes": (
        "_",
        "0x",
        "errno ",
        "SQLSTATE",
        *(f"{each}-" for each in ("ERR", "ORA", "RLY", "TLS", "SSL", "PG")),
        *(f"E{each}" for each in ("CONN", "TIMEDOUT", "NOTFOUND", "PIPE", "HOSTUNREACH", "ACCES", "NOENT", "MFILE")),
    ),
}
_VERSION_LIKE = re.compile(
    r"\d\.\d{1,4}\.\d|(?:ersion |v) ?\d{1,3}\.\d"
)  # stands in every version, and is quicker to find


@rests_on(words)
def technical_depth(snapshot: Snapshot) -> Reading | None:
    """Counts kinds, not occurrences, in the customer's messages: a hundred log lines are still log lines."""
    found = [(read, match) for read in snapshot.customer for match in _matches(read.message.text)]
    kinds = list(dict.fromkeys([kind for _, (kind, _, _) in found]))
    if not kinds or kinds == ["versions"]:
        return None
    return Reading(
        strength=min(len(kinds) / FULL, 1.0),
        because=f"the messages hold {_listed(kinds)}",
        evidence=_spread(found),
    )


def _matches(text: str) -> Iterable[Match]:
    """The first few of each kind in what the author wrote or pasted, not in quoted history, without blanks around."""
    return _found_before(text) if len(text) <= REMEMBERED else _found(text)


def _found(text: str) -> Iterator[Match]:
    own = prose(text)
    ranges = sorted((*own.spans, *own.code))
    for kind, pattern in KINDS.items():
        if not may_hold(text, kind):
            continue
        matches = (match for start, end in ranges for match in pattern.finditer(text, start, end))
        for match in islice(matches, SHOWN):
            piece = match.group()
            start = match.start() + len(piece) - len(piece.lstrip())
            end = match.start() + len(piece.rstrip())
            if start < end:
                yield kind, start, end


def may_hold(text: str, kind: str) -> bool:
    """Whether it is worth looking for this kind: a glance that is never wrong where it says no."""
    if kind == "versions":
        return _VERSION_LIKE.search(text) is not None
    return kind not in NEEDED or any(each in text for each in NEEDED[kind])


@lru_cache(maxsize=512)  # messages; a ticket is looked at again and again while its texts stay the same
def _found_before(text: str) -> tuple[Match, ...]:
    return tuple(_found(text))


def _spread(found: list[tuple[Read, Match]]) -> tuple[Span, ...]:
    """Spans of every kind before a second of any, no two overlapping, in the order of the thread."""
    places: dict[str, list[int]] = {}
    for place, (_, (kind, _, _)) in enumerate(found):
        places.setdefault(kind, []).append(place)
    chosen: dict[int, Span] = {}
    taken: dict[str, list[Match]] = {}  # by message: only there can something overlap
    for turn in zip_longest(*places.values()):
        for place in sorted([each for each in turn if each is not None]):
            if len(chosen) == SHOWN:
                break
            read, (kind, start, end) = found[place]
            beside = taken.setdefault(read.message.id, [])
            if not any(start < other_end and other < end for _, other, other_end in beside):
                chosen[place] = Span(read.message.id, start, end)
                beside.append((kind, start, end))
    return tuple([chosen[place] for place in sorted(chosen)])


def _listed(kinds: list[str]) -> str:
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} and {kinds[-1]}"
