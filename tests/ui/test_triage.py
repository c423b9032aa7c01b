"""What the agent decides at the triage pane, by keyboard, over a real store."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget

from app.domain.changes import ChangeState
from app.domain.decisions import DecisionKind
from app.ui.panes.triage_override import OverrideDialog
from tests.builders import id_of
from tests.ui.agents_desk import Desk

if TYPE_CHECKING:
    pass


def test_highest_score_is_opened_first_with_what_to_do_and_why(desk: Desk) -> None:
    desk.open()
    assert desk.order == ["1", "2", "4"]
    assert desk.pane.decision.headline.text() == "Escalate to Tier 2 Billing"
    assert desk.pane.decision.because.text() == "because asks for a supervisor."
    assert desk.pane.decision.to.text() == "Accepting puts Bob Lindgren at 4 of 5."
    assert desk.pane.decision.points.text() == "80"


def test_j_and_k_move_from_anywhere_but_not_while_typing(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_J, desk.pane.conversation.reader)
    desk.shows("2")
    desk.press(Qt.Key.Key_J, desk.pane.decision.contributions)
    desk.shows("4")
    desk.press(Qt.Key.Key_K)
    desk.shows("2")
    field = desk.pane.conversation.composer.field
    field.setFocus()
    desk.press(Qt.Key.Key_J, field)
    assert field.toPlainText() == "j"
    desk.shows("2")


def test_accept_records_what_was_on_the_screen_and_goes_on_to_the_next(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_1)
    desk.shows("2")
    opened = desk.console.opened(id_of("1"))
    assert opened is not None
    assert opened.standing is not None
    assert opened.standing.kind is DecisionKind.ACCEPT
    assert opened.standing.score == 80
    assert [each.state for each in opened.deliveries] == [ChangeState.WAITING]
    assert [each.ticket for each in desk.decided] == [id_of("1")]


def test_decided_ticket_stays_in_its_place_and_is_marked(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_1)
    desk.shows("2")
    desk.refresh()
    desk.qtbot.waitUntil(lambda: bool((row := desk.pane.queue.model.row(id_of("1"))) and row.decided))
    desk.qtbot.waitUntil(desk.pane.queue.strip.isVisible)
    assert desk.order == ["1", "2", "4"]
    desk.press(Qt.Key.Key_R)
    assert desk.order == ["2", "4"]
    desk.shows("2")


def test_two_presses_decide_once_each_ticket(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_1)
    desk.shows("2")
    assert [each.ticket for each in desk.decided] == [id_of("1")]
    assert desk.store.decided.decisions(id_of("2")) == ()


def test_nothing_can_be_decided_while_another_ticket_is_being_opened(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_J)
    desk.press(Qt.Key.Key_1)
    desk.shows("2")
    assert desk.decided == []


def test_ticket_that_one_comes_back_to_is_read_again_before_it_can_be_decided(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_J)
    opened = desk.console.opened(id_of("1"))
    assert opened is not None
    desk.console.not_needed(opened)  # meanwhile, at another desk
    desk.press(Qt.Key.Key_K)
    assert desk.pane.current_ticket() == id_of("1")
    assert not desk.pane.ready
    desk.press(Qt.Key.Key_1)
    desk.shows("1")
    desk.press(Qt.Key.Key_1)
    assert desk.decided == []
    assert [each.kind for each in desk.store.decided.decisions(id_of("1"))] == [DecisionKind.NOT_NEEDED]


def test_last_ticket_of_the_list_cannot_be_decided_twice(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_J)
    desk.press(Qt.Key.Key_J)
    desk.shows("4")
    desk.press(Qt.Key.Key_3)
    desk.qtbot.waitUntil(lambda: bool(desk.decided))
    desk.press(Qt.Key.Key_3)
    desk.shows("4")
    desk.press(Qt.Key.Key_3)
    assert len(desk.store.decided.decisions(id_of("4"))) == 1


def test_not_needed_keeps_the_ticket_where_it_is(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_3)
    desk.shows("2")
    [decision] = desk.decided
    assert decision.kind is DecisionKind.NOT_NEEDED
    assert desk.store.decided.deliveries(id_of("1")) == ()


def test_undone_decision_can_be_taken_anew(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_1)
    desk.shows("2")
    assert desk.console.undo(desk.decided[0])
    desk.press(Qt.Key.Key_K)
    desk.shows("1")
    desk.refresh()
    desk.press(Qt.Key.Key_3)
    desk.qtbot.waitUntil(lambda: len(desk.decided) == 2)


def test_override_sends_it_elsewhere_for_a_reason_by_keyboard(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_2)
    desk.qtbot.waitUntil(lambda: bool(desk.pane.findChildren(OverrideDialog)))
    [dialog] = desk.pane.findChildren(OverrideDialog)
    groups, people = dialog.findChildren(QListWidget)
    assert groups.item(0).text() == "Stay with Tier 1"
    QTest.keyClick(groups, Qt.Key.Key_Down)
    assert groups.currentItem().text().startswith("Tier 2 Billing")
    QTest.keyClick(people, Qt.Key.Key_Down)
    QTest.keyClick(people, Qt.Key.Key_Return)
    assert desk.decided == []
    [reason] = dialog.findChildren(QLineEdit)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClicks(reason, "knows this customer")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    desk.shows("2")
    [decision] = desk.decided
    assert decision.kind is DecisionKind.OVERRIDE
    assert decision.reason == "knows this customer"
    assert decision.destination is not None
    assert decision.destination.group == "Tier 2 Billing"


def test_ticket_that_is_on_its_way_can_be_sent_back_but_not_stay(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_1)
    desk.shows("2")
    desk.press(Qt.Key.Key_K)
    desk.shows("1")
    desk.pane.ask_override()
    desk.qtbot.waitUntil(lambda: bool(desk.pane.findChildren(OverrideDialog)))
    [dialog] = desk.pane.findChildren(OverrideDialog)
    shown = [dialog.groups.item(row).text().split("   ")[0] for row in range(dialog.groups.count())]
    assert shown == ["Back to Tier 1", "Tier 2 Billing", "Tier 4 Executive"]
    dialog.reject()


def test_override_offers_only_groups_that_the_helpdesk_has(desk: Desk) -> None:
    desk.open()
    desk.pane.ask_override()
    desk.qtbot.waitUntil(lambda: bool(desk.pane.findChildren(OverrideDialog)))
    [dialog] = desk.pane.findChildren(OverrideDialog)
    shown = [dialog.groups.item(row).text().split("   ")[0] for row in range(dialog.groups.count())]
    assert shown == ["Stay with Tier 1", "Tier 2 Billing", "Tier 4 Executive"]
    dialog.reject()
