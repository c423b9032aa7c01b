"""The time family: how long it has been, what is due, and who is waiting. In business hours."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.business_hours import OFFICE_HOURS, BusinessHours
from app.domain.tickets import EventKind, SlaClock, Status, Ticket
from app.signals.answered import answered
from app.signals.open_long import open_long
from app.signals.repeat_contact import repeat_contact
from app.signals.satisfied import satisfied
from app.signals.sla_close import sla_close
from app.signals.sla_missed import sla_missed
from app.signals.waiting_for_us import waiting_for_us
from tests.builders import NOW
from tests.signals.scene import DAY, HOUR, Turn, aged, agent, customer, event, note, quoted, scene, unread

WORKING_DAY = timedelta(hours=8)
ALWAYS = BusinessHours(weekdays=frozenset(range(7)), start=timedelta(0), end=24 * HOUR)


def opened(days: float, status: Status = Status.OPEN) -> Ticket:
    """A ticket that was created so many working days ago."""
    return replace(aged(status=status), created_at=OFFICE_HOURS.before(NOW, days * WORKING_DAY))


@pytest.mark.parametrize(
    ("days", "status", "strength"),
    [
        (2.9, Status.OPEN, None),
        (3, Status.OPEN, 0.4),
        (5, Status.NEW, 0.7),
        (7, Status.OPEN, 1.0),
        (400, Status.OPEN, 1.0),
        (7, Status.PENDING, 0.5),
        (7, Status.SOLVED, None),
        (7, Status.CLOSED, None),
    ],
)
def test_three_working_days_open_begin_to_count(days: float, status: Status, strength: float | None) -> None:
    reading = open_long(scene(ticket=opened(days, status)))
    assert (reading.strength if reading else None) == (pytest.approx(strength, abs=0.01) if strength else None)


def test_a_weekend_and_a_holiday_age_nothing() -> None:
    friday = replace(aged(), created_at=NOW - 5 * DAY)  # NOW is a Wednesday
    seen = scene(ticket=friday)
    reading = open_long(seen)
    assert reading is not None
    assert reading.because == "open for 3 working days"
    assert open_long(replace(seen, hours=replace(OFFICE_HOURS, holidays=frozenset({date(2026, 3, 2)})))) is None
    around = open_long(replace(seen, hours=ALWAYS))
    assert around is not None
    assert around.strength == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("left", "strength", "because"),
    [
        (timedelta(hours=4), 0.3, "next reply is due in 4 h 0 min of working time"),
        (timedelta(hours=2), 0.55, "next reply is due in 2 h 0 min of working time"),
        (timedelta(0), 0.8, "next reply is due in 0 min of working time"),
    ],
)
def test_what_is_due_counts_more_the_nearer_it_is(left: timedelta, strength: float, because: str) -> None:
    found = scene(ticket=replace(aged(), sla=SlaClock(NOW + left, "next reply")))
    reading = sla_close(found)
    assert reading is not None
    assert reading.strength == pytest.approx(strength)
    assert reading.because == because
    assert sla_missed(found) is None


def test_what_is_due_on_monday_morning_is_close_on_friday_afternoon() -> None:
    friday = NOW + 2 * DAY + 6 * HOUR
    monday = replace(aged(), sla=SlaClock(friday + 2 * DAY + 18 * HOUR, "resolution"))
    reading = sla_close(scene(ticket=monday, as_of=friday))
    assert reading is not None
    assert reading.because == "resolution is due in 2 h 0 min of working time"
    assert sla_close(replace(scene(ticket=monday, as_of=friday), hours=ALWAYS)) is None


@pytest.mark.parametrize(
    ("late", "strength", "because"),
    [
        (timedelta(minutes=1), 0.8, "next reply is 1 min of working time late"),
        (timedelta(hours=1), 0.825, "next reply is 1 h 0 min of working time late"),
        (timedelta(days=1), 1.0, "next reply is 8 h 0 min of working time late"),
        (timedelta(days=5), 1.0, "next reply is 3 working days late"),
    ],
)
def test_what_was_missed_counts_more_the_later_it_is(late: timedelta, strength: float, because: str) -> None:
    found = scene(ticket=replace(aged(), sla=SlaClock(NOW - late, "next reply")))
    reading = sla_missed(found)
    assert reading is not None
    assert reading.strength == pytest.approx(strength, abs=0.001)
    assert reading.because == because
    assert sla_close(found) is None


@pytest.mark.parametrize(
    ("clock", "status"),
    [
        (None, Status.OPEN),
        (SlaClock(NOW + timedelta(hours=4, seconds=1), "resolution"), Status.OPEN),
        (SlaClock(NOW - timedelta(days=1), "resolution"), Status.SOLVED),
    ],
)
def test_nothing_is_due(clock: SlaClock | None, status: Status) -> None:
    found = scene(ticket=replace(aged(status=status), sla=clock))
    assert (sla_close(found), sla_missed(found)) == (None, None)


@pytest.mark.parametrize(
    ("turns", "strength"),
    [
        ([customer(hours=24)], 0.4),
        ([customer(hours=48)], 0.7),
        ([customer(hours=24 * 7)], 1.0),
        ([customer(hours=48), customer(hours=1)], 0.7),
        ([unread("Hello?", hours=48), note(hours=20)], 0.7),
        ([customer(hours=20)], None),
        ([customer(hours=48), agent(hours=20)], None),
        ([customer(hours=48, thanks=0.9)], None),
        ([], None),
    ],
    ids=["a day", "two", "a week", "since the first", "a note", "not yet", "answered", "thanks", "none"],
)
def test_who_waits_for_an_answer_counts_from_a_working_day_on(turns: list[Turn], strength: float | None) -> None:
    reading = waiting_for_us(scene(*turns))
    assert (reading.strength if reading else None) == (pytest.approx(strength) if strength else None)
    assert waiting_for_us(scene(*turns, ticket=aged(status=Status.SOLVED))) is None


@pytest.mark.parametrize(
    ("turns", "strength"),
    [
        ([customer(hours=90), agent(hours=24)], 0.4),
        ([customer(hours=200), agent(hours=24 * 7)], 1.0),
        ([customer(hours=90), agent(hours=48), note(hours=1)], 0.7),
        ([customer(hours=90), agent(hours=20)], None),
        ([customer(hours=90), agent(hours=48), customer(hours=1)], None),
        ([customer(hours=90), agent(hours=48, promise=0.9)], None),
        ([agent(hours=90)], None),
        ([], None),
    ],
    ids=["a day", "a week", "a note", "not yet", "came back", "promised", "never wrote", "none"],
)
def test_silence_after_an_answer_calms(turns: list[Turn], strength: float | None) -> None:
    reading = answered(scene(*turns))
    assert (reading.strength if reading else None) == (pytest.approx(strength) if strength else None)


@pytest.mark.parametrize(
    ("ratings", "good"),
    [
        (["Good"], True),
        (["very_satisfied"], True),
        (["5/5"], True),
        (["4 of 5"], True),
        (["3/5"], False),
        (["5"], False),
        (["bad", "great"], True),
        (["great", "bad"], False),
        (["9/5"], False),
        ([], False),
    ],
)
def test_a_good_rating_calms_and_a_number_alone_cannot_tell(ratings: list[str], good: bool) -> None:
    rated = [event(EventKind.RATED, "", words, hours=10 - index) for index, words in enumerate(ratings)]
    assert (satisfied(scene(customer(hours=20), events=rated)) is not None) is good
    assert satisfied(scene(customer(hours=1), events=rated)) is None  # has written since


@pytest.mark.parametrize(
    ("turns", "strength"),
    [
        ([customer(), customer()], 2 / 3),
        ([customer(), customer(), customer()], 1.0),
        ([agent(), unread("Hello?"), note(), unread("Anybody?")], 2 / 3),
        ([customer()], None),
        ([customer(), agent(), customer()], None),
        ([customer(), customer(), agent()], None),
        ([customer(hours=2), customer(hours=1.95)], None),
        ([customer(), customer(thanks=0.9)], None),
        ([], None),
    ],
    ids=["two", "three", "a note is no answer", "one", "answered", "answered at last", "one thought", "thanks", "none"],
)
def test_written_again_before_an_answer(turns: list[Turn], strength: float | None) -> None:
    reading = repeat_contact(scene(*turns))
    assert (reading.strength if reading else None) == (pytest.approx(strength) if strength else None)


def test_every_unanswered_message_is_shown() -> None:
    found = scene(customer("One."), agent(), customer("Two."), customer("Three."))
    reading = repeat_contact(found)
    assert reading is not None
    assert quoted(found, reading) == ["Two.", "Three."]
    assert reading.because == "2 messages in a row without an answer"
    assert repeat_contact(replace(found, ticket=aged(status=Status.CLOSED))) is None
