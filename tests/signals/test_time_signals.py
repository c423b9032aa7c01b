"""The time family: how long it has been, what is due, and who is waiting. Calendar time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.tickets import SlaClock, Status
from app.signals.open_long import open_long
from app.signals.repeat_contact import repeat_contact
from app.signals.sla_close import sla_close
from tests.builders import NOW
from tests.signals.scene import Turn, aged, agent, customer, note, quoted, scene, unread


@pytest.mark.parametrize(
    ("days", "status", "strength"),
    [
        (2.99, Status.OPEN, None),
        (3, Status.OPEN, 0.4),
        (5, Status.NEW, 0.7),
        (7, Status.OPEN, 1.0),
        (400, Status.OPEN, 1.0),
        (7, Status.PENDING, 0.5),
        (7, Status.SOLVED, None),
        (7, Status.CLOSED, None),
    ],
)
def test_three_days_open_begins_to_count(days: float, status: Status, strength: float | None) -> None:
    reading = open_long(scene(ticket=aged(hours=24 * days, status=status)))
    assert (reading.strength if reading else None) == (pytest.approx(strength) if strength else None)


@pytest.mark.parametrize(
    ("left", "strength", "because"),
    [
        (timedelta(hours=4), 0.3, "next reply is due in 4 h 0 min"),
        (timedelta(hours=2), 0.55, "next reply is due in 2 h 0 min"),
        (timedelta(0), 0.8, "next reply is due in 0 min"),
        (timedelta(minutes=-1), 1.0, "next reply was due 1 min ago"),
        (timedelta(days=-3), 1.0, "next reply was due 3 days ago"),
    ],
)
def test_what_is_due_counts_more_the_nearer_it_is(left: timedelta, strength: float, because: str) -> None:
    reading = sla_close(scene(ticket=replace(aged(), sla=SlaClock(NOW + left, "next reply"))))
    assert reading is not None
    assert reading.strength == pytest.approx(strength)
    assert reading.because == because


@pytest.mark.parametrize(
    ("clock", "status"),
    [
        (None, Status.OPEN),
        (SlaClock(NOW + timedelta(hours=4, seconds=1), "resolution"), Status.OPEN),
        (SlaClock(NOW - timedelta(days=1), "resolution"), Status.SOLVED),
    ],
)
def test_nothing_is_due(clock: SlaClock | None, status: Status) -> None:
    assert sla_close(scene(ticket=replace(aged(status=status), sla=clock))) is None


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
