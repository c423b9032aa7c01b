"""Tells code, logs and stack traces from sentences, line by line."""

import re
from collections.abc import Sequence

_FENCE = re.compile(r"\s{0,3}(?:```|~~~|\{(?:code|noformat)\b)")
_STRONG = re.compile(
    r"""\s*(?:
      at\ [\w$.<>/]+\s?\(.{0,200}\)                                             # Java, JavaScript
    | File\ ".{1,200}",\ line\ \d+ | Traceback\ \(most\ recent                    # Python
    | Caused\ by:\ | [\w.]{3,80}(?:Error|Exception)(?::\ |$)
    | \[?\d{4}-\d\d-\d\d[T\ ]\d\d:\d\d.{0,60}\b(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE|CRITICAL)\b
    | [A-Z][a-z]{2}\ {1,2}\d{1,2}\ \d\d:\d\d:\d\d\ \S+                            # syslog
    | \d{1,3}(?:\.\d{1,3}){3}\ \S+\ \S+\ \[                                       # access log
    | (?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL)\s?[\[|]
    | \[(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL)\]
    | \$\ \w | [\w.-]{1,40}@[\w.-]{1,40}:\S{0,80}[$\#]\ | curl\ -
    | (?:GET|POST|PUT|DELETE|PATCH)\ /\S{0,200}(?:\ HTTP/|$) | HTTP/\d(?:\.\d)?\ \d{3}
    | (?:SELECT|INSERT\ INTO|UPDATE|DELETE\ FROM|CREATE\ TABLE|ALTER\ TABLE)\ .{0,200}(?:\bFROM\b|\bSET\b|\bVALUES\b|\()
    | \#!/ | <\?(?:xml|php)
    )""",
    re.VERBOSE,
)
_JSON = re.compile(r"\s*[{\[].{0,40}\":")
_WEAK = re.compile(
    r"""\s*(?:
      [{}\[\]();,]{1,4}$
    | "[\w.\- ]{1,60}"\s?:\s                                                     # JSON
    | .{0,250}[;{]$
    | (?:def|class|function|const|let|var|import|from|return|public|private|static|if|for|while)\b.{0,200}[:({=;]
      (?<![a-z]:)[^a-z]{0,40}$
    | [\w.\[\]-]{1,60}\s?=\s?[^\s=].{0,120}$
    | </?\w[^<>]{0,200}>.{0,200}</\w{1,30}>$
    | (?://|/\*|\*/|--\ |\#\ ?include)
    | [+-]{1,3}\ ?.{0,80}[;{}()=]$
    | \.\.\.\ \d+\ more
    | \d{2}:\d{2}:\d{2}[.,]?\d*\s
    )""",
    re.VERBOSE,
)
_INDENTED = re.compile(r"(?:\t| {2,})\S")


def code_lines(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is code: fenced, unmistakable, or likely and beside another such line."""
    found = _fenced(lines)
    strong = [bool(line and (_STRONG.match(line) or _JSON.match(line))) for line in lines]
    likely = [each or bool(line and _WEAK.match(line)) for each, line in zip(strong, lines, strict=True)]
    for index, line in enumerate(lines):
        if not line or found[index]:
            continue
        beside = (index > 0 and likely[index - 1]) or (index + 1 < len(lines) and likely[index + 1])
        follows = index > 0 and found[index - 1] and _goes_on(line, likely=likely[index])
        found[index] = strong[index] or (likely[index] and beside) or follows
    return found


def _goes_on(line: str, *, likely: bool) -> bool:
    """Whether a line below code goes on with it."""
    return likely or bool(_INDENTED.match(line))


def _fenced(lines: Sequence[str]) -> list[bool]:
    """Lines within a pair of fences, the fences too; one that is never closed is no fence."""
    fences = [index for index, line in enumerate(lines) if _FENCE.match(line)]
    found = [False] * len(lines)
    for start, end in zip(fences[::2], fences[1::2], strict=False):
        found[start : end + 1] = [True] * (end + 1 - start)
    return found
