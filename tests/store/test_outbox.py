"""Changes are claimed by one at a time, delivered in order, and settled once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.domain.changes import Change, ChangeState, Note, Outcome
from app.domain.tickets import ConnectionName
from app.store.outbox import Claim
from app.store.store import Store
from tests.builders import DESK, NOW, batch, change, decision, id_of, receipt, ticket
from tests.store.testbed import Opener, pull

LEASE = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def three_tickets(store: Store) -> None:
    pull(store, ticket("1"), ticket("2"), ticket("3"))


def note(store: Store, number: str, name: str = "") -> Change:
    made = change(number, Note(f"{number}{name}"), name=name)
    store.decided.add_note(made, by="Ana Ortiz", at=NOW)
    return made


def claim(store: Store, seconds: float = 0, limit: int = 9, **where: ConnectionName) -> tuple[Claim, ...]:
    return store.decided.claim(NOW + timedelta(seconds=seconds), lease=LEASE, limit=limit, **where)


def ids(claims: Sequence[Claim]) -> list[str]:
    return [each.change.id for each in claims]


def state(store: Store, number: str = "1") -> list[ChangeState]:
    return [each.state for each in store.decided.deliveries(id_of(number))]


def test_a_claim_carries_the_change_as_it_was_put(store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=NOW)
    assert claim(store) == (Claim(change(), 1, DESK),)


def test_nothing_is_claimed_before_its_time(store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=NOW + timedelta(seconds=10))
    assert claim(store, 9.999) == ()
    assert len(claim(store, 10)) == 1


def test_asking_when_nothing_is_due_leaves_no_tick(store: Store) -> None:
    before = store.revision()
    assert claim(store) == ()
    assert store.revision() == before


def test_what_is_claimed_is_not_claimed_again_while_the_lease_lasts(store: Store) -> None:
    note(store, "1")
    assert ids(claim(store)) == ["change-1"]
    assert claim(store, 119) == ()
    assert state(store) == [ChangeState.SENDING]


def test_a_lease_that_ran_out_lets_another_have_it(store: Store) -> None:
    note(store, "1")
    [dead] = claim(store)
    [fresh] = claim(store, 120)
    assert (dead.attempt, fresh.attempt) == (1, 2)
    assert not store.decided.settle(dead, receipt(dead.change))
    store.decided.retry(dead, not_before=NOW, problem="late")
    assert state(store) == [ChangeState.SENDING]
    assert store.decided.settle(fresh, receipt(fresh.change))
    assert state(store) == [ChangeState.DONE]


def test_who_is_late_but_was_not_replaced_may_still_settle(store: Store) -> None:
    note(store, "1")
    [late] = claim(store)
    assert store.decided.settle(late, receipt(late.change))


def test_settling_again_with_the_same_receipt_is_fine_and_with_another_is_not(store: Store) -> None:
    note(store, "1")
    [mine] = claim(store)
    assert store.decided.settle(mine, receipt(mine.change))
    assert store.decided.settle(mine, receipt(mine.change))
    assert not store.decided.settle(mine, receipt(mine.change, Outcome.LOST))
    assert state(store) == [ChangeState.DONE]


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.APPLIED])
def test_whatever_was_not_applied_is_shown_as_failed(store: Store, outcome: Outcome) -> None:
    note(store, "1")
    [mine] = claim(store)
    assert store.decided.settle(mine, receipt(mine.change, outcome, "because"))
    assert state(store) == [ChangeState.FAILED]
    assert [each.why for each in store.decided.failed()] == ["because"]


def test_a_retry_waits_and_says_why(store: Store) -> None:
    note(store, "1")
    [mine] = claim(store)
    store.decided.retry(mine, not_before=NOW + timedelta(seconds=30), problem="The helpdesk does not answer.")
    [delivery] = store.decided.deliveries(id_of("1"))
    assert (delivery.state, delivery.problem) == (ChangeState.WAITING, "The helpdesk does not answer.")
    assert claim(store, 29) == ()
    assert [each.attempt for each in claim(store, 30)] == [2]


def test_a_tickets_changes_go_in_their_order_one_at_a_time(store: Store) -> None:
    store.decided.record(decision(), (change(name="z"), change(name="y")), not_before=NOW)
    note(store, "1", "a")
    for expected in ("change-1z", "change-1y", "change-1a"):
        [mine] = claim(store)
        assert mine.change.id == expected
        assert claim(store) == ()
        store.decided.settle(mine, receipt(mine.change))
    assert claim(store) == ()


def test_a_change_that_waits_for_its_retry_holds_back_the_later_ones(store: Store) -> None:
    note(store, "1", "a")
    note(store, "1", "b")
    note(store, "2")
    first, other = claim(store)
    assert (first.change.id, other.change.id) == ("change-1a", "change-2")
    store.decided.retry(first, not_before=NOW + timedelta(hours=1), problem="later")
    assert claim(store) == ()


def test_a_change_that_failed_or_was_withdrawn_holds_back_nothing(store: Store) -> None:
    store.decided.record(decision(), (change(name="undone"),), not_before=NOW)
    store.decided.undo(decision().id, at=NOW)
    note(store, "1", "a")
    note(store, "1", "b")
    [mine] = claim(store)
    assert mine.change.id == "change-1a"
    store.decided.settle(mine, receipt(mine.change, Outcome.CONFLICT))
    assert ids(claim(store)) == ["change-1b"]


def test_a_connection_claims_its_own_changes_only(store: Store) -> None:
    other = ConnectionName("other")
    store.pulled.apply(batch(ticket("9", connection=other)), connection=other)
    note(store, "1")
    far = change("9", Note("far"), ticket=ticket("9", connection=other).id)
    store.decided.add_note(far, by="Ana Ortiz", at=NOW)
    assert ids(claim(store, connection=other)) == ["change-9"]
    assert ids(claim(store, connection=DESK)) == ["change-1"]


def test_no_more_is_claimed_than_asked_for_the_oldest_first(store: Store) -> None:
    for number in ("3", "1", "2"):
        note(store, number)
    assert ids(claim(store, limit=2)) == ["change-3", "change-1"]
    assert ids(claim(store, limit=2)) == ["change-2"]


def test_couriers_at_once_never_get_the_same_change(opened: Opener, store: Store) -> None:
    pull(store, *[ticket(str(number)) for number in range(10, 50)])
    for number in range(10, 50):
        note(store, str(number))
    couriers = [opened() for _ in range(4)]

    def work(courier: Store) -> list[str]:
        done: list[str] = []
        while claims := claim(courier, limit=3):
            done += [each.change.id for each in claims if courier.decided.settle(each, receipt(each.change))]
        return done

    with ThreadPoolExecutor(4) as pool:
        delivered = [each for done in pool.map(work, couriers) for each in done]
    assert sorted(delivered) == sorted(f"change-{number}" for number in range(10, 50))
    assert store.decided.waiting_count() == 0


def test_a_claim_says_when_its_change_was_last_on_its_way(store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=NOW)
    (first,) = store.decided.claim(NOW, lease=LEASE, limit=1)
    assert first.change.tried_at is None
    later = NOW + LEASE
    (second,) = store.decided.claim(later, lease=LEASE, limit=1)
    assert second.change.tried_at == NOW
    store.decided.retry(second, not_before=later, problem="no answer")
    (third,) = store.decided.claim(later + LEASE, lease=LEASE, limit=1)
    assert third.change.tried_at == later
