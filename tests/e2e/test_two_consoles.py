"""Two people hand a ticket over: two consoles and a worker, each a process, one PostgreSQL, a real Request Tracker."""

from pathlib import Path

import pytest

from app.domain.transfer import TransferState
from tests.e2e import desk_of_two, handover
from tests.e2e.desk_of_two import ANA, BOB, DeskOfTwo
from tests.e2e.handover import ANSWER, CONVERSATION, DISPUTED, NOTE, NUMBER, QUESTION, REPLY
from tests.rt.history import texts
from tests.store import postgres_server

pytestmark = [pytest.mark.display, pytest.mark.models, pytest.mark.rt, pytest.mark.postgres, pytest.mark.timeout(1500)]


def test_a_ticket_is_handed_over_from_suggestion_to_feedback(tmp_path: Path) -> None:
    with postgres_server.needed(), desk_of_two.running(tmp_path, handover.conversations()) as desk:
        _hand_over(desk)


def _hand_over(desk: DeskOfTwo) -> None:
    handover.suggest(desk)
    handover.choose_whom(desk)
    offered = handover.offer(desk)
    assert (offered.sender, offered.receiver, offered.note) == (ANA, BOB, NOTE)
    assert offered.brief is not None

    handover.ask(desk)
    handover.answer(desk)
    assert [(each.by, each.text) for each in handover.transfer(desk).thread] == [(BOB, QUESTION), (ANA, ANSWER)]
    assert _held(desk) in {("Tier 1", "ana"), ("Tier 1", "Nobody")}, "it stays the sender's until it is accepted"

    handover.accept(desk)
    handover.move(desk)
    assert _held(desk) == ("Tier 2 Billing", "bob")
    handover.reply(desk)
    handover.solve(desk)
    handover.say_how_it_went(desk)

    over = handover.transfer(desk)
    feedback = desk.store.transfers.feedback(over.id)
    assert feedback is not None
    assert (feedback.by, feedback.necessary, feedback.complete) == (BOB, True, True)
    assert (over.state, over.owner) == (TransferState.ACCEPTED, BOB)
    _assert_helpdesk(desk)
    assert desk.store.decided.verify_audit() is None
    assert [seat.quit() for seat in (desk.ana, desk.bob)] == [0, 0]
    assert desk.worker.stop() == 0


def _assert_helpdesk(desk: DeskOfTwo) -> None:
    """Bob owns it where billing is; one note says how it came there, and nothing of what the two said in private."""
    with desk.tracker.rest() as rest:
        assert rest.get(f"ticket/{NUMBER}").json()["Status"] == "resolved"
        (note,) = texts(rest, NUMBER, "Comment")
        said = [text for kind in ("Create", "Correspond") for text in texts(rest, NUMBER, kind)]
    assert _held(desk) == ("Tier 2 Billing", "bob")
    assert note.startswith(f"Handed over by {ANA} to {BOB} in Tier 2 Billing")
    assert NOTE in note
    assert DISPUTED.partition(".")[0] in note, "the brief goes along"
    assert said == [*(text for _, text in CONVERSATION), REPLY]
    assert not any(private in text for private in (QUESTION, ANSWER) for text in [note, *said])


def _held(desk: DeskOfTwo) -> tuple[str, str]:
    """In which queue it is, and whose, as Request Tracker itself says."""
    with desk.tracker.rest() as rest:
        record = rest.get(f"ticket/{NUMBER}", params={"fields[Queue]": "Name"}).json()
    return record["Queue"]["Name"], record["Owner"]["id"]
