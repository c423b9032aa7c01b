"""What was accepted and the helpdesk then would not move: it is its sender's again, and both are told why."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.alerts import AlertKind
from app.domain.changes import Assign, ChangeId, ChangeState, Note, Outcome, Receipt, VerbOutcome
from app.domain.decisions import UNDO_FOR
from app.domain.handoff_shelf import HandoffKind
from app.domain.queue import Lens
from app.domain.refused_move import RefusedMove, refusal_words, way_back
from app.domain.routing import Destination
from app.domain.transfer import Transfer, TransferId, TransferState
from app.errors import Refused
from app.service.console import Console
from app.store.store import Store
from tests.builders import NOW, id_of, owner_id
from tests.service.relay import BILLING, LEASE, TO_BOB, Relay

AFTER = UNDO_FOR + timedelta(seconds=1)
NO_GROUP = "Request Tracker says: there is no queue Tier 2 Billing"


def answer(note: Outcome, assign: Outcome, why: str = "") -> Receipt:
    return Receipt(ChangeId(""), NOW, (VerbOutcome("note", note), VerbOutcome("assign", assign, why)))


@pytest.fixture
def relay(store: Store, tmp_path: Path) -> Relay:
    return Relay(store, tmp_path)


def accepted(relay: Relay) -> Transfer:
    """Offered by Ana, who is the ticket's owner in the helpdesk by then, and accepted by Bob."""
    made = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB, "Charged twice.")
    relay.wait(seconds=AFTER.total_seconds())
    relay.work()
    relay.bob.transfers.accept(made.id)
    relay.wait(seconds=AFTER.total_seconds())
    return made


def refused(relay: Relay, said: Receipt) -> Transfer:
    made = accepted(relay)
    relay.helpdesk.answers.append(said)
    relay.work()
    held = relay.ana.transfers.transfer(made.id)
    assert held is not None
    return held


def told(console: Console) -> list[str]:
    return [each.alert.because for each in console.alerts.take() if each.alert.kind is AlertKind.CAME_BACK]


def test_the_sender_has_it_again_and_both_read_what_the_helpdesk_said(relay: Relay) -> None:
    held = refused(relay, answer(Outcome.DENIED, Outcome.DENIED, NO_GROUP))
    assert (held.state, held.owner, held.why) == (TransferState.REFUSED, "Ana Ortiz", NO_GROUP)
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("ana")
    said = (
        "Bob Lindgren accepted #1 from Ana Ortiz, but the helpdesk did not move it: "
        f"{NO_GROUP}. It is Ana Ortiz's again."
    )
    assert [told(relay.ana), told(relay.bob), told(relay.priya)] == [[said], [said], []]
    assert told(relay.bob) == [], "once"
    opened = relay.opened(relay.ana)
    assert (opened.standing, opened.offer) == (None, None)
    assert relay.ana.queue(Lens.SUGGESTED) == [id_of("1")], "it is to be decided on again"
    assert relay.helpdesk.notes == []
    assert relay.store.decided.failed() == (), "nobody else need look at it"
    assert relay.store.decided.verify_audit() is None


def shelf(console: Console) -> list[HandoffKind]:
    return [each.kind for each in console.handoffs.all() if each.transfer and each.transfer.accepted_by]


def test_both_find_it_when_they_are_back_whenever_that_is(relay: Relay) -> None:
    refused(relay, answer(Outcome.DENIED, Outcome.DENIED, NO_GROUP))
    assert shelf(relay.bob) == [HandoffKind.IN_VAIN], "at once"
    relay.wait(days=16)  # a holiday
    for console, kind in ((relay.ana, HandoffKind.SENT), (relay.bob, HandoffKind.IN_VAIN)):
        assert shelf(console) == [kind]
        assert len(told(console)) == 1
    relay.wait(days=1)
    assert (shelf(relay.ana), shelf(relay.bob)) == ([HandoffKind.SENT], [HandoffKind.IN_VAIN])
    assert (shelf(relay.priya), told(relay.priya)) == ([], [])
    relay.wait(days=1, seconds=1)
    assert (shelf(relay.ana), shelf(relay.bob)) == ([], [])


def test_the_hop_is_kept_and_the_ticket_can_be_offered_again(relay: Relay) -> None:
    first = refused(relay, answer(Outcome.DENIED, Outcome.DENIED, NO_GROUP))
    with pytest.raises(Refused, match="Bob Lindgren accepted it, but the helpdesk did not move it"):
        relay.bob.transfers.accept(first.id)
    with pytest.raises(Refused, match="have not accepted"):
        relay.bob.transfers.hand_back(relay.opened(relay.bob), "No.")
    again = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB)
    relay.bob.transfers.accept(again.id)
    relay.wait(seconds=AFTER.total_seconds())
    relay.work()
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("bob")
    assert [each.state for each in relay.ana.transfers.hops(id_of("1"))] == ["refused", "accepted"]
    decision = next(each for each in relay.opened(relay.ana).decisions if each.id == first.decision)
    assert decision.undone_at is not None


def test_a_note_that_says_otherwise_is_set_right_with_another(relay: Relay) -> None:
    refused(relay, answer(Outcome.APPLIED, Outcome.DENIED, "Bob may own nothing there"))
    assert len(relay.helpdesk.notes) == 1, "ours; the first was written where the answer came from"
    (said,) = [each for each in relay.opened(relay.ana).deliveries if each.text]
    assert said.text.startswith("Not handed over after all. Bob Lindgren accepted #1 from Ana Ortiz, but the helpdesk")
    assert said.state is ChangeState.DONE


def test_a_move_that_was_made_by_half_is_taken_back(relay: Relay) -> None:
    made = accepted(relay)
    relay.helpdesk.alter(group=BILLING)  # the first half
    relay.helpdesk.answers.append(answer(Outcome.APPLIED, Outcome.PARTLY, "It is in Tier 2 Billing now, but not bob's"))
    relay.work()
    held = relay.helpdesk.tickets[id_of("1")]
    assert (held.group, held.owner) == ("Tier 1", owner_id("ana"))
    assert relay.ana.transfers.transfer(made.id).owner == "Ana Ortiz"  # type: ignore[union-attr]
    (said,) = told(relay.ana)
    assert said.endswith("It is in Tier 2 Billing now, but not bob's. It is being put back to Ana Ortiz.")


@pytest.mark.parametrize("owner", ["bob", None])
def test_a_move_of_which_nothing_is_known_is_taken_back_whoever_it_left_on_the_ticket(
    relay: Relay, owner: str | None
) -> None:
    accepted(relay)
    relay.helpdesk.alter(group=BILLING, owner=owner_id(owner) if owner else None)
    relay.helpdesk.answers.append(answer(Outcome.APPLIED, Outcome.UNKNOWN))
    relay.work()
    held = relay.helpdesk.tickets[id_of("1")]
    assert (held.group, held.owner) == ("Tier 1", owner_id("ana"))


def test_a_way_back_that_is_refused_is_said_to_both_as_well(relay: Relay) -> None:
    accepted(relay)
    relay.helpdesk.alter(group=BILLING, owner=None)
    away = "It is in Tier 2 Billing now, which Warmline may not see"
    relay.helpdesk.answers.append(answer(Outcome.APPLIED, Outcome.PARTLY, f"{away}; the owner could not be set."))
    relay.helpdesk.answers.append(answer(Outcome.LOST, Outcome.LOST, "No permission to view ticket"))
    relay.work()
    second, first = sorted(told(relay.ana))  # at one and the same time here
    assert first.endswith("the owner could not be set. It is being put back to Ana Ortiz.")
    assert second == (
        "#1 could not be put back to Ana Ortiz, who had offered it to Bob Lindgren: No permission to view ticket. "
        "Look in the helpdesk whose it is; it may be nobody's."
    )
    assert (sorted(told(relay.bob)), told(relay.priya)) == ([second, first], [])
    assert len(relay.store.decided.failed()) == 1, "somebody has to look at it"
    assert relay.store.decided.verify_audit() is None


def test_who_was_faster_in_the_helpdesk_keeps_it(relay: Relay) -> None:
    made = accepted(relay)
    relay.helpdesk.alter(owner=owner_id("priya"))
    relay.work()
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("priya")
    held = relay.bob.transfers.transfer(made.id)
    assert held is not None
    assert (held.state, held.owner) == (TransferState.REFUSED, "Ana Ortiz")
    (said,) = told(relay.bob)
    assert said.endswith("somebody has taken it meanwhile. What the helpdesk shows holds now.")


def test_a_note_alone_that_was_not_written_leaves_the_acceptance(relay: Relay) -> None:
    held = refused(relay, answer(Outcome.DENIED, Outcome.APPLIED))
    assert (held.state, held.owner) == (TransferState.ACCEPTED, "Bob Lindgren")
    assert [told(relay.ana), told(relay.bob)] == [[], []]
    assert len(relay.store.decided.failed()) == 1, "the note is still to be looked at"


def test_an_answer_that_is_settled_twice_is_compensated_once(relay: Relay) -> None:
    accepted(relay)
    said = answer(Outcome.APPLIED, Outcome.DENIED, NO_GROUP)
    (claim,) = relay.store.decided.claim(relay.now, lease=LEASE, limit=9)
    receipt = replace(said, change=claim.change.id)
    for _ in range(2):  # it was committed, and the answer lost
        assert relay.store.decided.settle(claim, receipt)
    (correction,) = relay.store.decided.claim(relay.now, lease=LEASE, limit=9)
    assert [type(each) for each in correction.change.verbs] == [Note]
    assert len(told(relay.ana)) == 1
    assert relay.store.decided.verify_audit() is None


def test_a_late_courier_changes_nothing(relay: Relay) -> None:
    made = accepted(relay)
    (late,) = relay.store.decided.claim(relay.now, lease=LEASE, limit=9)
    relay.wait(seconds=LEASE.total_seconds() + 1)
    relay.work()
    assert not relay.store.decided.settle(late, replace(answer(Outcome.DENIED, Outcome.DENIED), change=late.change.id))
    assert relay.bob.transfers.transfer(made.id).owner == "Bob Lindgren"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("outcome", "standing", "expected"),
    [
        (Outcome.UNKNOWN, True, Assign("Tier 1", owner_id("ana"), BILLING, owner_id("bob"), or_nobody=True)),
        (Outcome.PARTLY, True, Assign("Tier 1", owner_id("ana"), BILLING, None)),
        (Outcome.PARTLY, False, None),  # somebody has decided since, and that holds
        (Outcome.DENIED, True, None),
        (Outcome.LOST, True, None),
    ],
)
def test_only_what_may_have_been_moved_is_moved_back(outcome: Outcome, standing: bool, expected: Assign | None) -> None:
    change = way_back(refused_with(outcome, standing=standing))
    assert (change.verbs if change else ()) == ((expected,) if expected else ())


@pytest.mark.parametrize(
    ("outcome", "standing", "whose"),
    [
        (Outcome.DENIED, True, "It is Ana Ortiz's again."),
        (Outcome.PARTLY, True, "It is being put back to Ana Ortiz."),
        (Outcome.UNKNOWN, True, "It is being put back to Ana Ortiz."),
        (Outcome.PARTLY, False, "Somebody has decided on it since, and that holds."),
        (Outcome.DENIED, False, "Somebody has decided on it since, and that holds."),
        (Outcome.LOST, True, "What the helpdesk shows holds now."),
        (Outcome.CONFLICT, False, "What the helpdesk shows holds now."),
    ],
)
def test_whose_it_is_is_said_as_far_as_it_is_so(outcome: Outcome, standing: bool, whose: str) -> None:
    assert refusal_words(refused_with(outcome, standing=standing)).endswith(f". {whose}")


def refused_with(outcome: Outcome, *, standing: bool) -> RefusedMove:
    to = Destination(BILLING, 2, owner_id("bob"))
    transfer = Transfer(
        id=TransferId("t"),
        ticket=id_of("1"),
        sender="Ana Ortiz",
        to=to,
        offered_at=NOW,
        expires_at=NOW,
        from_group="Tier 1",
        from_owner=owner_id("ana"),
        accepted_by="Bob Lindgren",
    )
    return RefusedMove(transfer, answer(Outcome.DENIED, outcome), to, standing=standing)
