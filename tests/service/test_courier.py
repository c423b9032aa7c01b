"""One connection's traffic goes on through whatever a helpdesk may do, and says how it goes."""

from datetime import timedelta

import pytest

from app.domain.batch import Complaint
from app.domain.health import ConnectionHealth, SyncState
from app.errors import AuthFailed, BadInput, RateLimited, Refused, Unreachable
from app.service.courier import Courier
from app.service.decide import note_change
from app.store.store import Store
from tests.builders import DESK, NOW, batch, id_of, ticket
from tests.fakes import FakeHelpdesk

POLL = timedelta(seconds=20)


def health(store: Store) -> ConnectionHealth:
    (only,) = store.pulse.health(now=NOW).connections
    return only


def two_pages() -> FakeHelpdesk:
    return FakeHelpdesk([batch(ticket("1")), batch(ticket("2"))], name=DESK)


def test_it_pulls_until_there_is_nothing_more_and_is_live(store: Store) -> None:
    courier = Courier(two_pages(), store, poll=POLL)
    assert courier.step(NOW)
    assert health(store).state is SyncState.SYNCING
    assert not courier.step(NOW)
    assert (health(store).state, health(store).synced_at) == (SyncState.LIVE, NOW)
    assert store.pulled.ticket(id_of("2")) is not None


def test_it_asks_again_only_when_the_poll_is_due(store: Store) -> None:
    helpdesk = FakeHelpdesk([batch(ticket("1"))], name=DESK)
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    helpdesk.batches.append(batch(ticket("2")))
    courier.step(NOW + POLL / 2)
    assert store.pulled.ticket(id_of("2")) is None
    courier.step(NOW + POLL)
    assert store.pulled.ticket(id_of("2")) is not None


def test_what_was_pulled_before_a_failure_is_kept_and_the_rest_follows(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    helpdesk = two_pages()
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    helpdesk.failures.extend([Unreachable("half a body"), Unreachable("HTML")])
    courier.step(NOW)
    offline = health(store)
    assert (offline.state, offline.problem) == (SyncState.OFFLINE, "half a body")
    assert offline.retry_at is not None
    assert not courier.step(offline.retry_at - timedelta(milliseconds=1))
    courier.step(offline.retry_at)
    later = health(store).retry_at
    assert later is not None
    courier.step(later)
    assert store.pulled.ticket(id_of("2")) is not None
    assert health(store).state is SyncState.LIVE
    assert [record.message for record in caplog.records if "offline" in record.message] == [
        "desk: offline: half a body"
    ]


def test_it_waits_as_long_as_the_helpdesk_asks(store: Store) -> None:
    helpdesk = two_pages()
    helpdesk.failures.append(RateLimited("429", retry_after=timedelta(minutes=7)))
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    assert health(store).retry_at == NOW + timedelta(minutes=7)


def test_a_revoked_token_stops_it_until_a_person_mends_it(store: Store) -> None:
    helpdesk = two_pages()
    helpdesk.failures.append(AuthFailed("The token was revoked; make a new one."))
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    courier.step(NOW + timedelta(days=1))
    assert courier.stopped
    assert (health(store).state, health(store).problem) == (
        SyncState.STOPPED,
        "The token was revoked; make a new one.",
    )
    assert store.pulled.ticket(id_of("1")) is None


def test_a_source_that_cannot_be_read_stops_with_what_to_do(store: Store) -> None:
    helpdesk = two_pages()
    helpdesk.failures.append(BadInput("tickets.jsonl is not there; put it back."))
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    assert (health(store).state, health(store).problem) == (
        SyncState.STOPPED,
        "tickets.jsonl is not there; put it back.",
    )


def test_a_change_that_cannot_be_delivered_does_not_stop_the_sync(store: Store) -> None:
    helpdesk = two_pages()
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    store.decided.add_note(note_change(id_of("1"), "Called back.", NOW), by="Ana", at=NOW)
    helpdesk.write_failures.extend([Unreachable("this ticket answers 500")] * 9)
    courier.step(NOW)
    assert store.pulled.ticket(id_of("2")) is not None
    assert health(store).state is SyncState.LIVE


def test_a_passing_refusal_is_said_and_tried_again(store: Store) -> None:
    helpdesk = two_pages()
    helpdesk.failures.append(Refused("404 for a moment"))
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    said = health(store)
    assert (said.state, said.problem) == (SyncState.OFFLINE, "404 for a moment")
    assert said.retry_at is not None
    courier.step(said.retry_at)
    assert store.pulled.ticket(id_of("1")) is not None


def test_a_bug_of_ours_is_said_and_raised_for_the_log(store: Store) -> None:
    helpdesk = two_pages()
    helpdesk.failures.append(KeyError("ours"))
    courier = Courier(helpdesk, store, poll=POLL)
    with pytest.raises(KeyError):
        courier.step(NOW)
    assert health(store).state is SyncState.OFFLINE
    assert "its log says how" in health(store).problem


def test_a_connection_is_starting_until_it_has_tried(store: Store) -> None:
    store.pulse.set_connection(ConnectionHealth(DESK, SyncState.STOPPED, problem="of yesterday"))
    Courier(two_pages(), store, poll=POLL).begin()
    assert (health(store).state, health(store).problem) == (SyncState.STARTING, "")


def test_after_a_delivery_it_asks_for_the_helpdesks_own_view_at_once(store: Store) -> None:
    helpdesk = FakeHelpdesk([batch(ticket("1"))], name=DESK)
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    store.decided.add_note(note_change(id_of("1"), "Called back.", NOW), by="Ana", at=NOW)
    helpdesk.batches.append(batch(ticket("1", subject="As it is now")))
    courier.step(NOW + timedelta(seconds=1))
    found = store.pulled.ticket(id_of("1"))
    assert found is not None
    assert found.subject == "As it is now"


def test_a_read_only_connection_is_never_written_to(store: Store) -> None:
    helpdesk = FakeHelpdesk([batch(ticket("1"))], name=DESK, writable=False)
    courier = Courier(helpdesk, store, poll=POLL)
    courier.step(NOW)
    store.decided.add_note(note_change(id_of("1"), "Called back.", NOW), by="Ana", at=NOW)
    courier.step(NOW + POLL)
    assert helpdesk.applied == []
    courier.close()
    assert helpdesk.closed


def test_what_could_not_be_read_is_logged_with_its_place(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    helpdesk = FakeHelpdesk([batch(ticket("1"), complaints=(Complaint("line 7", "no messages"),))], name=DESK)
    Courier(helpdesk, store, poll=POLL).step(NOW)
    assert "desk: line 7: no messages" in caplog.text
