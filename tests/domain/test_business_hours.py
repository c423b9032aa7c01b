"""Time as a team at work counts it: weekdays, hours, holidays and a time zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.business_hours import OFFICE_HOURS, BusinessHours, business_hours_from
from app.errors import SettingsInvalid

FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BERLIN = BusinessHours(zone="Europe/Berlin")
ALWAYS = BusinessHours(weekdays=frozenset(range(7)), start=timedelta(0), end=24 * HOUR)
INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + minutes * HOUR / 60)


@pytest.mark.parametrize(
    ("later", "hours"),
    [
        (FRIDAY, 0),
        (FRIDAY + 0.5 * HOUR, 0.5),
        (FRIDAY + 5 * HOUR, 1),  # the evening does not count
        (FRIDAY + 48 * HOUR, 1),  # nor does the weekend
        (FRIDAY + 66 * HOUR, 2),  # Monday at ten
        (FRIDAY + 24 * 7 * HOUR, 40),
        (FRIDAY - HOUR, 0),
    ],
)
def test_evenings_and_weekends_do_not_count(later: datetime, hours: float) -> None:
    assert OFFICE_HOURS.between(FRIDAY, later) == hours * HOUR


def test_a_holiday_does_not_count_and_one_on_a_sunday_changes_nothing() -> None:
    monday, sunday = date(2026, 3, 9), date(2026, 3, 8)
    off = replace(OFFICE_HOURS, holidays=frozenset({monday, sunday}))
    assert off.between(FRIDAY, FRIDAY + 66 * HOUR) == HOUR
    assert off.between(FRIDAY, FRIDAY + 24 * 7 * HOUR) == 32 * HOUR


def test_the_time_zone_decides_when_the_day_begins_in_summer_too() -> None:
    for day, utc in ((date(2026, 1, 15), 8), (date(2026, 7, 15), 7)):
        opening = datetime(day.year, day.month, day.day, utc, tzinfo=UTC)
        assert BERLIN.between(opening - HOUR, opening) == timedelta(0)
        assert BERLIN.between(opening - HOUR, opening + HOUR) == HOUR


@settings(max_examples=60, deadline=None)
@given(instants=st.lists(INSTANTS, min_size=3, max_size=3))
def test_time_adds_up_and_around_the_clock_it_is_plain_time(instants: list[datetime]) -> None:
    first, middle, last = sorted(instants)
    for hours in (OFFICE_HOURS, ALWAYS, replace(OFFICE_HOURS, holidays=frozenset({date(2026, 5, 1)}))):
        assert hours.between(first, middle) + hours.between(middle, last) == hours.between(first, last)
    around = ALWAYS.between(first, last)
    assert abs(around - (last - first)) <= timedelta(seconds=1)


@settings(max_examples=60, deadline=None)
@given(instant=INSTANTS, hours=st.integers(0, 400))
def test_going_back_by_working_time_lands_where_so_much_has_passed(instant: datetime, hours: int) -> None:
    back = OFFICE_HOURS.before(instant, hours * HOUR)
    assert timedelta(0) <= OFFICE_HOURS.between(back, instant) - hours * HOUR <= timedelta(minutes=1)


def test_a_calendar_is_read_from_settings() -> None:
    read = business_hours_from(
        days="Mon-Wed, Sat", hours="08:30-24:00", zone="Europe/Berlin", holidays="2026-12-25, 2026-12-26"
    )
    assert read == BusinessHours(
        weekdays=frozenset({0, 1, 2, 5}),
        start=8.5 * HOUR,
        end=24 * HOUR,
        zone="Europe/Berlin",
        holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26)}),
    )
    assert "2026-12-26" in read.written
    around = business_hours_from(days="Fri-Mon", hours="9:00-17:00", zone="", holidays="")
    assert (around.weekdays, around.zone) == (frozenset({4, 5, 6, 0}), "UTC")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": "Mon-Funday"}, "no weekday"),
        ({"days": ""}, "no weekday"),
        ({"hours": "9 to 5"}, "cannot be read"),
        ({"hours": "17:00-09:00"}, "must end after it starts"),
        ({"hours": "09:00-25:00"}, "by 24:00"),
        ({"hours": "09:75-17:00"}, "must end"),
        ({"zone": "Mars/Olympus"}, "not known"),
        ({"zone": "../etc/passwd"}, "not known"),
        ({"holidays": "Christmas"}, "is no date"),
    ],
)
def test_what_cannot_be_read_is_named(wrong: dict[str, str], words: str) -> None:
    good = {"days": "Mon-Fri", "hours": "09:00-17:00", "zone": "UTC", "holidays": ""}
    with pytest.raises(SettingsInvalid, match=words):
        business_hours_from(**{**good, **wrong})
