"""Until when a promise is kept, in an agent's own words: "by Friday", "within 24 hours", "tomorrow morning".

`promised_times` finds the words in a text alone; `due` says which instant they mean, once it is known when and where
they were written. Where words can be read in two ways the later one counts: nobody is reproached with what was not
promised.

A library was measured on the cases of the test first: dateparser found words in 67 of 82 promises, but also in 16 of 24
sentences without a time, and knows no working day, no end of a week and no end of a day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from app.domain.time_words import RULES, Days, Told

Range = tuple[int, int]

LOOK = 2000  # characters of a text that are looked at: a sentence has fewer

_BEFORE = re.compile(
    r"(?:\b(?P<prep>by|before|until|till|on|at|in|for|around|about|during|over|no later than|not later than)\s+)?"
    r"(?P<end>(?:the\s+)?end\s+of\s+)?$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\b(?:last|since|every|each|past|ago|from|was|were|yesterday|previous)\s+(?:on\s+|the\s+)?)$", re.I
)
_AGO = re.compile(r"\s+(?:ago|earlier|before)\b", re.IGNORECASE)
_GAP = re.compile(r",?\s{1,2}(?:in the )?$", re.IGNORECASE)
_LEAD = 24  # characters before a time that may belong to it


@dataclass(frozen=True, slots=True)
class _Part:
    """One time in a text, with the little words before it."""

    start: int
    end: int
    rule: int
    match: re.Match[str]
    prep: str
    to_end: bool  # "the end of" it


def promised_times(text: str) -> tuple[Range, ...]:
    """The ranges [start, end) of a sentence that name a time to come, in order; none where it names none."""
    return tuple((parts[0].start, parts[-1].end) for parts in _times(text[:LOOK]))


def due(words: str, *, written_at: datetime, zone: tzinfo) -> datetime | None:
    """The instant until which what was promised with these words is kept; None where they mean no time to come.

    A day, a week, a month is promised up to its end, a working week to that of Friday; `zone` is where it was written.
    """
    here = written_at.astimezone(zone).replace(tzinfo=None)
    parts = next(_times(words[:LOOK]), [])
    told = [each for part in parts if (each := RULES[part.rule].meaning(part.match, here)) is not None]
    if not told or len(told) < len(parts):
        return None  # one of them is no date: 31 April
    if told[0].later is not None:
        return written_at.astimezone(UTC) + told[0].later
    until = _until(parts, told, here)
    instant = until.replace(tzinfo=zone).astimezone(UTC) if until is not None else written_at
    return instant if instant > written_at else None


def _until(parts: Iterable[_Part], told: list[Told], here: datetime) -> datetime | None:
    """In wall time."""
    instant = next((each.instant for each in told if each.instant is not None), None)
    if instant is not None:
        return instant
    clock = next((each.clock for each in told if each.clock is not None), None)
    days = next((each.days for each in sorted(told, key=lambda each: not each.dated) if each.days is not None), None)
    if days is None:
        return None if clock is None else _next(clock, here)
    if clock is not None:
        return datetime.combine(days[0], time()) + clock
    early = any(part.prep == "before" and not part.to_end and "end of" not in part.match[0].lower() for part in parts)
    return _edge(days, early=early)


def _edge(days: Days, *, early: bool) -> datetime:
    return datetime.combine(days[0] if early else days[1], time())


def _next(clock: timedelta, here: datetime) -> datetime:
    today = datetime.combine(here.date(), time()) + clock
    return today if today > here else today + timedelta(days=1)


def _times(text: str) -> Iterator[list[_Part]]:
    """Times that stand side by side, such as a day and an hour, are one."""
    together: list[_Part] = []
    for part in _parts(text):
        if together and not _GAP.fullmatch(text, together[-1].end, part.start):
            yield from _standing(together)
            together = []
        together.append(part)
    yield from _standing(together)


def _standing(parts: list[_Part]) -> Iterator[list[_Part]]:
    if parts and any(part.prep or RULES[part.rule].alone for part in parts):
        yield parts


def _parts(text: str) -> Iterator[_Part]:
    """The longest of the times that begin first, one after the other, without those of the past."""
    found = [
        (match.start(), -match.end(), place, match)
        for place, rule in enumerate(RULES)
        for match in rule.pattern.finditer(text)
    ]
    reached = 0
    for start, minus_end, place, match in sorted(found, key=lambda each: each[:3]):
        if start < reached:
            continue
        reached = -minus_end
        lead = text[max(start - _LEAD, 0) : start]
        before = _BEFORE.search(lead)
        little = before.start() if before else len(lead)
        if _PAST.search(lead[:little]) or _PAST.search(lead) or _AGO.match(text, reached):
            continue
        prep = (before["prep"] or "") if before else ""
        first = start - len(lead) + little
        yield _Part(first, reached, place, match, prep.lower(), bool(before and before["end"]))
