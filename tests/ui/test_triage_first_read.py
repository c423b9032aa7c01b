"""While messages are read for the first time the queue orders itself, until somebody touches it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication

from app.domain.health import ConnectionHealth, Health, SyncState, WorkerHealth, WorkerState
from app.domain.queue import Lens
from app.domain.tickets import ConnectionName
from tests.builders import id_of
from tests.ui import triage_desk
from tests.ui.agents_desk import Desk


def tick(desk: Desk, state: WorkerState, sync: SyncState = SyncState.LIVE) -> None:
    connection = ConnectionHealth(ConnectionName("desk"), sync)
    desk.pane.show_health(Health((connection,), worker=WorkerHealth(state, done=1, total=2)))


def read_one_more(desk: Desk, number: str, points: int) -> None:
    triage_desk.add(desk.store, number, points)
    desk.refresh()


@pytest.fixture
def reading(desk: Desk) -> Desk:
    """The desk while its messages are being read; ticket 1 was the first to be shown."""
    desk.open()
    tick(desk, WorkerState.READING)
    return desk


def test_untouched_queue_takes_each_order_and_keeps_what_is_shown(reading: Desk) -> None:
    read_one_more(reading, "9", 88)
    reading.qtbot.waitUntil(lambda: reading.order == ["9", "1", "2", "4"])
    assert not reading.pane.queue.strip.isVisible()
    assert reading.pane.queue.view.ticket == id_of("1")
    assert reading.pane.queue.view.verticalScrollBar().value() == 0


def test_first_row_is_chosen_once_all_is_read(reading: Desk) -> None:
    read_one_more(reading, "9", 88)
    reading.qtbot.waitUntil(lambda: reading.order == ["9", "1", "2", "4"])
    triage_desk.add(reading.store, "8", 99)
    tick(reading, WorkerState.IDLE)
    reading.shows("8")
    assert reading.order == ["8", "9", "1", "2", "4"]


def test_after_the_first_read_newcomers_wait_as_ever(reading: Desk) -> None:
    triage_desk.add(reading.store, "9", 88)
    tick(reading, WorkerState.IDLE)
    reading.shows("9")
    tick(reading, WorkerState.READING)
    read_one_more(reading, "8", 99)
    reading.qtbot.waitUntil(reading.pane.queue.strip.isVisible)
    assert reading.order == ["9", "1", "2", "4"]


@pytest.mark.parametrize("sync", [SyncState.STARTING, SyncState.SYNCING])
def test_a_pause_between_two_pages_of_tickets_is_not_the_end(reading: Desk, sync: SyncState) -> None:
    tick(reading, WorkerState.IDLE, sync)
    read_one_more(reading, "9", 88)
    reading.qtbot.waitUntil(lambda: reading.order == ["9", "1", "2", "4"])
    tick(reading, WorkerState.IDLE)
    reading.shows("9")


@pytest.mark.parametrize("sync", [SyncState.OFFLINE, SyncState.STOPPED])
def test_a_helpdesk_that_cannot_be_reached_is_not_waited_for(reading: Desk, sync: SyncState) -> None:
    triage_desk.add(reading.store, "9", 88)
    tick(reading, WorkerState.IDLE, sync)
    reading.shows("9")


def press_down(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Down)


def press_j_beside_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_J, desk.pane.conversation.reader)


def click(desk: Desk) -> None:
    QTest.mouseClick(desk.pane.queue.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))


def drag_the_bar(desk: Desk) -> None:
    desk.pane.queue.view.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderSingleStepAdd)


def turn_the_wheel_over_the_conversation(desk: Desk) -> None:
    desk.pane.resize(1092, 300)
    viewport = desk.pane.conversation.reader.viewport()
    at = QPointF(20, 20)
    turn = QWheelEvent(
        at,
        viewport.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, turn)


def write(desk: Desk) -> None:
    desk.pane.activateWindow()
    desk.pane.conversation.composer.field.setFocus()
    desk.qtbot.waitUntil(desk.pane.conversation.composer.field.hasFocus)


@pytest.mark.parametrize(
    "touch", [press_down, press_j_beside_it, click, drag_the_bar, turn_the_wheel_over_the_conversation, write]
)
def test_queue_that_somebody_touched_never_moves_by_itself(reading: Desk, touch: Callable[[Desk], None]) -> None:
    touch(reading)
    chosen = reading.pane.queue.view.ticket
    read_one_more(reading, "9", 88)
    reading.qtbot.waitUntil(reading.pane.queue.strip.isVisible)
    tick(reading, WorkerState.IDLE)
    read_one_more(reading, "8", 99)
    reading.qtbot.waitUntil(lambda: reading.pane.queue.strip_text.text() == "2 new")
    assert reading.order == ["1", "2", "4"]
    assert reading.pane.queue.view.ticket == chosen


def test_another_lens_is_untouched_again(reading: Desk) -> None:
    reading.press(Qt.Key.Key_Down)
    reading.pane.show_lens(Lens.ALL)
    reading.qtbot.waitUntil(lambda: len(reading.order) == 4)
    read_one_more(reading, "9", 88)
    reading.qtbot.waitUntil(lambda: reading.order[0] == "9")
