"""Warm transfer, consult, snooze and "should have been flagged" at the triage pane, by keyboard, over a real store."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.handoffs import Arranged
from app.domain.opened import OpenTicket
from app.domain.queue import Lens
from app.domain.transfer import TransferState
from app.ui.arranged_words import arranged_words, taken_back_words
from app.ui.panes.triage_colleague import ColleagueDialog, wait_words
from app.ui.panes.triage_snooze import WAKE, MissedDialog, SnoozeDialog
from tests.builders import id_of
from tests.ui.agents_desk import Desk
from tests.ui.dialogs import D, opened_dialog

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def arranged(desk: Desk) -> list[Arranged]:
    """What the window offers to take back."""
    found: list[Arranged] = []
    desk.pane.arranged.connect(found.append)
    return found


def dialog_of(desk: Desk, kind: type[D], key: Qt.Key) -> D:
    """Press a key and wait for its dialog."""
    return opened_dialog(desk.pane, kind, lambda: desk.press(key), desk.qtbot.waitUntil)


def choose_bob(dialog: ColleagueDialog) -> None:
    """Whether he is on his shift now or not."""
    QTest.keyClick(dialog.people, Qt.Key.Key_Home)
    QTest.keyClick(dialog.people, Qt.Key.Key_Down)


def opened(desk: Desk, number: str = "1") -> OpenTicket:
    found = desk.console.opened(id_of(number))
    assert found is not None
    return found


def said_between(desk: Desk) -> str:
    return desk.pane.decision.between.text()


def test_a_ticket_is_offered_by_keyboard_and_one_goes_on_to_the_next(desk: Desk, arranged: list[Arranged]) -> None:
    desk.open()
    dialog = dialog_of(desk, ColleagueDialog, Qt.Key.Key_4)
    assert dialog.groups.currentItem().text() == "Tier 2 Billing   T2"
    assert [dialog.people.item(row).text().split("   ")[0] for row in range(dialog.people.count())] == [
        "Anyone in the group",
        "Bob Lindgren",
        "Priya",
    ]
    choose_bob(dialog)
    assert dialog.said.startswith("Accepting puts Bob Lindgren at 1 of 5")
    assert dialog.brief.startswith("The brief goes along, made ")
    QTest.keyClick(dialog.people, Qt.Key.Key_Return)  # goes on, and offers nothing
    QTest.keyClicks(dialog.field, "Charged twice.")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, CTRL)
    desk.shows("2")
    offer = opened(desk).offer
    assert arranged == [offer]
    assert offer is not None
    assert (offer.receiver, offer.note, offer.sender) == ("Bob Lindgren", "Charged twice.", "Ana Ortiz")
    assert offer.expires_at - offer.offered_at == timedelta(minutes=30)
    assert arranged_words(offer) == "Offered: #1 to Bob Lindgren"


def test_an_offered_ticket_says_so_and_nothing_else_is_decided_until_it_is_taken_back(desk: Desk) -> None:
    desk.open()
    dialog = dialog_of(desk, ColleagueDialog, Qt.Key.Key_4)
    choose_bob(dialog)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, CTRL)
    desk.shows("2")
    desk.press(Qt.Key.Key_K)
    desk.shows("1")
    assert said_between(desk) == "Offered to Bob Lindgren, expires in 29 min; T takes it back"
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        desk.press(key)
    desk.press(Qt.Key.Key_T)
    desk.qtbot.waitUntil(lambda: opened(desk).offer is None)
    desk.qtbot.waitUntil(lambda: "took the offer back" in said_between(desk))
    assert desk.decided == []
    assert [each.state for each in desk.console.transfers.sent_by()] == [TransferState.WITHDRAWN]


def test_what_was_typed_is_there_when_the_dialog_opens_again(desk: Desk) -> None:
    desk.open()
    first = dialog_of(desk, ColleagueDialog, Qt.Key.Key_4)
    QTest.keyClicks(first.field, "Charged tw")
    QTest.keyClick(first, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.console.transfers.unsent(f"offer {id_of('1')}") == "Charged tw")
    second = dialog_of(desk, ColleagueDialog, Qt.Key.Key_4)
    assert second.field.toPlainText() == "Charged tw"
    QTest.keyClick(second.field, Qt.Key.Key_Return, CTRL)
    desk.shows("2")
    assert desk.console.transfers.unsent(f"offer {id_of('1')}") == ""


def test_a_question_needs_words_and_leaves_the_ticket_where_it_is(desk: Desk, arranged: list[Arranged]) -> None:
    desk.open()
    dialog = dialog_of(desk, ColleagueDialog, Qt.Key.Key_5)
    choose_bob(dialog)
    assert dialog.said == "A question is needed."
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    QTest.keyClicks(dialog.field, "Is this a refund?")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, CTRL)
    desk.qtbot.waitUntil(lambda: "Ana Ortiz asked Bob Lindgren: “Is this a refund?”" in said_between(desk))
    desk.shows("1")
    assert arranged == list(opened(desk).consults)
    desk.console.take_back(arranged[0])
    desk.refresh()
    desk.qtbot.waitUntil(lambda: said_between(desk) == "")


def test_a_ticket_sleeps_and_can_be_woken(desk: Desk, arranged: list[Arranged]) -> None:
    desk.open()
    dialog = dialog_of(desk, SnoozeDialog, Qt.Key.Key_H)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    desk.shows("2")
    assert [arranged_words(each) for each in arranged] == ["Snoozed: #1"]
    assert desk.console.queue(Lens.SUGGESTED) == [id_of("2"), id_of("4")]
    desk.pane.show_lens(Lens.SNOOZED)
    desk.shows("1")
    assert said_between(desk) == "Snoozed by Ana Ortiz until the customer replies"
    again = dialog_of(desk, SnoozeDialog, Qt.Key.Key_H)
    assert again.list.item(0).text() == WAKE
    QTest.keyClick(again.list, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.console.queue(Lens.SNOOZED) == [])


def test_one_that_was_missed_is_noted_once_with_why(desk: Desk, arranged: list[Arranged]) -> None:
    desk.open(Lens.MINE)
    desk.shows("3")
    dialog = dialog_of(desk, MissedDialog, Qt.Key.Key_M)
    QTest.keyClicks(dialog.reason, "chief buyer")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    words = "Ana Ortiz says that it should have been flagged: “chief buyer”"
    desk.qtbot.waitUntil(lambda: said_between(desk) == words)
    assert not desk.pane.handing.handles.missed.isEnabled()
    assert [taken_back_words(each) for each in arranged] == ["Taken back: nothing is noted of #3."]
    assert [each.why for each in desk.store.snoozes.missed()] == ["chief buyer"]


def test_a_suggested_ticket_cannot_have_been_missed(desk: Desk) -> None:
    desk.open()
    assert not desk.pane.handing.handles.missed.isEnabled()


def test_how_an_offer_ended_is_said_to_its_sender(desk: Desk) -> None:
    from app.service.deeds import Deeds

    desk.open()
    dialog = dialog_of(desk, ColleagueDialog, Qt.Key.Key_4)
    choose_bob(dialog)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, CTRL)
    desk.shows("2")
    offer = opened(desk).offer
    assert offer is not None
    bob = type(desk.console.transfers)(
        desk.store, Deeds(desk.store), person="Bob Lindgren", clock=lambda: offer.offered_at
    )
    bob.ask(offer.id, "Which invoice?")
    desk.press(Qt.Key.Key_K)
    desk.shows("1")
    assert "Bob Lindgren asks: “Which invoice?”" in said_between(desk)
    bob.decline(offer.id, "not billing")
    desk.refresh()
    desk.qtbot.waitUntil(lambda: said_between(desk) == "Offer to Bob Lindgren: Bob Lindgren declined it: not billing")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(15, "15 minutes"), (60, "an hour"), (240, "4 hours"), (1440, "a day"), (2880, "2 days")],
)
def test_how_long_an_offer_waits(minutes: int, words: str) -> None:
    assert wait_words(minutes) == words
