"""What the agent reads, writes and finds at the triage pane, over a real store."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.domain.health import Health, WorkerHealth, WorkerState
from app.domain.queue import Lens
from app.domain.tickets import Status
from tests.builders import DESK, batch, id_of
from tests.ui import triage_desk
from tests.ui.agents_desk import Desk

if TYPE_CHECKING:
    pass


def test_e_steps_through_the_evidence_and_both_sides_show_it(desk: Desk) -> None:
    desk.open()
    seen = []
    for _ in range(3):
        desk.press(Qt.Key.Key_E)
        words = [each.cursor.selectedText() for each in desk.pane.conversation.reader.extraSelections()]
        seen.append((desk.pane.decision.contributions.row, words))
    assert seen == [(0, ["supervisor"]), (1, ["charged"]), (0, ["supervisor"])]


def test_arrow_keys_in_the_contributions_highlight_their_words(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_W)
    assert desk.pane.decision.why.isVisible()
    assert "rulebook-1" in desk.pane.decision.why.text()
    listed = desk.pane.decision.contributions
    assert listed.row == 0
    desk.press(Qt.Key.Key_Down, listed)
    reader = desk.pane.conversation.reader
    assert [each.cursor.selectedText() for each in reader.extraSelections()] == ["charged"]


def test_pointing_at_a_contribution_shows_its_words_until_the_pointer_leaves(desk: Desk) -> None:
    desk.open()
    listed, reader = desk.pane.decision.contributions, desk.pane.conversation.reader
    listed.choose(0)
    listed.pointed.emit(1)
    assert [each.cursor.selectedText() for each in reader.extraSelections()] == ["charged"]
    listed.pointed.emit(-1)
    assert [each.cursor.selectedText() for each in reader.extraSelections()] == ["supervisor"]


def test_choosing_a_message_on_the_trajectory_goes_there(desk: Desk) -> None:
    desk.pane.resize(1092, 400)
    desk.open()
    reader = desk.pane.conversation.reader
    chart = desk.pane.decision.trajectory
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert reader.textCursor().position() == 0
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert "That did not work" in reader.toPlainText()[reader.textCursor().position() :]
    assert "charged" not in reader.toPlainText()[reader.textCursor().position() :]


def test_everyone_who_could_take_it_is_listed_with_why_not(desk: Desk) -> None:
    desk.open()
    listed = ["Bob Lindgren", "3 of 5", "available", "Priya", "5 of 5", "full: 5 of 5"]
    shown = desk.pane.decision.people

    def said() -> list[str]:
        return [each.text() for each in shown.findChildren(QLabel) if each.isVisible() and each.text()]

    desk.qtbot.waitUntil(lambda: said() == listed)


def test_clicking_words_in_the_conversation_chooses_their_contribution(desk: Desk) -> None:
    desk.open()
    desk.pane.conversation.reader.contribution_chosen.emit(1)
    assert desk.pane.decision.contributions.row == 1


def test_newcomers_wait_until_the_agent_reorders(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_J)
    desk.shows("2")
    height = desk.pane.queue.view.rowViewportPosition(1)
    triage_desk.add(desk.store, "9", 88)
    desk.refresh()
    strip = desk.pane.queue.strip
    desk.qtbot.waitUntil(strip.isVisible)
    assert desk.order == ["1", "2", "4"]
    assert desk.pane.queue.strip_text.text() == "1 new"
    desk.press(Qt.Key.Key_R)
    assert desk.order == ["9", "1", "2", "4"]
    assert not strip.isVisible()
    assert desk.pane.current_ticket() == id_of("2") == desk.pane.queue.view.ticket
    assert desk.pane.queue.view.rowViewportPosition(2) >= height


def test_choosing_the_shown_lens_again_brings_its_newest_order_and_keeps_the_place(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_J)
    desk.shows("2")
    triage_desk.add(desk.store, "9", 88)
    desk.refresh()
    desk.qtbot.waitUntil(desk.pane.queue.strip.isVisible)
    desk.pane.show_lens(Lens.SUGGESTED)
    desk.qtbot.waitUntil(lambda: desk.order == ["9", "1", "2", "4"])
    assert not desk.pane.queue.strip.isVisible()
    desk.shows("2")


def test_choosing_the_shown_lens_again_leaves_a_ticket_that_is_no_longer_in_it(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_Down)
    desk.shows("2")
    desk.press(Qt.Key.Key_Up)
    desk.shows("1")
    solved = triage_desk.a_ticket("1", version="2", status=Status.SOLVED)
    desk.store.pulled.apply(batch(solved, cursor="2"), connection=DESK)
    desk.refresh()
    desk.qtbot.waitUntil(desk.pane.queue.strip.isVisible)
    assert desk.pane.current_ticket() == id_of("1")
    desk.pane.show_lens(Lens.SUGGESTED)
    desk.shows("2")
    assert desk.order == ["2", "4"]


def test_changed_ticket_is_brought_up_to_date_without_losing_the_place(desk: Desk) -> None:
    desk.open()
    field = desk.pane.conversation.composer.field
    QTest.keyClicks(field, "half a no")
    said = triage_desk.talk("1", *triage_desk.TALK, "agent: A fourth message.")
    desk.store.pulled.apply(
        batch(triage_desk.a_ticket("1", version="2", subject="Now solved"), messages=said, cursor="2"), connection=DESK
    )
    assert id_of("1") in desk.refresh().tickets
    desk.qtbot.waitUntil(lambda: "A fourth message." in desk.pane.conversation.reader.toPlainText())
    assert field.toPlainText() == "half a no"
    assert desk.pane.queue.view.ticket == id_of("1")


def test_draft_is_kept_when_the_agent_moves_on_and_is_there_again(desk: Desk) -> None:
    desk.open()
    field = desk.pane.conversation.composer.field
    QTest.keyClicks(field, "called her")
    desk.press(Qt.Key.Key_J)
    desk.shows("2")
    assert field.toPlainText() == ""
    desk.qtbot.waitUntil(lambda: desk.store.decided.draft(id_of("1"), by="Ana Ortiz") == "called her")
    desk.press(Qt.Key.Key_K)
    desk.shows("1")
    assert field.toPlainText() == "called her"


def test_draft_is_saved_as_it_is_typed_and_says_so(desk: Desk) -> None:
    desk.open()
    QTest.keyClicks(desk.pane.conversation.composer.field, "called her")
    desk.qtbot.waitUntil(lambda: desk.pane.conversation.composer.state == "Draft saved")
    assert desk.store.decided.draft(id_of("1"), by="Ana Ortiz") == "called her"


def test_what_was_typed_last_is_saved_when_the_window_closes(desk: Desk) -> None:
    desk.open()
    QTest.keyClicks(desk.pane.conversation.composer.field, "last words")
    desk.pane.settle()
    desk.qtbot.waitUntil(lambda: desk.store.decided.draft(id_of("1"), by="Ana Ortiz") == "last words")


def test_control_return_adds_the_note_and_empties_the_field(desk: Desk) -> None:
    desk.open()
    field = desk.pane.conversation.composer.field
    desk.press(Qt.Key.Key_N)
    QTest.keyClicks(field, "Refund is under way.")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: field.toPlainText() == "")
    assert [each.text for each in desk.store.decided.deliveries(id_of("1"))] == ["Refund is under way."]
    assert desk.store.decided.draft(id_of("1"), by="Ana Ortiz") == ""


def test_search_finds_and_escape_goes_back_to_the_lens(desk: Desk) -> None:
    desk.open()
    desk.press(Qt.Key.Key_Slash)
    search = desk.pane.queue.search
    QTest.keyClicks(search, "Subject of 3")
    QTest.keyClick(search, Qt.Key.Key_Return)
    desk.shows("3")
    assert desk.order == ["3"]
    assert desk.pane.decision.headline.text() == "Stays with Tier 1"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.order == ["1", "2", "4"])


def test_search_without_a_match_says_so_and_nothing_can_be_decided(desk: Desk) -> None:
    desk.open()
    QTest.keyClicks(desk.pane.queue.search, "zebra")
    desk.qtbot.waitUntil(lambda: desk.order == [])
    assert desk.pane.queue.empty_words == "Nothing found. No ticket matches “zebra”."
    assert desk.pane.current_ticket() is None
    desk.press(Qt.Key.Key_1)
    assert desk.decided == []


def test_empty_lens_says_why_in_words(desk: Desk) -> None:
    desk.pane.show_lens(Lens.LOOPING)
    desk.pane.show()
    desk.qtbot.waitUntil(lambda: desk.pane.queue.empty_words.startswith("Nothing goes in circles"))


def test_empty_lens_means_nothing_yet_while_messages_are_being_read(desk: Desk) -> None:
    desk.pane.show_lens(Lens.LOOPING)
    desk.pane.show()
    desk.pane.show_health(Health(worker=WorkerHealth(WorkerState.READING, done=96, total=360)))
    desk.qtbot.waitUntil(lambda: desk.pane.queue.empty_words == "Nothing here yet. 96 of 360 messages are read.")
    desk.pane.show_health(Health(worker=WorkerHealth(WorkerState.IDLE)))
    assert desk.pane.queue.empty_words.startswith("Nothing goes in circles")


def test_first_tickets_of_an_empty_lens_are_shown_at_once(desk: Desk) -> None:
    desk.pane.show_lens(Lens.SLA)
    desk.pane.show()
    desk.qtbot.waitUntil(lambda: desk.pane.queue.empty_words.startswith("All in time"))
    desk.pane.show_lens(Lens.SUGGESTED)
    desk.shows("1")


def test_quiet_ticket_offers_only_what_makes_sense(desk: Desk) -> None:
    desk.open(Lens.MINE)
    desk.shows("3")
    enabled = {each.accessibleName() for each in desk.pane.decision.findChildren(QAbstractButton) if each.isEnabled()}
    assert enabled == {
        *("Override…", "Warm transfer…", "Consult…", "Snooze…", "Should have been flagged…"),
        *("Brief", "Copy the brief", "Save the brief…", "Print the brief…"),
    }


def test_trouble_is_told_and_what_is_on_the_screen_stays(desk: Desk, own_home: Path) -> None:
    desk.open()
    desk.store.close()
    for file in own_home.glob("store.db*"):
        file.write_bytes(b"no database" * 1_000)
    desk.press(Qt.Key.Key_1)
    desk.qtbot.waitUntil(lambda: bool(desk.notices))
    assert "database" in desk.notices[0].text or "store" in desk.notices[0].text
    assert desk.decided == []
    assert desk.pane.current_ticket() == id_of("1")


def test_every_control_has_an_accessible_name(desk: Desk) -> None:
    desk.open()
    controls = [
        each
        for each in desk.pane.findChildren(QWidget)
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus and each.isVisible() and not isinstance(each, QLabel)
    ]
    assert controls
    assert [type(each).__name__ for each in controls if not each.accessibleName()] == []


@pytest.mark.parametrize("size", [(836, 648), (1092, 748), (1732, 1028)])
def test_columns_fit_at_every_size_without_cutting_buttons(desk: Desk, size: tuple[int, int]) -> None:
    desk.pane.resize(*size)
    desk.open()
    assert desk.pane.minimumSizeHint().width() <= 836
    for button in desk.pane.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width(), button.text()
