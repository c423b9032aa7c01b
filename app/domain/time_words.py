"""Words that name a time to come, one rule each: what they look like, and what they mean on the day they are said."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Days = tuple[date, date]  # half-open

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
FEW = 5  # "a few days", read generously
LONG_PAST = 30  # days from which a date without a year that is over means the next year's
PARTS = {"morning": time(12), "noon": time(12), "midday": time(12), "afternoon": time(18)}  # until when they last
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a few": FEW, "few": FEW, "half an": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What some words say: how much later, to the minute or in wall time, or which days, or a time of day."""

    later: timedelta | None = None
    instant: datetime | None = None
    days: Days | None = None
    clock: timedelta | None = None  # since midnight
    dated: bool = False  # the days are a date of the calendar, which counts more than the weekday beside it


@dataclass(frozen=True, slots=True)
class Rule:
    """`alone`: the words name a time even where neither a preposition nor another time stands beside them."""

    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], datetime], Told | None]
    alone: bool = True


def _span(found: re.Match[str], said: datetime) -> Told | None:
    number = _number(found["amount"])
    unit = found["unit"].lower()
    if unit.startswith(("work", "business")):
        day = said.date()
        for _ in range(int(number)):
            day += timedelta(days=1 if day.weekday() < 4 else 7 - day.weekday())
        return Told(days=(day, day + timedelta(days=1)))
    if unit.startswith("month"):
        later = said.month - 1 + int(number)
        year, month = said.year + later // 12, later % 12 + 1
        return Told(instant=said.replace(year=year, month=month, day=min(said.day, monthrange(year, month)[1])))
    if unit[0] in "mh":
        return Told(later=timedelta(hours=number) if unit[0] == "h" else timedelta(minutes=number))
    return Told(instant=said + timedelta(days=number * (7 if unit[0] == "w" else 1)))


def _relative_day(found: re.Match[str], said: datetime) -> Told:
    words = found["day"].lower()
    away = 2 if "day after" in words else 1 if "tomorrow" in words else 0
    clock = PARTS.get(words.rsplit(maxsplit=1)[-1]) if words.startswith("this") else None
    clock = time(12) if words.startswith("first") else clock
    return Told(days=_day(said.date() + timedelta(days=away)), clock=_since_midnight(clock))


def _weekday(found: re.Match[str], said: datetime) -> Told:
    """The day of that name to come; "next Friday" is that of the next week, today's name means a week from now."""
    wanted = next(place for place, name in enumerate(WEEKDAYS) if name.startswith(found["weekday"].lower()[:3]))
    away = (wanted - said.weekday()) % 7 or 7
    if found["next"] and wanted > said.weekday():
        away += 7
    return Told(days=_day(said.date() + timedelta(days=away)))


def _period(found: re.Match[str], said: datetime) -> Told:
    """Weeks end with Friday, weekends with Sunday."""
    away = 1 if (found["which"] or "").lower() in {"next", "the coming"} else 0
    period = found["period"] or found["short"]
    return Told(days=_days_of(period.lower(), said.date(), away))


def _days_of(period: str, today: date, away: int) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=away)
    if period == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=7)
    kind = period[0]
    if kind == "w":
        return monday, monday + timedelta(days=5 if today < monday + timedelta(days=5) else 7)
    length = {"m": 1, "q": 3, "y": 12}[kind]
    start = (today.month - 1) // length * length + away * length
    return _first_of(today.year, start), _first_of(today.year, start + length)


def _quarter(found: re.Match[str], said: datetime) -> Told:
    start, year = 3 * (int(found["quarter"]) - 1), int(found["year"] or said.year)
    passed = _first_of(year, start + 3) <= said.date() and not found["year"]
    return Told(days=(_first_of(year + passed, start), _first_of(year + passed, start + 3)))


def _month(found: re.Match[str], said: datetime) -> Told:
    month, year = _month_number(found["month"]), int(found["year"] or said.year)
    year += not found["year"] and month < said.month
    return Told(days=(_first_of(year, month - 1), _first_of(year, month)))


def _named_date(found: re.Match[str], said: datetime) -> Told | None:
    return _dated(_future(found["year"], _month_number(found["month"]), int(found["day"]), said.date()))


def _ordinal(found: re.Match[str], said: datetime) -> Told | None:
    """The day of this month, or the next month that has it."""
    for away in range(3):
        start = _first_of(said.year, said.month - 1 + away)
        day = _date(start.year, start.month, int(found["day"]))
        if day is not None and day > said.date():
            return _dated(day)
    return None


def _iso_date(found: re.Match[str], _: datetime) -> Told | None:
    return _dated(_date(int(found["year"]), int(found["month"]), int(found["day"])))


def _numbered_date(found: re.Match[str], said: datetime) -> Told | None:
    """Day first or month first: where both make sense, the later of the two."""
    one, two = int(found["one"]), int(found["two"])
    read = (_future(found["year"], month, day, said.date()) for month, day in ((one, two), (two, one)))
    days = [day for day in read if day is not None]
    return _dated(max(days, default=None))


def _clock(found: re.Match[str], _: datetime) -> Told | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()[:1]
    if hour > (12 if half else 24) or minute > 59:
        return None
    return Told(clock=timedelta(hours=hour % 12 + (12 if half == "p" else 0) if half else hour, minutes=minute))


def _part_of_day(found: re.Match[str], _: datetime) -> Told:
    return Told(clock=_since_midnight(PARTS.get(found["part"].lower())) or timedelta(days=1))


def _first_of(year: int, month: int) -> date:
    """The first day of a month, counted from 0 and on beyond the year."""
    return date(year + month // 12, month % 12 + 1, 1)


def _future(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if found and (today - found).days > LONG_PAST else found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(day: date) -> Days:
    return day, day + timedelta(days=1)


def _dated(day: date | None) -> Told | None:
    return None if day is None else Told(days=_day(day), dated=True)


def _since_midnight(clock: time | None) -> timedelta | None:
    return None if clock is None else timedelta(hours=clock.hour, minutes=clock.minute)


def _number(words: str) -> float:
    plain = " ".join(words.lower().split())
    return _NUMBERS[plain] if plain in _NUMBERS else int(plain)


def _month_number(name: str) -> int:
    return next(place for place, each in enumerate(MONTHS, start=1) if each.startswith(name.lower()[:3]))


_AMOUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:working\s+days?|business\s+days?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)\b"
_UP_TO = r"(?:(?:under|less\s+than|at\s+most|about|around|approximately|the\s+next|the\s+coming)\s+)?"
_FULL = "|".join(WEEKDAYS)
_ABBREVIATED = "mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:{'|'.join(each[:3] for each in MONTHS if each != 'may')}|sept)\b\.?)"
_YEAR = r"(?:,?\s(?P<year>(?:19|20)\d\d)\b)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"


def _rule(pattern: str, meaning: Callable[[re.Match[str], datetime], Told | None], *, alone: bool = True) -> Rule:
    return Rule(re.compile(rf"(?<![\w/.-])(?:{pattern})", re.IGNORECASE), meaning, alone)


RULES = (
    _rule(
        rf"(?:within|in|over|during)\s+{_UP_TO}(?:{_AMOUNT}\s?(?:-|\u2013|to|or)\s?)?(?P<amount>{_AMOUNT})"
        rf"(?:\s|-)?(?P<unit>{_UNIT})(?:'?\s+time\b)?",
        _span,
    ),
    _rule(r"within\s+the\s+(?P<amount>)(?P<unit>hour)\b", lambda *_: Told(later=timedelta(hours=1))),
    _rule(rf"(?P<amount>{_AMOUNT})\s(?P<unit>{_UNIT})\sfrom\snow\b", _span),
    _rule(
        r"(?P<day>(?:later\s)?today|tonight|overnight|this\s(?:morning|afternoon|evening)|first\sthing\stomorrow"
        r"|(?:the\s)?day\safter\stomorrow|tomorrow|(?:the\s)?end\sof\s(?:the\s|my\s|business\s|this\s)?day|eod|cob"
        r"|close\sof\s(?:the\s)?business)\b(?!['\u2019]s)",
        _relative_day,
    ),
    _rule(rf"(?P<next>(?:next|coming)\s)?(?P<weekday>{_FULL})\b(?!\.\w|['\u2019]s)", _weekday),
    _rule(rf"(?P<next>next\s)?(?P<weekday>{_ABBREVIATED})\b(?!\.\w|['\u2019]s)", _weekday, alone=False),
    _rule(
        r"(?:(?:early|late|later|sometime)\s)?(?P<which>this|next|the\scoming)\s"
        r"(?P<period>weekend|week|month|quarter|year)(?P<short>)\b",
        _period,
    ),
    _rule(
        r"(?:the\s)?end\sof\s(?:(?:the|this)\s|(?P<which>next)\s)?(?P<period>week|month|quarter|year)\b"
        r"|eo(?P<short>[wmqy])\b",
        _period,
    ),
    _rule(r"the\s(?P<period>weekend)\b", lambda _, said: Told(days=_days_of("weekend", said.date(), 0)), alone=False),
    _rule(r"q(?P<quarter>[1-4])\b(?:\s(?:of\s)?(?P<year>20\d\d)\b)?", _quarter, alone=False),
    _rule(rf"{_DAY}\s(?:of\s)?{_MONTH}\b{_YEAR}", _named_date),
    _rule(rf"the\s{_DAY}\s(?:of\s)?{_MONTH}\b{_YEAR}", _named_date),
    _rule(rf"{_MONTH}\s(?:the\s)?{_DAY}\b(?!:){_YEAR}", _named_date),
    _rule(rf"{_MONTH}\b{_YEAR}", _month, alone=False),
    _rule(r"the\s(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s(?!at\b|by\b|and\b|or\b)[a-z])", _ordinal, alone=False),
    _rule(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b(?!-)", _iso_date),
    _rule(r"(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)\b(?![/.]\d)", _numbered_date),
    _rule(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?P<year>)(?![\w/])", _numbered_date, alone=False),
    _rule(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap](?:m\b|\.m\.))", _clock, alone=False),
    _rule(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<half>)\b(?![:.]\d)", _clock, alone=False),
    _rule(r"(?P<part>noon|midday|midnight|morning|afternoon|evening|night)\b", _part_of_day, alone=False),
)
