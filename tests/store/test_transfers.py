"""Transfers, consults, snoozes and unsent texts, over both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.changes import ChangeState
from app.domain.consult import Consult, ConsultId, close
from app.domain.handoffs import Feedback, FeedbackId
from app.domain.queue import Lens
from app.domain.routing import Destination
from app.domain.snooze import Miss, MissId, Snooze, SnoozeId
from app.domain.tickets import Status
from app.domain.transfer import Action, Actor, Deed, Said, SaidId, Transfer, TransferId, TransferState, step
from app.errors import Refused
from app.store.store import Store
from tests.builders import NOW, VERSIONS, change, contribution, decision, id_of, owner_id, ticket
from tests.store.testbed import Opener, judge, pull, seen

BILLING = Destination("Tier 2 Billing", 2)
BOB = Actor("Bob Lindgren", owner_id("bob"), ("Tier 2 Billing",))
PRIYA = Actor("Priya", owner_id("priya"), ("Tier 2 Billing",))
ANA = Actor("Ana Ortiz", owner_id("ana"))
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def one_ticket(store: Store) -> None:
    pull(store, ticket())
    judge(store, "1", contribution(points=60))


def an_offer(name: str = "1") -> Transfer:
    return Transfer(TransferId(f"transfer-{name}"), id_of("1"), "Ana Ortiz", BILLING, NOW, NOW + timedelta(minutes=30))


def keep(store: Store, transfer: Transfer) -> Transfer:
    store.transfers.offer(transfer, None, standing=None, not_before=NOW)
    return transfer


def accepted_by(by: Actor) -> Action:
    return Action(Deed.ACCEPT, by, LATER, id=f"accepted-by-{by.name}")


def move(store: Store, before: Transfer, action: Action, **rest: object) -> bool:
    return store.transfers.move(before, step(before, action), action, **rest)  # type: ignore[arg-type]


def test_an_offer_is_read_back_as_it_was_made_with_its_entry(opened: Opener, store: Store) -> None:
    made = keep(store, an_offer())
    again = opened()
    assert again.transfers.transfer(made.id) == made
    assert again.transfers.open() == again.transfers.of_ticket(id_of("1")) == (made,)
    assert [each.subject for each in again.decided.audit()] == ["transfer transfer-1 1"]
    before = store.revision()
    keep(store, made)
    assert store.revision() == before


def test_there_is_one_offer_of_a_ticket_at_a_time(store: Store) -> None:
    keep(store, an_offer())
    with pytest.raises(Refused, match="offers this ticket to Tier 2 Billing already"):
        keep(store, an_offer("2"))


def test_who_has_not_seen_the_decision_that_stands_cannot_offer(store: Store) -> None:
    store.decided.record(decision(), (), not_before=NOW)
    with pytest.raises(Refused, match="decided on this ticket meanwhile"):
        keep(store, an_offer())
    store.transfers.offer(an_offer(), None, standing=decision().id, not_before=NOW)


def test_an_acceptance_comes_with_its_decision_and_write_back_or_not_at_all(store: Store) -> None:
    made = keep(store, an_offer())
    action = accepted_by(BOB)
    taken = decision(name="t", by=BOB.name, at=LATER)
    broken = change(decided_at=None)
    with pytest.raises(Exception, match=r"null|NULL|None"):
        move(store, made, action, decision=taken, changes=(broken,))
    assert store.transfers.open() == (made,)
    assert move(store, made, action, decision=taken, changes=(change(),))
    assert [each.state for each in store.decided.deliveries(id_of("1"))] == [ChangeState.WAITING]
    assert store.decided.decisions(id_of("1")) == (taken,)
    assert store.decided.verify_audit() is None


def test_only_the_first_of_many_who_accept_at_once_is_through(opened: Opener, store: Store) -> None:
    made = keep(store, an_offer())
    hands = [(opened(), BOB), (opened(), PRIYA)] * 2

    def accept(hand: tuple[Store, Actor]) -> bool:
        mine, who = hand
        return move(mine, made, accepted_by(who))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, hands)) == [False, False, False, True]


def test_nothing_is_accepted_on_a_word_of_the_helpdesk_that_is_no_longer_its_last(store: Store) -> None:
    made, read = keep(store, an_offer()), store.pulled.ticket(id_of("1"))
    pull(store, ticket(status=Status.SOLVED, version="2", updated_at=NOW))
    assert not move(store, made, accepted_by(BOB), ticket=read)
    assert store.transfers.open() == (made,)


def test_an_acceptance_that_is_undone_opens_the_offer_unless_it_was_offered_on(store: Store) -> None:
    made, action = keep(store, an_offer()), accepted_by(BOB)
    taken = replace(decision(name="t"), id=step(made, action).decision or decision().id)
    move(store, made, action, decision=taken, changes=(change(),))
    assert store.decided.undo(taken.id, at=LATER)
    (reopened,) = store.transfers.open()
    assert (reopened.state, reopened.version) == (TransferState.OFFERED, 3)
    again = Action(Deed.ACCEPT, BOB, LATER, id="second")
    second = replace(taken, id=step(reopened, again).decision or taken.id)
    move(store, reopened, again, decision=second)
    store.transfers.offer(
        replace(an_offer("2"), sender=BOB.name, to=Destination("Tier 3", 3)), None, standing=second.id, not_before=NOW
    )
    assert not store.decided.undo(second.id, at=LATER)


def test_lists_are_a_persons_own_newest_first(store: Store) -> None:
    first = keep(store, an_offer())
    withdrawn = Action(Deed.WITHDRAW, ANA, LATER)
    move(store, first, withdrawn)
    second = keep(store, replace(an_offer("2"), offered_at=LATER))
    assert store.transfers.sent_by("Ana Ortiz") == (second, step(first, withdrawn))
    assert store.transfers.open_from("Ana Ortiz") == (second,)
    assert store.transfers.sent_by("Bob Lindgren") == store.transfers.open_from("Bob Lindgren") == ()


def test_feedback_is_replaced_by_a_later_one_only(store: Store) -> None:
    made = keep(store, an_offer())
    late = Feedback(FeedbackId("2"), made.id, BOB.name, LATER, necessary=None, complete=True)
    early = replace(late, id=FeedbackId("1"), at=NOW)
    store.transfers.add_feedback(late)
    store.transfers.add_feedback(early)
    assert store.transfers.feedback(made.id) == late


def test_a_change_at_the_wrong_version_of_a_question_is_refused(store: Store) -> None:
    said = (Said(SaidId("s"), "Ana Ortiz", NOW, "Is it?"),)
    asked = Consult(ConsultId("consult-1"), id_of("1"), "Ana Ortiz", BILLING, said)
    store.consults.ask(asked)
    store.consults.ask(asked)
    assert store.consults.open() == (asked,)
    closed = close(asked, ANA, at=LATER)
    assert store.consults.change(asked, closed)
    assert not store.consults.change(asked, closed)
    assert (store.consults.open(), store.consults.of_ticket(id_of("1"))) == ((), (closed,))
    assert "Is it?" not in "".join(each.what for each in store.decided.audit())


def test_a_snoozed_ticket_is_in_its_lens_and_out_of_the_others(store: Store) -> None:
    made = Snooze(SnoozeId("snooze-1"), id_of("1"), "Ana Ortiz", NOW)
    store.snoozes.snooze(made)
    store.snoozes.snooze(made)
    assert (seen(store, Lens.SNOOZED), seen(store, Lens.SUGGESTED), seen(store)) == (["1"], [], ["1"])
    store.snoozes.wake(made.id, by="a reply", at=LATER)
    store.snoozes.wake(made.id, by="the time", at=LATER)
    assert store.snoozes.ended(made.id) == (LATER, "a reply")
    assert (seen(store, Lens.SNOOZED), seen(store, Lens.SUGGESTED)) == ([], ["1"])
    assert [each.subject for each in store.decided.audit()] == ["snooze snooze-1", "woken snooze-1"]


def test_a_miss_stands_until_it_is_taken_back(store: Store) -> None:
    miss = Miss(MissId("miss-1"), id_of("1"), "Ana Ortiz", NOW, "big customer", 12, VERSIONS)
    store.snoozes.miss(miss)
    store.snoozes.miss(miss)
    assert store.snoozes.missed(id_of("1")) == store.snoozes.missed() == (miss,)
    assert store.snoozes.missed(id_of("2")) == ()
    store.snoozes.take_miss_back(miss.id, by="Ana Ortiz", at=LATER)
    store.snoozes.take_miss_back(miss.id, by="Ana Ortiz", at=LATER)
    assert store.snoozes.missed() == ()


def test_a_text_that_was_sent_does_not_come_back_with_a_save_that_comes_late(store: Store) -> None:
    store.unsent.save("Ana Ortiz", "offer desk:1", "Call", at=NOW)
    store.transfers.offer(
        replace(an_offer(), offered_at=LATER), None, standing=None, not_before=NOW, draft="offer desk:1"
    )
    store.unsent.save("Ana Ortiz", "offer desk:1", "Call the", at=NOW + timedelta(seconds=1))
    assert store.unsent.text("Ana Ortiz", "offer desk:1") == ""
