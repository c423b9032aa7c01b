"""A decision is there with its log entry and its write-back, or not at all; undo is true or too late."""

from datetime import timedelta

import pytest

from app.domain.changes import ChangeState, Note, Outcome
from app.domain.decisions import DecisionKind
from app.domain.health import FailedChange
from app.domain.queue import Lens
from app.errors import Refused
from app.store.store import Store
from tests.builders import NOW, change, contribution, decision, id_of, receipt, ticket
from tests.store.testbed import Opener, judge, pull, seen

LEASE = timedelta(minutes=2)
LATER = NOW + timedelta(seconds=10)
ANA = "Ana Ortiz"


@pytest.fixture(autouse=True)
def one_ticket(store: Store) -> None:
    pull(store, ticket())


def states(store: Store) -> list[ChangeState]:
    return [each.state for each in store.decided.deliveries(id_of("1"))]


def subjects(store: Store) -> list[str]:
    return [entry.subject for entry in store.decided.audit()]


def test_a_decision_comes_with_its_entry_and_its_write_back(opened: Opener, store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=LATER)
    again = opened()
    assert again.decided.decisions(id_of("1")) == (decision(),)
    assert subjects(again) == ["decision decision-1"]
    [delivery] = again.decided.deliveries(id_of("1"))
    assert (delivery.state, delivery.decision, delivery.text) == (ChangeState.WAITING, "decision-1", "")
    assert again.decided.waiting_count() == 1


def test_recording_the_same_decision_again_changes_nothing(store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=LATER)
    before = store.revision()
    store.decided.record(decision(), (change(name="another"),), not_before=LATER)
    assert store.revision() == before
    assert len(states(store)) == 1


def test_a_decision_that_cannot_be_written_whole_leaves_nothing(store: Store) -> None:
    broken = change(name="b", decided_at=None)
    with pytest.raises(Exception, match=r"null|NULL|None"):
        store.decided.record(decision(), (change(), broken), not_before=LATER)
    assert store.decided.decisions(id_of("1")) == ()
    assert states(store) == []
    assert subjects(store) == []


def test_decisions_come_oldest_first(store: Store) -> None:
    before = None
    for name in ("b", "a", "c"):
        made = decision(name=name, kind=DecisionKind.NOT_NEEDED, instead_of=before)
        store.decided.record(made, (), not_before=LATER)
        before = made.id
    assert [each.id[-1] for each in store.decided.decisions(id_of("1"))] == ["b", "a", "c"]


def test_only_one_decision_stands_and_the_second_person_hears_whose(store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=LATER)
    with pytest.raises(Refused, match="Ana Ortiz has decided"):
        store.decided.record(decision(name="b"), (change(name="b"),), not_before=LATER)
    assert len(store.decided.deliveries(id_of("1"))) == 1
    store.decided.undo(decision().id, at=NOW)
    store.decided.record(decision(name="b"), (change(name="b"),), not_before=LATER)


def test_undo_withdraws_what_still_waits(store: Store) -> None:
    store.decided.record(decision(), (change(), change(name="b")), not_before=LATER)
    assert store.decided.undo(decision().id, at=NOW)
    assert states(store) == [ChangeState.WITHDRAWN, ChangeState.WITHDRAWN]
    assert store.decided.decisions(id_of("1")) == (decision(undone_at=NOW),)
    assert store.decided.waiting_count() == 0
    assert store.decided.claim(LATER + LEASE, lease=LEASE, limit=9) == ()
    assert subjects(store) == ["decision decision-1", "undo decision-1"]


def test_undoing_twice_is_undone_once(store: Store) -> None:
    store.decided.record(decision(), (change(),), not_before=LATER)
    assert store.decided.undo(decision().id, at=NOW)
    assert store.decided.undo(decision().id, at=LATER)
    assert store.decided.decisions(id_of("1")) == (decision(undone_at=NOW),)
    assert len(subjects(store)) == 2


def test_undo_is_too_late_once_any_change_was_claimed(store: Store) -> None:
    store.decided.record(decision(), (change(), change(name="b")), not_before=LATER)
    [claim] = store.decided.claim(LATER, lease=LEASE, limit=9)
    assert not store.decided.undo(decision().id, at=LATER)
    assert states(store) == [ChangeState.SENDING, ChangeState.WAITING]
    store.decided.retry(claim, not_before=LATER, problem="offline")
    assert not store.decided.undo(decision().id, at=LATER)
    assert store.decided.decisions(id_of("1")) == (decision(),)


def test_a_decision_that_writes_nothing_can_be_undone_at_any_time(store: Store) -> None:
    store.decided.record(decision(kind=DecisionKind.NOT_NEEDED), (), not_before=LATER)
    assert store.decided.undo(decision().id, at=NOW + timedelta(days=1))


def test_undoing_what_was_never_decided_is_false(store: Store) -> None:
    assert not store.decided.undo(decision("404").id, at=NOW)


def test_a_note_waits_is_logged_and_takes_its_draft_along(store: Store) -> None:
    store.decided.save_draft(id_of("1"), "Call them ba", at=NOW, by=ANA)
    store.decided.add_note(change("1", Note("Call them back")), by=ANA, at=LATER)
    assert store.decided.draft(id_of("1"), by=ANA) == ""
    [delivery] = store.decided.deliveries(id_of("1"))
    assert (delivery.state, delivery.decision, delivery.text) == (ChangeState.WAITING, "", "Call them back")
    assert subjects(store) == ["note change-1"]
    store.decided.add_note(change("1", Note("Call them back")), by=ANA, at=LATER)
    assert len(states(store)) == 1


def test_a_save_that_comes_late_does_not_revive_a_draft(store: Store) -> None:
    store.decided.save_draft(id_of("1"), "Call", at=NOW, by=ANA)
    store.decided.add_note(change("1", Note("Call them back")), by=ANA, at=LATER)
    store.decided.save_draft(id_of("1"), "Call them back", at=LATER - timedelta(milliseconds=1), by=ANA)
    assert store.decided.draft(id_of("1"), by=ANA) == ""
    store.decided.save_draft(id_of("1"), "And then", at=LATER + timedelta(seconds=1), by=ANA)
    assert store.decided.draft(id_of("1"), by=ANA) == "And then"


@pytest.mark.parametrize("text", ["", "a\x00b \ud800", "  lines\n\n\tand tabs  "])
def test_a_draft_is_kept_to_the_last_character(opened: Opener, store: Store, text: str) -> None:
    store.decided.save_draft(id_of("1"), text, at=NOW)
    assert opened().decided.draft(id_of("1")) == text


def test_two_who_write_on_one_ticket_keep_both_drafts(store: Store) -> None:
    store.decided.save_draft(id_of("1"), "of old", at=NOW - timedelta(days=1))
    assert store.decided.draft(id_of("1"), by=ANA) == "of old"
    store.decided.save_draft(id_of("1"), "Ana's", at=NOW, by=ANA)
    store.decided.save_draft(id_of("1"), "Bob's", at=NOW, by="Bob Lindgren")
    assert store.decided.draft(id_of("1"), by=ANA) == "Ana's"
    store.decided.add_note(change("1", Note("Bob's")), by="Bob Lindgren", at=LATER)
    assert store.decided.draft(id_of("1"), by=ANA) == "Ana's"
    assert store.decided.draft(id_of("1"), by="Bob Lindgren") == ""


def test_a_ticket_without_a_draft_has_an_empty_one(store: Store) -> None:
    assert store.decided.draft(id_of("404")) == ""


def test_failed_write_backs_are_shown_until_dismissed(store: Store) -> None:
    store.decided.add_note(change("1", Note("n")), by="Ana Ortiz", at=NOW)
    [claim] = store.decided.claim(LATER, lease=LEASE, limit=9)
    refused = receipt(claim.change, Outcome.DENIED, "No permission to comment.")
    assert store.decided.settle(claim, refused)
    shown = FailedChange("1", "Subject of 1", refused.at, "No permission to comment.")
    assert store.decided.failed() == (shown,)
    assert store.pulse.health(NOW).failed_changes == (shown,)
    store.decided.dismiss_failed()
    assert store.decided.failed() == ()
    [delivery] = store.decided.deliveries(id_of("1"))
    assert (delivery.state, delivery.receipt) == (ChangeState.FAILED, refused)


def test_a_decided_ticket_leaves_the_suggested_and_an_undone_one_returns(store: Store) -> None:
    judge(store, "1", contribution(points=60))
    assert seen(store, Lens.SUGGESTED) == ["1"]
    store.decided.record(decision(), (change(),), not_before=LATER)
    assert seen(store, Lens.SUGGESTED) == []
    assert store.queue.rows([id_of("1")])[0].decided == "accepted"
    store.decided.undo(decision().id, at=NOW)
    assert seen(store, Lens.SUGGESTED) == ["1"]
    assert store.queue.rows([id_of("1")])[0].decided == ""
