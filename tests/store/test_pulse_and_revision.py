"""How the machinery is, and what has changed since one last looked."""

from datetime import timedelta

import pytest

from app.domain.health import ConnectionHealth, SyncState, WorkerHealth, WorkerState
from app.domain.people import Account
from app.domain.revision import Changed
from app.domain.tickets import AccountId
from app.store.revision import MOST
from app.store.store import Store
from tests.builders import DESK, NOW, account, agent, analysis, change, decision, id_of, message, receipt, ticket
from tests.store.testbed import Opener, judge, numbers, pull

OFFLINE = ConnectionHealth(DESK, SyncState.OFFLINE, NOW, "It does not answer.", NOW + timedelta(seconds=4), 12)


def test_health_is_what_was_last_said(opened: Opener) -> None:
    store = opened()
    store.pulse.set_connection(ConnectionHealth(DESK, SyncState.STARTING))
    store.pulse.set_connection(OFFLINE)
    store.pulse.set_worker(WorkerHealth(WorkerState.READING, NOW, 3, 9))
    health = opened().pulse.health(NOW)
    assert health.connections == (OFFLINE,)
    assert health.worker == WorkerHealth(WorkerState.READING, NOW, 3, 9)
    assert health.waiting_changes == 0


def test_a_silent_worker_is_absent_but_what_it_had_done_stays(store: Store) -> None:
    assert store.pulse.health(NOW).worker.state is WorkerState.ABSENT
    store.pulse.set_worker(WorkerHealth(WorkerState.READING, NOW, 3, 9))
    assert store.pulse.health(NOW + timedelta(seconds=15)).worker.state is WorkerState.READING
    gone = store.pulse.health(NOW + timedelta(seconds=15, milliseconds=1)).worker
    assert gone == WorkerHealth(WorkerState.ABSENT, NOW, 3, 9)


def test_health_counts_what_waits(store: Store) -> None:
    pull(store, ticket())
    store.decided.record(decision(), (change(),), not_before=NOW)
    assert store.pulse.health(NOW).waiting_changes == 1


def test_nothing_has_changed_since_now(store: Store) -> None:
    pull(store, ticket())
    assert store.changed_since(store.revision()) == Changed(store.revision())


def changes(store: Store, since: int) -> list[str]:
    changed = store.changed_since(since)
    assert not changed.everything
    assert changed.revision == store.revision()
    return sorted(numbers(changed.tickets))


def test_each_writer_shows_the_tickets_that_it_touched(store: Store) -> None:
    said = message("hello", number="2")
    known = AccountId("northwind")
    pull(store, ticket("1", account=known), ticket("2", owner="ana"), messages=[said], agents=(agent("ana"),))
    since = store.revision()
    pull(store, ticket("1", account=known, version="2"))
    assert changes(store, since) == ["1"]

    since = store.revision()
    store.triaged.record_analyses([analysis(said)])
    assert changes(store, since) == ["2"]

    since = store.revision()
    judge(store, "1")
    assert changes(store, since) == ["1"]

    since = store.revision()
    store.facts.record([account()])
    assert changes(store, since) == ["1"]

    since = store.revision()
    pull(store, agents=(agent("ana", name="Ana Ortiz-Lind"),))
    assert changes(store, since) == ["2"]


def test_every_step_of_a_decision_shows_its_ticket_and_the_outbox(store: Store) -> None:
    pull(store, ticket())
    since = store.revision()
    store.decided.record(decision(), (change(),), not_before=NOW)
    assert (changes(store, since), store.changed_since(since).health) == (["1"], True)

    since = store.revision()
    [claim] = store.decided.claim(NOW, lease=timedelta(minutes=1), limit=1)
    assert (changes(store, since), store.changed_since(since).health) == (["1"], True)

    since = store.revision()
    store.decided.settle(claim, receipt(claim.change))
    assert (changes(store, since), store.changed_since(since).health) == (["1"], True)


def test_health_changes_alone_show_no_ticket(store: Store) -> None:
    pull(store, ticket())
    since = store.revision()
    store.pulse.set_connection(OFFLINE)
    assert store.changed_since(since) == Changed(store.revision(), health=True)


def test_a_draft_is_nobody_elses_news(store: Store) -> None:
    pull(store, ticket())
    since = store.revision()
    store.decided.save_draft(id_of("1"), "Dear", at=NOW)
    assert store.changed_since(since).tickets == ()


def test_too_many_changes_to_list_are_everything(store: Store) -> None:
    since = store.revision()
    pull(store, *[ticket(str(number)) for number in range(MOST)])
    assert len(store.changed_since(since).tickets) == MOST
    pull(store, ticket("one more"))
    assert store.changed_since(since) == Changed(store.revision(), everything=True, health=True)


def test_a_tick_from_the_future_is_another_stores(store: Store) -> None:
    pull(store, ticket())
    assert store.changed_since(store.revision() + 1).everything


@pytest.mark.parametrize("since", [0, -1])
def test_from_the_beginning_everything_there_is_has_changed(store: Store, since: int) -> None:
    pull(store, ticket(), ticket("2"))
    store.facts.record([Account(AccountId("nobody's"), "Nobody")])
    assert changes(store, since) == ["1", "2"]


def test_another_program_sees_changes_in_their_order(opened: Opener) -> None:
    writer, reader = opened(), opened()
    known = reader.revision()
    for number in range(20):
        pull(writer, ticket(str(number)))
        changed = reader.changed_since(known)
        assert numbers(changed.tickets) == [str(number)]
        known = changed.revision
