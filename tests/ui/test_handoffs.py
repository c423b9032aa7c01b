"""Handoffs by keyboard, two people over one real store: offers, questions, their ends, and what is said after."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.changes import ChangeState
from app.domain.health import Health
from app.domain.tickets import Status
from app.domain.transfer import Transfer, TransferState
from app.errors import StoreAway
from app.ui.actions import ActionName
from app.ui.arranged_words import arranged_words, taken_back_words
from app.ui.background import Background
from app.ui.main_window import MainWindow
from app.ui.panes.handoffs import LISTING, HandoffsPane
from app.ui.panes.handoffs_decline import DeclineDialog
from app.ui.panes.handoffs_head import QUESTIONS
from app.ui.panes.triage import TriagePane
from app.ui.rail import PlaceButton
from app.ui.theme import Theme
from app.ui.workspace_view import WorkspaceView
from tests.builders import id_of, owner_id
from tests.ui.dialogs import opened_dialog
from tests.ui.handoffs_bench import PATIENCE, Bench

if TYPE_CHECKING:
    from tests.service.relay import Relay


@pytest.fixture
def bob(qtbot: QtBot, theme: Theme, background: Background, relay: "Relay") -> Iterator[Bench]:
    bench = Bench(relay, relay.bob, background, qtbot)
    yield bench
    bench.pane.settle()
    assert background.close(timeout_ms=PATIENCE)


@pytest.fixture
def ana(qtbot: QtBot, theme: Theme, background: Background, relay: "Relay") -> Iterator[Bench]:
    bench = Bench(relay, relay.ana, background, qtbot)
    yield bench
    bench.pane.settle()
    assert background.close(timeout_ms=PATIENCE)


def decline_dialog(bench: Bench) -> DeclineDialog:
    return opened_dialog(bench.pane, DeclineDialog, lambda: bench.press(ActionName.DECLINE_OFFER), bench.wait)


def test_while_nothing_waits_it_is_said_what_will(bob: Bench) -> None:
    assert bob.pane.parts.empty
    assert bob.pane.parts.nothing.accessibleName() == "Nothing is waiting for you"
    assert bob.console.handoffs.offers() == 0
    assert bob.pane.current_ticket() is None


def test_once_the_teams_store_is_back_the_list_is_read_again_and_no_longer_said_to_have_failed(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    mended: list[str] = []
    bob.pane.mended.connect(mended.append)
    bob.pane.show_health(Health(away=True))
    bob.pane._failed(LISTING, StoreAway("The server cannot be reached."))
    bob.relay.ana.transfers.offer(bob.relay.opened(bob.relay.ana, "1"), TO_BOB)
    bob.pane.show_health(Health())
    bob.shows("Ana Ortiz offers you #1")
    assert [each.topic for each in bob.notices] == mended[-1:]


def test_an_offer_appears_with_who_why_load_and_time_left_and_its_brief(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    bob.offer(TO_BOB, note="Charged twice.")
    assert bob.console.handoffs.offers() == 1
    bob.shows("Ana Ortiz offers you #1")
    assert bob.rows == ["Offered to you", "Ana Ortiz offers you #1: Subject of 1"]
    head = bob.pane.parts.head
    assert head.note.text() == "“Charged twice.”"
    assert head.after.text() == "Puts you at 1 of 5."
    assert head.state.text() == "30 min left, then it stays with Ana Ortiz."
    assert head.why.text().startswith("Why you: Ana Ortiz chose you. Warmline suggests Tier 2 Billing")
    assert any("supervisor" in line.words for line in bob.pane.parts.brief.list.lines)
    assert "I want your supervisor." in bob.pane.parts.reader.toPlainText()
    bob.relay.now += timedelta(minutes=26)
    head.tick()
    assert head.state.text() == "4 min left, then it stays with Ana Ortiz."
    assert head.state.property("role") == "wrong"


def test_accepting_moves_the_ticket_and_undoing_brings_the_offer_back(bob: Bench) -> None:
    from tests.service.relay import BILLING, TO_BOB

    bob.offer(TO_BOB)
    bob.shows("Ana Ortiz offers you #1")
    bob.press(ActionName.ACCEPT_OFFER)
    bob.shows("You took #1 over from Ana Ortiz")
    assert bob.told == [], "who accepts need not be told that it is over"
    assert bob.console.undo(bob.decided[0])
    bob.refresh()
    bob.shows("Ana Ortiz offers you #1")
    bob.press(ActionName.ACCEPT_OFFER)
    bob.wait(lambda: len(bob.decided) == 2)
    bob.later(seconds=11)
    held = bob.relay.helpdesk.tickets[id_of("1")]
    assert (held.group, held.owner) == (BILLING, owner_id("bob"))
    [_, change] = [each for each in bob.relay.opened(bob.console).deliveries if each.decision]
    assert change.state is ChangeState.DONE


def test_declining_needs_a_reason_which_is_kept_until_it_is_sent(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    made = bob.offer(TO_BOB)
    bob.shows("Ana Ortiz offers you #1")
    first = decline_dialog(bob)
    QTest.keyClick(first.reason, Qt.Key.Key_Return)
    assert first.isVisible()
    assert first.said == "A reason is needed."
    QTest.keyClicks(first.reason, "not bil")
    QTest.keyClick(first, Qt.Key.Key_Escape)
    bob.wait(lambda: bob.console.transfers.unsent(f"decline {made.id}") == "not bil")
    second = decline_dialog(bob)
    QTest.keyClicks(second.reason, "ling")
    QTest.keyClick(second.reason, Qt.Key.Key_Return)
    bob.wait(lambda: bob.pane.parts.empty)
    [sent] = bob.relay.ana.transfers.sent_by()
    assert (sent.state, sent.why, sent.owner) == (TransferState.DECLINED, "not billing", "Ana Ortiz")
    assert bob.console.transfers.unsent(f"decline {made.id}") == ""
    [declined] = bob.arranged
    assert isinstance(declined, Transfer)
    assert arranged_words(declined) == "Declined: #1 stays with Ana Ortiz"
    bob.console.take_back(declined)  # what the undo bar does for ten seconds
    bob.refresh()
    bob.shows("Ana Ortiz offers you #1")
    assert taken_back_words(declined) == "Taken back: Ana Ortiz's offer of #1 is open again."


def test_a_question_and_its_answer_stay_between_the_two_and_drafts_survive(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    made = bob.offer(TO_BOB)
    bob.offer(TO_BOB, number="2", minutes=60)
    bob.shows("Ana Ortiz offers you #1")
    field = bob.pane.parts.talk.composer.field
    bob.press(ActionName.SPEAK)
    QTest.keyClicks(field, "Which inv")
    bob.pane.next_handoff()
    bob.shows("Ana Ortiz offers you #2")
    assert field.toPlainText() == ""
    bob.wait(lambda: bob.console.transfers.unsent(f"ask {made.id}") == "Which inv")
    bob.press(ActionName.PREVIOUS)
    bob.shows("Ana Ortiz offers you #1")
    bob.wait(lambda: field.toPlainText() == "Which inv")
    field.moveCursor(field.textCursor().MoveOperation.End)
    bob.write("oice?")
    bob.wait(lambda: bob.said == "You, 0 s ago: Which invoice?")
    bob.wait(bob.pane.parts.list.hasFocus)  # the next letter is a key again
    bob.wait(lambda: bob.pane.parts.head.state.text().startswith("You asked; Ana Ortiz has to answer, 30 min left"))
    bob.relay.ana.transfers.answer(made.id, "October's.")
    bob.refresh()
    bob.wait(lambda: bob.said.endswith("Ana Ortiz, 0 s ago: October's."))
    assert bob.console.transfers.unsent(f"ask {made.id}") == ""


def test_the_sender_answers_and_takes_back_here_too(ana: Bench) -> None:
    from tests.service.relay import TO_BOB

    made = ana.offer(TO_BOB)
    ana.shows("You offered #1 to Bob Lindgren")
    assert ana.console.handoffs.offers() == 0
    assert not ana.pane.parts.talk.composer.isVisible(), "nothing was asked yet"
    ana.relay.bob.transfers.ask(made.id, "Which invoice?")
    ana.refresh()
    ana.wait(lambda: ana.said == "Bob Lindgren, 0 s ago: Which invoice?")
    assert ana.pane.parts.head.state.text() == "They ask you something, 30 min left."
    ana.write("October's.")
    ana.wait(lambda: ana.said.endswith("You, 0 s ago: October's."))
    ana.press(ActionName.TAKE_OFFER_BACK)
    ana.wait(lambda: ana.pane.parts.head.state.text() == "Ana Ortiz took the offer back.")
    assert not ana.pane.parts.head.buttons[ActionName.TAKE_OFFER_BACK].isVisible()
    assert ana.rows == ["Sent by you", "You offered #1 to Bob Lindgren: Subject of 1"]
    ana.later(days=3)
    ana.wait(lambda: ana.pane.parts.empty)


def test_an_offer_to_the_group_goes_when_a_colleague_takes_it_and_that_is_said(bob: Bench) -> None:
    from tests.service.relay import TO_BILLING

    made = bob.offer(TO_BILLING)
    bob.shows("Ana Ortiz offers Tier 2 Billing #1")
    bob.relay.priya.transfers.accept(made.id)
    bob.refresh()
    bob.wait(lambda: bob.pane.parts.empty)
    assert bob.told == ["Ana Ortiz's offer of #1 is over: Priya accepted it."]


def test_an_offer_that_expires_goes_and_the_sender_reads_why(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    bob.offer(TO_BOB)
    bob.shows("Ana Ortiz offers you #1")
    bob.relay.now += timedelta(minutes=31)
    bob.press(ActionName.ACCEPT_OFFER)  # before any worker has noticed
    bob.wait(lambda: bob.pane.parts.empty)
    assert bob.decided == []
    assert any("nobody answered in time" in each for each in bob.told)
    [sent] = bob.relay.ana.handoffs.all()
    assert sent.transfer is not None
    assert sent.transfer.state is TransferState.EXPIRED


def test_what_the_helpdesk_does_meanwhile_ends_the_offer_and_is_said(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    bob.offer(TO_BOB)
    bob.shows("Ana Ortiz offers you #1")
    bob.relay.helpdesk.alter(owner=owner_id("priya"))
    bob.later(seconds=1)
    bob.wait(lambda: bob.pane.parts.empty)
    assert bob.told == ["Ana Ortiz's offer of #1 is over: the offer is void: it was assigned to Priya."]


def test_a_colleagues_question_is_answered_and_the_ticket_stays(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    asked = bob.relay.ana.consults.consult(bob.relay.opened(bob.relay.ana), TO_BOB, "Is this a refund?")
    bob.refresh()
    bob.shows("Ana Ortiz asks you about #1")
    assert bob.rows[0] == "Asked of you"
    assert bob.said == "Ana Ortiz, 0 s ago: Is this a refund?"
    assert not bob.pane.parts.head.buttons[ActionName.ACCEPT_OFFER].isVisible()
    bob.write("It is.")
    bob.wait(lambda: bob.said.endswith("You, 0 s ago: It is."))
    [seen] = bob.relay.ana.consults.asked_by()
    assert [each.text for each in seen.consult.thread] == ["Is this a refund?", "It is."]
    bob.press(ActionName.SHOW_TICKET)
    assert bob.asked == [asked.ticket]


def test_once_it_is_solved_two_keys_say_how_the_handoff_was(bob: Bench) -> None:
    from tests.service.relay import TO_BOB

    made = bob.offer(TO_BOB)
    bob.shows("Ana Ortiz offers you #1")
    bob.press(ActionName.ACCEPT_OFFER)
    bob.wait(lambda: bool(bob.decided))
    bob.later(seconds=11)
    bob.shows("You took #1 over from Ana Ortiz")
    assert bob.rows == ["Taken over by you", "You took #1 over from Ana Ortiz: Subject of 1"]
    assert not bob.pane.parts.head.buttons[ActionName.ACCEPT_OFFER].isVisible()
    assert "I want your supervisor." in bob.pane.parts.reader.toPlainText()
    bob.relay.helpdesk.alter(status=Status.SOLVED)
    bob.later(minutes=5)
    bob.shows("How did #1 go?")
    head = bob.pane.parts.head
    assert head.question.text() == QUESTIONS[0]
    bob.press(ActionName.SAY_NO)
    assert head.question.text() == QUESTIONS[1]
    assert bob.relay.store.transfers.feedback(made.id) is None, "one answer is not both"
    bob.press(ActionName.SAY_YES)
    bob.wait(lambda: bob.pane.parts.empty)
    said = bob.relay.store.transfers.feedback(made.id)
    assert said is not None
    assert (said.necessary, said.complete, said.by) == (False, True, "Bob Lindgren")
    assert bob.told == ["Noted of #1: necessary, no; brief complete, yes. Thank you."]


def test_the_rail_counts_the_offers_and_its_key_leads_there(
    qtbot: QtBot, theme: Theme, background: Background, relay: "Relay"
) -> None:
    from tests.service.relay import TO_BOB

    relay.ana.transfers.offer(relay.opened(relay.ana), TO_BOB)
    window = MainWindow(theme)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    view = WorkspaceView(relay.bob, background, TriagePane, others=[HandoffsPane])
    window.show_workspace(view, name="Desk")
    [button] = view.rail.findChildren(PlaceButton)
    qtbot.waitUntil(lambda: button.accessibleName() == "Handoffs, 1 offer", timeout=PATIENCE)
    with qtbot.waitActive(window, timeout=PATIENCE):
        window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    pane = view.pane
    assert isinstance(pane, HandoffsPane)
    qtbot.waitUntil(lambda: pane.current_ticket() == id_of("1"), timeout=PATIENCE)
    assert QApplication.focusWidget() is pane.parts.list
    keys = [each.shortcut().toString() for each in view.every_action()]
    assert len(set(keys)) == len(keys), "no key means two things here"
    window.drop_workspace()
    assert background.close(timeout_ms=PATIENCE)
