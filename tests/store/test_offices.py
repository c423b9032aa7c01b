"""Offices, claims on texts and presence: one at a time, until it is over, on a file and on a server alike."""

import signal
from datetime import timedelta
from threading import Thread

import pytest

from app.domain.presence import on_ticket
from app.errors import LeaseLost
from app.store import presence, reading_claims
from app.store.store import Store
from tests.builders import DESK, MODEL, analysis, batch, id_of, message, ticket
from tests.store.test_processes import acknowledged, program
from tests.store.testbed import Opener, Where, pull
from tests.waiting import wait_until

LONG, OVER = timedelta(minutes=5), timedelta(0)


def test_an_office_is_one_workers_until_it_is_over(opened: Opener) -> None:
    one, other = opened(), opened()
    held = one.leases.take("sync desk", "one", lasting=LONG)
    assert held is not None
    assert other.leases.take("sync desk", "other", lasting=LONG) is None
    assert other.leases.take("judge", "other", lasting=LONG) is not None
    assert one.leases.take("sync desk", "one", lasting=OVER) == held, "prolonging it is no new term"
    taken = other.leases.take("sync desk", "other", lasting=LONG)
    assert taken is not None
    assert taken.token > held.token


def test_an_office_that_was_let_go_is_free_at_once(opened: Opener) -> None:
    one, other = opened(), opened()
    held = one.leases.take("judge", "one", lasting=LONG)
    assert held is not None
    one.leases.release(held)
    taken = other.leases.take("judge", "other", lasting=LONG)
    assert taken is not None
    one.leases.release(held)
    assert one.leases.take("judge", "one", lasting=LONG) is None, "what is no longer ours cannot be let go"


def test_holding_offices_repaints_nobody(store: Store) -> None:
    before = store.revision()
    store.leases.take("judge", "one", lasting=LONG)
    assert store.revision() == before


def test_who_slept_through_the_end_of_their_term_writes_nothing(opened: Opener) -> None:
    one, other = opened(), opened()
    late = one.leases.take("sync desk", "one", lasting=OVER)
    other.leases.take("sync desk", "other", lasting=LONG)
    with pytest.raises(LeaseLost, match="taken over sync desk"):
        one.pulled.apply(batch(ticket("1")), connection=DESK, lease=late)
    assert other.pulled.ticket(id_of("1")) is None
    one.pulled.apply(batch(ticket("1")), connection=DESK)  # the control: without the term it would have been written
    assert other.pulled.ticket(id_of("1")) is not None


def test_a_killed_workers_office_is_taken_over_and_not_before_it_is_over(where: Where, opened: Opener) -> None:
    store = opened()
    with program(where, "lead", "one", 10_000) as process:
        acknowledged(process, 1)
        assert store.leases.take("sync desk", "other", lasting=LONG) is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert store.leases.take("sync desk", "other", lasting=LONG) is None, "its term is not over"
        wait_until(lambda: store.leases.take("sync desk", "other", lasting=LONG) is not None, seconds=30)


def test_two_workers_read_every_text_once(opened: Opener) -> None:
    store = opened()
    texts = [f"text {number}" for number in range(200)]
    pull(store, ticket(), messages=[message(text) for text in texts])
    read: dict[str, list[str]] = {"one": [], "other": []}

    def work(name: str, own: Store) -> None:
        while some := own.triaged.unread(MODEL, limit=8, worker=name):
            read[name] += [text for _, text in some]
            own.triaged.record_analyses([analysis(text) for _, text in some])

    threads = [Thread(target=work, args=(name, opened())) for name in read]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(read["one"] + read["other"]) == sorted(texts)
    assert store.triaged.progress(MODEL) == (200, 200)


def test_without_claims_both_would_read_the_same(opened: Opener) -> None:
    # the control of the one above
    pull(opened(), ticket(), messages=[message("a"), message("b")])
    assert opened().triaged.unread(MODEL, limit=8) == opened().triaged.unread(MODEL, limit=8) != ()


def test_what_a_dead_worker_had_claimed_is_read_by_the_next(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    dead, alive = opened(), opened()
    pull(dead, ticket(), messages=[message("a"), message("b")])
    assert len(dead.triaged.unread(MODEL, limit=1, worker="dead")) == 1
    (free,) = alive.triaged.unread(MODEL, limit=8, worker="alive")
    monkeypatch.setattr(reading_claims, "LASTING", OVER)
    dead.triaged.unread(MODEL, limit=1, worker="dead")
    assert len(alive.triaged.unread(MODEL, limit=8, worker="alive")) == 2
    assert free in alive.triaged.unread(MODEL, limit=8, worker="alive")


def test_who_is_at_a_ticket_is_seen_by_the_others_until_silent(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = opened(), opened()
    one.presence.say("a", "Ana Ortiz", id_of("1"), editing=False)
    other.presence.say("b", "Bob Lindgren", id_of("1"), editing=True)
    assert [each.person for each in other.presence.others("b")] == ["Ana Ortiz"]
    everybody = one.presence.others("nobody's")
    assert [each.person for each in on_ticket(everybody, id_of("1"))] == ["Bob Lindgren", "Ana Ortiz"]
    revision = one.revision()
    other.presence.say("b", "Bob Lindgren", id_of("1"), editing=True)
    assert one.revision() == revision, "saying it again wakes nobody"
    other.presence.say("b", "Bob Lindgren", None, editing=False)
    assert one.revision() > revision
    monkeypatch.setattr(presence, "LASTING", OVER)
    other.presence.say("b", "Bob Lindgren", id_of("2"), editing=False)
    assert one.presence.others("a") == ()
