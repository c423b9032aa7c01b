"""The customer writes more bluntly than before: fewer courtesies, more orders, capitals and exclamation marks."""

import re
from functools import lru_cache
from statistics import median

from app.domain.prose import prose
from app.domain.snapshot import Read, Reading, Snapshot, Span
from app.signals.grounds import rests_on, words
from app.signals.said import likely

ENOUGH = 3  # messages
CERTAIN = 5  # messages: fewer make a thin baseline, and count for less
NOTICEABLE = 0.5  # marks a sentence more than before
FULL = 1.5
READ = 3_000  # characters of a message: a manner shows at once
SHOWN = 6

_END = re.compile(r"[.!?]+(?:\s|$)")
_SOFT = re.compile(
    r"\b(?:please|kindly|thanks?|thank you|appreciate\w*|grateful|sorry|apolog\w+|hello|hi|dear|greetings|regards|"
    r"good (?:morning|afternoon|evening|day)|(?:c|w)ould you|may i|might|perhaps|if possible|wondering|"
    r"would it be possible|no (?:rush|hurry))\b",
    re.IGNORECASE,
)
_HARD = re.compile(
    r"!{1,9}|\?{2,9}|\b[A-Z]{4,20}(?: [A-Z]{2,20}){1,9}\b|"
    r"(?i:\b(?=[yiratfswue])(?:you (?:people|guys|need to|have to|must|failed|keep|promised|never|still)\b|"
    r"i (?:want|demand|expect|insist)\b|(?:right now|immediately|at once|asap|this instant)\b|"
    r"(?:fix|solve|sort) (?:it|this|that)\b|why (?:is|has|have|can|does|do|are)(?:n['\u2019]?t| nobody| no one)\b|"
    r"(?:unacceptable|ridiculous|enough is enough|a joke)\b))|"
    r"(?m:^[ \t]{0,4}(?:Fix|Send|Give|Get|Stop|Tell|Call|Answer|Refund|Escalate|Explain|Do)\b)"
)


def _enough(snapshot: Snapshot) -> bool:
    return words(snapshot) and sum(map(_counts, snapshot.customer)) >= ENOUGH


@rests_on(_enough)
def more_direct(snapshot: Snapshot) -> Reading | None:
    """The gentler one of the last two messages against the median of those before, in marks a sentence.

    It takes bluntness in itself, too: who only drops the greeting is busy.
    """
    counted = [read for read in snapshot.customer if _counts(read)]
    if len(counted) < ENOUGH:
        return None
    if not all(_hard_marks(read.message.text[:READ]) for read in counted[-2:]):
        return None  # there is nothing blunt in one of them: how courteous it is need not be counted
    now = min(map(_blunt, counted[-2:]))
    if now <= 0:  # then what they wrote before need not be looked at
        return None
    rise = now - median(map(_blunt, counted[:-2]))
    if rise < NOTICEABLE:
        return None
    return Reading(
        strength=min(rise / FULL, 1.0) * min((len(counted) - 1) / (CERTAIN - 1), 1.0),
        because="more direct than before: fewer courtesies, more demands",
        evidence=tuple(span for read in counted[-2:] for span in _shown(read)),
    )


def _counts(read: Read) -> bool:
    has_words = read.analysis is not None and read.is_legible and read.analysis.words > 0
    return has_words and not likely(read, "thanks", "closing")


def _blunt(read: Read) -> float:
    return _bluntness(read.message.text[:READ])


@lru_cache(maxsize=512)
def _bluntness(text: str) -> float:
    """Blunt marks less courteous ones, a sentence; the same text is often asked for again."""
    own = prose(text).spans
    count = max(sum(1 for start, end in own for _ in _END.finditer(text, start, end)), 1)
    hard = _hard_marks(text)
    soft = sum(1 for start, end in own for _ in _SOFT.finditer(text, start, end))
    return (hard - soft) / count


@lru_cache(maxsize=512)
def _hard_marks(text: str) -> int:
    return sum(1 for start, end in prose(text).spans for _ in _HARD.finditer(text, start, end))


def _shown(read: Read) -> tuple[Span, ...]:
    """The blunt words themselves; the message where there are none."""
    text = read.message.text[:READ]
    found = [match for start, end in prose(text).spans for match in _HARD.finditer(text, start, end)]
    ranges = [(match.start() + _blank(match.group()), match.end()) for match in found]
    return read.spans(ranges[: SHOWN // 2])


def _blank(words: str) -> int:
    return len(words) - len(words.lstrip())
