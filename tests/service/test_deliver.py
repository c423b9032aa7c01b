"""What people decide reaches the helpdesk once, or a person hears why not."""

from datetime import timedelta

import pytest

from app.domain.changes import ChangeState, Outcome
from app.errors import AuthFailed, RateLimited, Refused, Unreachable
from app.service.decide import note_change
from app.service.deliver import LEASE, LONGEST_WAIT, backoff, deliver_due
from app.store.store import Store
from tests.builders import DESK, NOW, batch, id_of, ticket
from tests.fakes import FakeHelpdesk


@pytest.fixture
def helpdesk(store: Store) -> FakeHelpdesk:
    store.pulled.apply(batch(ticket("1"), ticket("2")), connection=DESK)
    return FakeHelpdesk(name=DESK)


def add_note(store: Store, number: str = "1") -> None:
    store.decided.add_note(note_change(id_of(number), "Called back.", NOW), by="Ana", at=NOW)


def states(store: Store, number: str = "1") -> list[ChangeState]:
    return [delivery.state for delivery in store.decided.deliveries(id_of(number))]


def test_a_delivered_change_is_done_and_not_sent_again(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    assert deliver_due(helpdesk, store, now=NOW) == 1
    assert deliver_due(helpdesk, store, now=NOW) == 0
    assert states(store) == [ChangeState.DONE]
    assert len(helpdesk.applied) == 1


def test_an_unreachable_helpdesk_keeps_the_change_for_later(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    helpdesk.write_failures.append(Unreachable("no route"))
    with pytest.raises(Unreachable):
        deliver_due(helpdesk, store, now=NOW)
    assert states(store) == [ChangeState.WAITING]
    assert deliver_due(helpdesk, store, now=NOW) == 0
    assert deliver_due(helpdesk, store, now=NOW + backoff(1)) == 1
    assert states(store) == [ChangeState.DONE]


def test_one_change_that_cannot_be_delivered_does_not_hold_up_the_others(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store, "1")
    add_note(store, "2")
    helpdesk.write_failures.append(Unreachable("this ticket answers 500"))
    assert deliver_due(helpdesk, store, now=NOW) == 1
    assert sorted(states(store, "1") + states(store, "2")) == [ChangeState.DONE, ChangeState.WAITING]


def test_later_means_as_late_as_the_helpdesk_asks(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    helpdesk.write_failures.append(RateLimited("slow down", retry_after=timedelta(minutes=3)))
    with pytest.raises(RateLimited):
        deliver_due(helpdesk, store, now=NOW)
    assert deliver_due(helpdesk, store, now=NOW + timedelta(minutes=2, seconds=59)) == 0
    assert deliver_due(helpdesk, store, now=NOW + timedelta(minutes=3)) == 1


def test_a_revoked_token_keeps_the_change_and_stops_the_connection(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    helpdesk.write_failures.append(AuthFailed("revoked"))
    with pytest.raises(AuthFailed):
        deliver_due(helpdesk, store, now=NOW)
    assert states(store) == [ChangeState.WAITING]


def test_a_refusal_is_final_and_shown(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    helpdesk.write_failures.append(Refused("Comments are closed."))
    assert deliver_due(helpdesk, store, now=NOW) == 1
    assert states(store) == [ChangeState.FAILED]
    (failed,) = store.pulse.health(now=NOW).failed_changes
    assert "Comments are closed." in failed.why


def test_a_bug_sets_one_change_aside_and_the_others_go_on(
    store: Store, helpdesk: FakeHelpdesk, caplog: pytest.LogCaptureFixture
) -> None:
    add_note(store, "1")
    add_note(store, "2")
    helpdesk.write_failures.append(ZeroDivisionError("ours"))
    deliver_due(helpdesk, store, now=NOW)
    assert sorted(states(store, "1") + states(store, "2")) == [ChangeState.DONE, ChangeState.FAILED]
    assert "ZeroDivisionError" in caplog.text
    assert "Called back." not in caplog.text


def test_what_cannot_be_read_back_is_tried_again(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    helpdesk.outcomes.append(Outcome.UNKNOWN)
    assert deliver_due(helpdesk, store, now=NOW) == 0
    assert states(store) == [ChangeState.WAITING]
    assert deliver_due(helpdesk, store, now=NOW + backoff(1)) == 1


def test_a_claim_whose_process_died_is_delivered_by_the_next(store: Store, helpdesk: FakeHelpdesk) -> None:
    add_note(store)
    (lost,) = store.decided.claim(NOW, connection=DESK, lease=LEASE, limit=8)
    assert deliver_due(helpdesk, store, now=NOW) == 0
    assert deliver_due(helpdesk, store, now=NOW + LEASE) == 1
    assert not store.decided.settle(lost, helpdesk.apply(lost.change)), "the dead process's claim is fenced off"
    assert states(store) == [ChangeState.DONE]


def test_waiting_doubles_up_to_a_limit() -> None:
    waits = [backoff(attempt) for attempt in range(1, 200)]
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert waits[-1] == LONGEST_WAIT
    assert waits == sorted(waits)
