"""Tickets set aside, and tickets that should have been flagged."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.queue import Lens
from app.errors import BadInput, Refused
from app.store.store import Store
from tests.builders import id_of, message
from tests.service.relay import Relay


@pytest.fixture
def relay(store: Store, tmp_path: Path) -> Relay:
    return Relay(store, tmp_path)


def test_a_snoozed_ticket_is_out_of_the_way_until_its_time(relay: Relay) -> None:
    relay.ana.snoozes.snooze(relay.opened(relay.ana), relay.now + timedelta(hours=1))
    assert relay.ana.queue(Lens.SUGGESTED) == []
    assert relay.ana.queue(Lens.SNOOZED) == [id_of("1")]
    assert {each.lens: each.count for each in relay.ana.lenses()}[Lens.SNOOZED] == 1
    assert {row.decided for row in relay.ana.rows([id_of("1")])} == {"snoozed"}
    relay.wait(minutes=59)
    relay.work()
    assert relay.ana.queue(Lens.SNOOZED) == [id_of("1")]
    relay.wait(minutes=1)
    relay.work()
    assert (relay.ana.queue(Lens.SNOOZED), relay.ana.queue(Lens.SUGGESTED)) == ([], [id_of("1")])


def test_a_reply_wakes_it_before_its_time(relay: Relay) -> None:
    made = relay.ana.snoozes.snooze(relay.opened(relay.ana), None)
    relay.wait(days=3)
    relay.work()
    assert relay.opened(relay.ana).snooze == made
    relay.pull(message("Any news?", number="1", at=relay.now))
    relay.work()
    assert relay.opened(relay.ana).snooze is None
    assert relay.store.snoozes.ended(made.id) == (relay.now, "a reply")


def test_a_snooze_is_undone_replaced_and_ended_by_a_decision(relay: Relay) -> None:
    first = relay.ana.snoozes.snooze(relay.opened(relay.ana), None)
    relay.ana.take_back(first)
    assert relay.ana.queue(Lens.SUGGESTED) == [id_of("1")]
    relay.ana.snoozes.snooze(relay.opened(relay.ana), None)
    second = relay.ana.snoozes.snooze(relay.opened(relay.ana), relay.now + timedelta(hours=1))
    assert relay.store.snoozes.asleep() == (second,)
    relay.ana.not_needed(relay.opened(relay.ana))
    assert relay.store.snoozes.asleep() == ()
    assert relay.store.decided.verify_audit() is None


def test_nobody_snoozes_into_the_past_or_for_a_year(relay: Relay) -> None:
    for until in (relay.now, relay.now + timedelta(days=91)):
        with pytest.raises(BadInput, match="at most 90 days"):
            relay.ana.snoozes.snooze(relay.opened(relay.ana), until)


def test_a_ticket_that_should_have_been_flagged_is_remembered_with_what_was_thought_of_it(relay: Relay) -> None:
    with pytest.raises(Refused, match="suggested for this ticket already"):
        relay.ana.snoozes.should_have_been_flagged(relay.opened(relay.ana))
    miss = relay.ana.snoozes.should_have_been_flagged(relay.opened(relay.ana, "2"), " she is the chief buyer ")
    assert (miss.why, miss.versions is not None) == ("she is the chief buyer", True)
    assert relay.opened(relay.bob, "2").missed == miss
    with pytest.raises(Refused, match="Ana Ortiz has said so"):
        relay.bob.snoozes.should_have_been_flagged(relay.opened(relay.bob, "2"))
    relay.ana.take_back(miss)
    assert relay.opened(relay.ana, "2").missed is None
    assert relay.store.snoozes.missed() == ()
