"""When the team is at work: weekdays, hours, holidays and a time zone; and how much of that two instants are apart."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.errors import SettingsInvalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)")
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Every working day is as long: from `start` to `end` after midnight by the clock on the wall in `zone`."""

    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    start: timedelta = timedelta(hours=9)
    end: timedelta = timedelta(hours=17)
    zone: str = "UTC"
    holidays: frozenset[date] = frozenset()

    @property
    def day(self) -> timedelta:
        """How long a working day is."""
        return self.end - self.start

    @property
    def written(self) -> str:
        """All of it in a line: what a verdict names that was made with it."""
        days = " ".join(DAYS[day] for day in sorted(self.weekdays))
        return " ".join([days, f"{self.start}-{self.end}", self.zone, *map(str, sorted(self.holidays))])

    def between(self, earlier: datetime, later: datetime) -> timedelta:
        """The working time from one instant to another, nothing where they are the wrong way round.

        Costs as much for ten years as for a day. A clock that is put forward or back at night changes nothing; hours in
        which one is are counted as the wall shows them.
        """
        if later <= earlier:
            return timedelta(0)
        zone = ZoneInfo(self.zone)
        first, last = earlier.astimezone(zone), later.astimezone(zone)
        return self.day * (self._days_before(last.date()) - self._days_before(first.date())) + (
            self._worked_on(last) - self._worked_on(first)
        )

    def days(self, span: timedelta) -> float:
        """Working time in working days."""
        return span / self.day

    def before(self, instant: datetime, span: timedelta) -> datetime:
        """The latest instant from which on so much working time has passed until `instant`, to the minute."""
        low, high = instant - _A_DAY * (7 * (self.days(span) + 8) + len(self.holidays)), instant
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) / 2
            low, high = (middle, high) if self.between(middle, instant) >= span else (low, middle)
        return low

    def _worked_on(self, local: datetime) -> timedelta:
        """What of its day has been worked by this moment."""
        if not self._works(local.date()):
            return timedelta(0)
        since_midnight = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        return min(max(since_midnight - self.start, timedelta(0)), self.day)

    def _days_before(self, day: date) -> int:
        """Working days from the calendar's first day, a Monday, until before this one."""
        weeks, rest = divmod(day.toordinal() - 1, 7)
        worked = weeks * len(self.weekdays) + sum(each < rest for each in self.weekdays)
        return worked - sum(each < day and each.weekday() in self.weekdays for each in self.holidays)

    def _works(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays


OFFICE_HOURS = BusinessHours()


def business_hours_from(*, days: str, hours: str, zone: str, holidays: str) -> BusinessHours:
    """The calendar that settings describe: `Mon-Fri` or `Mon, Wed, Sat`; `09:00-17:00`; dates with commas between.

    An empty zone is UTC. Raises `SettingsInvalid` in words for what cannot be read.
    """
    start, end = _span(hours)
    return BusinessHours(
        weekdays=frozenset(each for part in days.split(",") for each in _weekdays(part)),
        start=start,
        end=end,
        zone=_zone(zone.strip()),
        holidays=frozenset(_date(each) for each in holidays.split(",") if each.strip()),
    )


def _weekdays(part: str) -> list[int]:
    """`Mon` or `Mon-Fri`; a range may go over the end of the week."""
    ends = [name.strip().lower()[:3] for name in part.split("-")]
    if len(ends) > 2 or any(each not in DAYS for each in ends):
        raise SettingsInvalid(f"business_days: {part.strip()!r} is no weekday; write Mon-Fri, or Mon, Tue, Sat.")
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    return [day % 7 for day in range(first, last + 1 if first <= last else last + 8)]


def _span(hours: str) -> tuple[timedelta, timedelta]:
    found = _HOURS.fullmatch(hours.strip())
    if found is None:
        raise SettingsInvalid(f"business_hours: {hours!r} cannot be read; write 09:00-17:00.")
    numbers = [int(each) for each in found.groups()]
    start = timedelta(hours=numbers[0], minutes=numbers[1])
    end = timedelta(hours=numbers[2], minutes=numbers[3])
    if not timedelta(0) <= start < end <= _A_DAY or numbers[1] > 59 or numbers[3] > 59:
        raise SettingsInvalid(f"business_hours: {hours!r} must end after it starts, by 24:00.")
    return start, end


def _zone(name: str) -> str:
    try:
        ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError) as error:
        raise SettingsInvalid(f"time_zone: {name!r} is not known; write one as Europe/Berlin.") from error
    return name or "UTC"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise SettingsInvalid(f"holidays: {text.strip()!r} is no date; write 2026-12-25.") from error
