"""A warm transfer between two people over one store, with the helpdesk at its other side."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.changes import ChangeState, Note
from app.domain.decisions import BY_ITSELF, UNDO_FOR, Decision, DecisionId, DecisionKind
from app.domain.queue import Lens
from app.domain.routing import Destination
from app.domain.tickets import Status
from app.domain.transfer import Transfer, TransferState
from app.errors import BadInput, Refused
from app.service.deeds import Deeds
from app.service.transfer import Transfers
from app.store.store import Store
from tests.builders import DESK, batch, id_of, owner_id
from tests.service.relay import BILLING, TO_BILLING, TO_BOB, Relay

AFTER = UNDO_FOR + timedelta(seconds=1)


@pytest.fixture
def relay(store: Store, tmp_path: Path) -> Relay:
    return Relay(store, tmp_path)


def offered(relay: Relay, to: Destination = TO_BOB, note: str = "Charged twice.") -> Transfer:
    return relay.ana.transfers.offer(relay.opened(relay.ana), to, note)


def settled(relay: Relay) -> None:
    relay.wait(seconds=AFTER.total_seconds())
    relay.work()


def test_a_ticket_moves_only_when_it_is_accepted_and_then_with_its_note(relay: Relay) -> None:
    made = offered(relay)
    settled(relay)
    assert (relay.helpdesk.tickets[id_of("1")].group, relay.helpdesk.notes) == ("Tier 1", [])
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("ana"), "the sender keeps it, in the helpdesk too"
    decision = relay.bob.transfers.accept(made.id)
    settled(relay)
    held = relay.helpdesk.tickets[id_of("1")]
    assert (held.group, held.owner) == (BILLING, owner_id("bob"))
    assert relay.helpdesk.notes == [decision.id]
    (change,) = [each for each in relay.opened(relay.bob).deliveries if each.decision == decision.id]
    assert change.state is ChangeState.DONE
    assert relay.store.decided.verify_audit() is None


def test_the_note_carries_what_the_sender_wrote_and_the_brief_but_no_private_word(relay: Relay) -> None:
    made = offered(relay, note="They are upset.")
    settled(relay)
    relay.bob.transfers.ask(made.id, "Is he always like this?")
    relay.ana.transfers.answer(made.id, "Always.")
    relay.bob.transfers.accept(made.id)
    relay.wait(seconds=AFTER.total_seconds())
    ((note, _),) = [each.change.verbs for each in relay.store.decided.claim(relay.now, lease=AFTER, limit=9)]
    assert isinstance(note, Note)
    said, _, brief = note.text.partition("\n\n")
    assert said == "Handed over by Ana Ortiz to Bob Lindgren in Tier 2 Billing (tier 2).\nNote: They are upset."
    assert made.brief is not None
    assert brief == made.brief.text
    assert "I want your supervisor." in brief
    assert "always" not in "".join(each.what for each in relay.store.decided.audit()).lower()
    held = relay.bob.transfers.transfer(made.id)
    assert held is not None
    assert [each.text for each in held.thread] == ["Is he always like this?", "Always."]
    assert [each.thread for each in relay.opened(relay.priya).transfers] == [()], "it is between those two"
    assert relay.opened(relay.ana).transfers == (held,)


def test_an_offer_is_seen_at_the_other_end_with_the_load_after(relay: Relay) -> None:
    made = offered(relay)
    (seen,) = relay.bob.transfers.offers_for()
    assert seen.transfer == made
    assert seen.row is not None
    assert seen.row.number == "1"
    assert seen.me is not None
    assert seen.me.consequence == "Bob Lindgren at 1 of 5"
    assert relay.priya.transfers.offers_for() == ()
    assert relay.ana.transfers.offers_for("Bob Lindgren") == (seen,)
    assert relay.ana.transfers.sent_by() == (made,)
    assert relay.opened(relay.bob).offer == made


def test_an_offered_ticket_leaves_the_suggested_and_returns_with_the_offers_end(relay: Relay) -> None:
    made = offered(relay)
    assert relay.ana.queue(Lens.SUGGESTED) == []
    assert {row.decided for row in relay.ana.rows([id_of("1")])} == {"offered"}
    relay.bob.transfers.decline(made.id, "Not billing.")
    assert relay.ana.queue(Lens.SUGGESTED) == [id_of("1")]
    held = relay.ana.transfers.transfer(made.id)
    assert held is not None
    assert (held.state, held.why, held.owner) == (TransferState.DECLINED, "Not billing.", "Ana Ortiz")


def test_a_decline_is_taken_back_within_seconds(relay: Relay) -> None:
    made = offered(relay)
    declined = relay.bob.transfers.decline(made.id, "Not billing.")
    relay.wait(seconds=9)
    relay.bob.take_back(declined)
    (seen,) = relay.bob.transfers.offers_for()
    assert (seen.transfer.state, seen.transfer.why) == (TransferState.OFFERED, "")
    relay.bob.transfers.accept(made.id)
    settled(relay)
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("bob")
    assert relay.store.decided.verify_audit() is None


@pytest.mark.parametrize("meanwhile", ["offered", "decided", "snoozed", "solved", "time"])
def test_a_decline_stands_once_its_sender_or_the_helpdesk_has_gone_on(relay: Relay, meanwhile: str) -> None:
    made = offered(relay)
    declined = relay.bob.transfers.decline(made.id, "Not billing.")
    words = {
        "offered": "Ana Ortiz offers this ticket to Priya now",
        "decided": "decided on this ticket since you declined it",
        "snoozed": "Somebody has snoozed this ticket",
        "solved": "the offer is void: it was solved",
        "time": "Too late: Bob Lindgren declined it",
    }
    if meanwhile == "offered":
        offered(relay, Destination(BILLING, 2, owner_id("priya")))
    elif meanwhile == "decided":
        relay.ana.not_needed(relay.opened(relay.ana))
    elif meanwhile == "snoozed":
        relay.ana.snoozes.snooze(relay.opened(relay.ana), relay.now + timedelta(hours=3))
    elif meanwhile == "solved":
        relay.helpdesk.alter(status=Status.SOLVED)
        relay.pull()
    else:
        relay.wait(seconds=10)
    with pytest.raises(Refused, match=words[meanwhile]):
        relay.bob.take_back(declined)
    assert len(relay.store.transfers.open()) == (meanwhile == "offered")
    held = relay.ana.transfers.transfer(made.id)
    assert held is not None
    assert held.owner == "Ana Ortiz"
    assert relay.store.decided.verify_audit() is None


def test_of_two_who_accept_the_second_hears_who_was_first(relay: Relay) -> None:
    made = offered(relay, TO_BILLING)
    relay.priya.transfers.accept(made.id)
    with pytest.raises(Refused, match="Priya accepted it"):
        relay.bob.transfers.accept(made.id)


def test_accepting_at_the_very_same_moment_has_one_winner(relay: Relay) -> None:
    made = offered(relay, TO_BILLING)
    store = relay.store
    move = store.transfers.move

    def beaten(*args: object, **rest: object) -> bool:
        store.transfers.move = move  # type: ignore[method-assign]
        relay.priya.transfers.accept(made.id)
        return move(*args, **rest)  # type: ignore[arg-type]

    store.transfers.move = beaten  # type: ignore[method-assign]
    with pytest.raises(Refused, match="Priya accepted it"):
        relay.bob.transfers.accept(made.id)
    settled(relay)
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("priya")
    assert len(relay.helpdesk.notes) == 1


def test_accepting_again_is_the_same_acceptance(relay: Relay) -> None:
    made = offered(relay)
    assert relay.bob.transfers.accept(made.id) == relay.bob.transfers.accept(made.id)
    assert len([each for each in relay.opened(relay.bob).deliveries if each.decision]) == 1


def test_an_acceptance_undone_in_time_opens_the_offer_again(relay: Relay) -> None:
    made = offered(relay)
    decision = relay.bob.transfers.accept(made.id)
    assert relay.bob.undo(decision)
    held = relay.bob.transfers.transfer(made.id)
    assert held is not None
    assert (held.state, held.owner) == (TransferState.OFFERED, "Ana Ortiz")
    settled(relay)
    assert relay.helpdesk.notes == []
    again = relay.bob.transfers.accept(made.id)
    settled(relay)
    assert relay.helpdesk.notes == [again.id]
    assert relay.store.decided.verify_audit() is None


def test_once_it_has_moved_it_is_handed_back_instead(relay: Relay) -> None:
    decision = relay.bob.transfers.accept(offered(relay).id)
    settled(relay)
    assert not relay.bob.undo(decision)
    back = relay.bob.transfers.hand_back(relay.opened(relay.bob), "Needs tier one.")
    assert (back.kind, back.destination) == (DecisionKind.TRANSFER, Destination("Tier 1", 1, owner_id("ana")))
    settled(relay)
    held = relay.helpdesk.tickets[id_of("1")]
    assert (held.group, held.owner) == ("Tier 1", owner_id("ana"))
    with pytest.raises(Refused, match="have not accepted"):
        relay.ana.transfers.hand_back(relay.opened(relay.ana), "No.")


def test_an_accepted_ticket_can_be_offered_on_and_every_hop_is_kept(relay: Relay) -> None:
    relay.bob.transfers.accept(offered(relay).id)
    with pytest.raises(Refused, match="on its way to Tier 2 Billing"):
        relay.bob.transfers.offer(relay.opened(relay.bob), Destination(BILLING, 2, owner_id("priya")))
    settled(relay)
    onward = relay.bob.transfers.offer(relay.opened(relay.bob), Destination(BILLING, 2, owner_id("priya")))
    relay.priya.transfers.accept(onward.id)
    settled(relay)
    assert relay.helpdesk.tickets[id_of("1")].owner == owner_id("priya")
    hops = relay.ana.transfers.hops(id_of("1"))
    assert [(each.sender, each.owner) for each in hops] == [("Ana Ortiz", "Bob Lindgren"), ("Bob Lindgren", "Priya")]


def test_an_offer_expires_back_to_its_sender(relay: Relay) -> None:
    made = offered(relay)
    relay.wait(minutes=30)
    with pytest.raises(Refused, match="nobody answered in time"):
        relay.bob.transfers.accept(made.id)
    held = relay.ana.transfers.transfer(made.id)
    assert held is not None
    assert held.state is TransferState.EXPIRED, "whoever comes first notices, a worker or not"
    short = relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB, expires=timedelta(minutes=5))
    relay.wait(minutes=5)
    relay.work()
    assert [each.state for each in relay.ana.transfers.sent_by()] == [TransferState.EXPIRED] * 2
    assert short.expires_at == relay.now
    assert relay.ana.queue(Lens.SUGGESTED) == [id_of("1")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": Status.SOLVED}, "it was solved"),
        ({"owner": owner_id("priya")}, "it was assigned to Priya"),
        ({"group": BILLING}, "it was moved to Tier 2 Billing"),
        ({"merged_into": id_of("2")}, "it was merged into #2"),
    ],
)
def test_what_the_helpdesk_does_meanwhile_voids_the_offer_and_both_hear_of_it(
    relay: Relay, change: dict[str, Any], words: str
) -> None:
    made = offered(relay)
    relay.helpdesk.alter(**change)
    relay.pull()
    with pytest.raises(Refused, match=words):
        relay.bob.transfers.accept(made.id)
    (seen,) = relay.ana.transfers.sent_by()
    assert (seen.state, seen.why) == (TransferState.OVERTAKEN, words)
    settled(relay)
    assert relay.helpdesk.notes == []


def test_a_worker_notices_by_itself_that_a_ticket_was_deleted(relay: Relay) -> None:
    made = offered(relay)
    relay.store.pulled.apply(batch(cursor="lost", lost=(id_of("1"),)), connection=DESK)
    relay._errands.step(relay.now)
    held = relay.ana.transfers.transfer(made.id)
    assert held is not None
    assert held.why == "it was deleted, or moved out of sight"


def test_other_decisions_wait_for_the_offers_end_and_rules_that_act_at_once_do_not(relay: Relay) -> None:
    made = offered(relay)
    for decide in (relay.ana.not_needed, relay.ana.accept):
        with pytest.raises(Refused, match="Ana Ortiz has offered this ticket to Bob Lindgren"):
            decide(relay.opened(relay.ana))
    with pytest.raises(Refused, match="offers this ticket to Bob Lindgren already"):
        offered(relay)
    rule = Decision(DecisionId("rule"), id_of("1"), DecisionKind.ACCEPT, BY_ITSELF, relay.now, "Rule: Security", TO_BOB)
    relay.store.decided.record(rule, (), not_before=relay.now)
    held = relay.ana.transfers.transfer(made.id)
    assert held is not None
    assert (held.state, held.why) == (TransferState.OVERTAKEN, "Rule: Security")


def test_an_offer_taken_back_at_once_leaves_no_trace_in_the_helpdesk(relay: Relay) -> None:
    made = offered(relay)
    relay.ana.take_back(made)
    settled(relay)
    assert relay.helpdesk.tickets[id_of("1")].owner is None
    assert relay.ana.queue(Lens.SUGGESTED) == [id_of("1")]
    with pytest.raises(Refused, match="took the offer back"):
        relay.bob.transfers.accept(made.id)


def test_what_cannot_be_offered_is_refused_with_why(relay: Relay) -> None:
    with pytest.raises(Refused, match="to yourself"):
        offered(relay, Destination("Tier 1", 1, owner_id("ana")))
    with pytest.raises(Refused, match="no group 'Tier 9'"):
        offered(relay, Destination("Tier 9", 9))
    with pytest.raises(BadInput, match="in the future"):
        relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB, expires=timedelta(0))
    relay.helpdesk.alter(owner=owner_id("bob"))
    relay.pull()
    with pytest.raises(Refused, match="#1 is Bob Lindgren's"):
        offered(relay)
    relay.helpdesk.alter("2", status=Status.SOLVED)
    relay.pull()
    with pytest.raises(Refused, match="#2 is solved"):
        relay.ana.transfers.offer(relay.opened(relay.ana, "2"), TO_BOB)
    files = Transfers(
        relay.store, Deeds(relay.store), person="Ana Ortiz", clock=lambda: relay.now, writable=frozenset()
    )
    with pytest.raises(Refused, match="can only be read"):
        files.offer(relay.opened(relay.ana), TO_BOB)


def test_what_is_typed_is_kept_until_it_is_sent(relay: Relay) -> None:
    relay.ana.transfers.save_unsent(f"offer {id_of('1')}", "Charged tw")
    assert relay.ana.transfers.unsent(f"offer {id_of('1')}") == "Charged tw"
    assert relay.bob.transfers.unsent(f"offer {id_of('1')}") == ""
    made = offered(relay)
    assert relay.ana.transfers.unsent(f"offer {id_of('1')}") == ""
    relay.bob.transfers.save_unsent(f"ask {made.id}", "How m")
    with pytest.raises(BadInput):
        relay.bob.transfers.ask(made.id, " ")
    assert relay.bob.transfers.unsent(f"ask {made.id}") == "How m"
    relay.wait(seconds=1)
    relay.bob.transfers.ask(made.id, "How much?")
    assert relay.bob.transfers.unsent(f"ask {made.id}") == ""


def test_feedback_is_asked_for_once_the_ticket_is_over(relay: Relay) -> None:
    made = offered(relay)
    relay.bob.transfers.accept(made.id)
    settled(relay)
    assert relay.bob.transfers.feedback_due() == ()
    relay.helpdesk.alter(status=Status.SOLVED)
    relay.pull()
    (due,) = relay.bob.transfers.feedback_due()
    assert due.id == made.id
    assert relay.ana.transfers.feedback_due() == ()
    with pytest.raises(Refused, match="who took the ticket over"):
        relay.ana.transfers.give_feedback(made.id, necessary=True, complete=True)
    said = relay.bob.transfers.give_feedback(made.id, necessary=True, complete=False, why="no invoice number")
    assert relay.store.transfers.feedback(made.id) == said
    assert relay.bob.transfers.feedback_due() == ()


def test_a_consult_asks_and_moves_nothing(relay: Relay) -> None:
    asked = relay.ana.consults.consult(relay.opened(relay.ana), TO_BOB, "Is this a refund?")
    (seen,) = relay.bob.consults.asked_of()
    assert (seen.consult, seen.row and seen.row.number) == (asked, "1")
    relay.bob.consults.reply(asked.id, "Yes.")
    (mine,) = relay.ana.consults.asked_by()
    assert [each.text for each in mine.consult.thread] == ["Is this a refund?", "Yes."]
    assert relay.opened(relay.ana).consults == (mine.consult,)
    relay.ana.consults.close(asked.id)
    assert (relay.ana.consults.asked_by(), relay.bob.consults.asked_of()) == ((), ())
    settled(relay)
    assert (relay.helpdesk.notes, relay.helpdesk.moves) == ([], [])
    assert relay.ana.queue(Lens.SUGGESTED) == [id_of("1")]
