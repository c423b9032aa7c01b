"""Questions that leave a ticket where it is, and tickets that sleep."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.consult import Consult, ConsultId, ConsultState, close, say
from app.domain.routing import Destination
from app.domain.snooze import Snooze, SnoozeId, choices, wakes
from app.domain.tickets import Message, Role, Visibility
from app.domain.transfer import Actor, Said, SaidId
from app.errors import BadInput, Refused
from tests.builders import NOW, id_of, message, owner_id

ANA = Actor("Ana Ortiz", owner_id("ana"), ("Tier 1",))
BOB = Actor("Bob Lindgren", owner_id("bob"), ("Tier 2 Billing",))
LATER = NOW + timedelta(minutes=1)


def a_consult() -> Consult:
    said = Said(SaidId("1"), ANA.name, NOW, "Is this a refund?")
    return Consult(ConsultId("consult-1"), id_of("1"), ANA.name, Destination("Tier 2 Billing", 2), (said,))


def test_a_reply_and_a_further_question_go_back_and_forth() -> None:
    replied = say(a_consult(), BOB, " Yes. ", said=SaidId("2"), at=LATER)
    assert (replied.state, replied.thread[-1].text, replied.version) == (ConsultState.REPLIED, "Yes.", 2)
    asked = say(replied, ANA, "How much?", said=SaidId("3"), at=LATER)
    assert asked.state is ConsultState.ASKED
    assert say(asked, ANA, "How much?", said=SaidId("3"), at=LATER) is asked
    assert say(asked, ANA, "How much?", said=SaidId("4"), at=LATER) is asked  # who did not hear that it had arrived


def test_only_those_two_speak_and_a_closed_question_is_closed() -> None:
    zoe = Actor("Zoe", owner_id("zoe"), ("Tier 1",))
    with pytest.raises(Refused, match="asked Tier 2 Billing"):
        say(a_consult(), zoe, "No.", said=SaidId("2"), at=LATER)
    with pytest.raises(BadInput, match="empty"):
        say(a_consult(), BOB, " ", said=SaidId("2"), at=LATER)
    with pytest.raises(Refused, match="only they can close"):
        close(a_consult(), BOB, at=LATER)
    closed = close(a_consult(), ANA, at=LATER)
    assert close(closed, ANA, at=LATER) is closed
    with pytest.raises(Refused, match="has closed"):
        say(closed, BOB, "Yes.", said=SaidId("2"), at=LATER)


def snoozed(until: datetime | None = None) -> Snooze:
    return Snooze(SnoozeId("snooze-1"), id_of("1"), ANA.name, NOW, until)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (message(at=NOW + timedelta(seconds=1)), "a reply"),
        (message(at=NOW), ""),  # it was there when the ticket was set aside
        (message(at=LATER, role=Role.AGENT), ""),
        (message(at=LATER, visibility=Visibility.INTERNAL), ""),
    ],
)
def test_a_customers_new_message_wakes(said: Message, why: str) -> None:
    assert wakes(snoozed(), [said], now=LATER) == why
    assert wakes(snoozed(LATER), [said], now=NOW) == why


def test_the_time_wakes_and_without_one_only_a_reply_does() -> None:
    assert wakes(snoozed(LATER), [], now=LATER) == "the time"
    assert wakes(snoozed(LATER), [], now=LATER - timedelta(seconds=1)) == ""
    assert wakes(snoozed(), [], now=NOW + timedelta(days=400)) == ""


@pytest.mark.parametrize("days", range(7))
def test_every_choice_lies_ahead_whatever_day_it_is(days: int) -> None:
    local = NOW + timedelta(days=days, hours=12)
    found = dict(choices(local))
    assert found["Until the customer replies"] is None
    assert all(until is None or until > local for until in found.values())
    monday = found["Until next Monday"]
    assert monday is not None
    assert (monday.weekday(), monday.hour) == (0, 9)
    assert replace(snoozed(), until=monday).until == monday
