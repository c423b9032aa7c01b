"""The window over a real workspace: opening, regions, keys, undo, notices, light and dark."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.decisions import Decision
from app.domain.health import ConnectionHealth, SyncState, WorkerHealth, WorkerState
from app.domain.queue import Lens
from app.domain.tickets import ConnectionName
from app.service.console import Console
from app.settings import SAMPLE
from app.store.store import Store
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.connection_form import ConnectionForm
from app.ui.main_window import MainWindow
from app.ui.notice import Notice
from app.ui.overlay import Overlay
from app.ui.panes.base import Pane
from app.ui.rail import LensButton
from app.ui.theme import Theme
from app.ui.workspace_view import WorkspaceView
from tests.builders import DESK, batch, decision, ticket


class PlainPane(Pane):
    """A pane with one field, that remembers what it was asked."""

    title = "Plain"

    def __init__(self, console: Console, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(console, background, parent)
        self.field = QLineEdit(self)
        self.lenses: list[Lens] = []
        self.settled = False

    def regions(self) -> tuple[QWidget, ...]:
        return (self.field,)

    def show_lens(self, lens: Lens) -> None:
        self.lenses.append(lens)

    def settle(self) -> None:
        self.settled = True


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, console: Console, background: Background) -> Iterator[MainWindow]:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.show_workspace(WorkspaceView(console, background, PlainPane), name="Sample workspace")
    yield window
    window.drop_workspace()


def view(window: MainWindow) -> WorkspaceView:
    assert window.workspace is not None
    return window.workspace


def pane(window: MainWindow) -> PlainPane:
    shown = view(window).pane
    assert isinstance(shown, PlainPane)
    return shown


def said(window: MainWindow) -> set[str]:
    return {each.accessibleName() for each in window.findChildren(QWidget) if each.isVisible()}


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_window_names_its_workspace_and_marks_the_sample(window: MainWindow) -> None:
    assert window.windowTitle() == "Sample workspace - Warmline"
    assert "You are Ana Ortiz" in said(window)


def test_the_window_is_never_smaller_than_what_it_shows(window: MainWindow) -> None:
    assert window.minimumSize().width() >= view(window).minimumSizeHint().width()
    assert window.minimumSize().height() >= view(window).minimumSizeHint().height()


def test_counts_and_sync_words_follow_the_store(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    now = datetime.now(UTC)
    store.pulled.apply(batch(ticket("1"), ticket("2")), connection=DESK)
    store.pulse.set_worker(WorkerHealth(WorkerState.READING, at=now, done=1, total=2))
    store.pulse.set_connection(ConnectionHealth(ConnectionName(SAMPLE), SyncState.LIVE, synced_at=now))
    qtbot.waitUntil(lambda: "All, 2 tickets" in said(window))
    qtbot.waitUntil(lambda: "Sync: reading messages 1 of 2" in said(window))


def test_lens_keys_choose_lenses(window: MainWindow) -> None:
    press(window, Qt.Key.Key_7, CTRL)
    assert view(window).rail.lens is Lens.ALL
    press(window, Qt.Key.Key_1, CTRL)
    assert pane(window).lenses == [Lens.SUGGESTED, Lens.ALL, Lens.SUGGESTED]


def test_f6_goes_round_the_regions_and_back(window: MainWindow) -> None:
    view(window).rail.setFocus()
    press(window, Qt.Key.Key_F6)
    assert pane(window).field.hasFocus()
    press(window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is view(window).header.focusProxy()
    press(window, Qt.Key.Key_F6)
    assert isinstance(QApplication.focusWidget(), LensButton)
    press(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is view(window).header.focusProxy()


def test_palette_runs_an_action_and_gives_the_focus_back(window: MainWindow, qtbot: QtBot) -> None:
    pane(window).field.setFocus()
    press(window, Qt.Key.Key_K, CTRL)
    [overlay] = window.findChildren(Overlay)
    QTest.keyClicks(focused(), "show all")
    with qtbot.waitSignal(overlay.dismissed):
        press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view(window).rail.lens is Lens.ALL)
    assert pane(window).field.hasFocus()


def test_palette_and_menu_hold_the_same_actions(window: MainWindow) -> None:
    every = [action.objectName() for action in view(window).every_action()]
    assert {ActionName.THEME, ActionName.QUIT, ActionName.UNDO, ActionName.PALETTE} <= set(every)
    assert len(every) == len(set(every))


def test_question_mark_shows_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    view(window).rail.setFocus()
    QTest.keyClicks(focused(), "?")
    [overlay] = window.findChildren(Overlay)
    assert overlay.accessibleName() == "Keys"
    press(window, Qt.Key.Key_Escape)
    assert overlay.isHidden()


def test_a_decision_can_be_undone_by_key_and_that_is_said(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    store.pulled.apply(batch(ticket("1")), connection=DESK)
    made = recorded(store)
    pane(window).decided.emit(made)
    assert view(window).undo_bar.isVisible()
    view(window).rail.setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: any("Taken back" in name for name in said(window)))
    assert [each.undone_at is not None for each in store.decided.decisions(made.ticket)] == [True]
    assert not view(window).undo_bar.isVisible()


def test_a_problem_with_the_connection_is_shown_until_it_is_over(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    problem = "The token was not accepted. Open Connections and type a new one."
    store.pulse.set_connection(ConnectionHealth(ConnectionName(SAMPLE), SyncState.STOPPED, problem=problem))
    qtbot.waitUntil(lambda: f"Error: {problem}" in said(window))
    store.pulse.set_connection(ConnectionHealth(ConnectionName(SAMPLE), SyncState.LIVE, synced_at=datetime.now(UTC)))
    qtbot.waitUntil(lambda: f"Error: {problem}" not in said(window))


def test_notices_of_the_pane_are_shown(window: MainWindow) -> None:
    pane(window).noticed.emit(Notice("pane", "Ticket 7 cannot be opened."))
    assert [each.text for each in view(window).notices.notices] == ["Ticket 7 cannot be opened."]


def test_undo_bar_covers_and_moves_nothing(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    before = pane(window).geometry()
    pane(window).decided.emit(recorded(store))
    qtbot.waitUntil(view(window).undo_bar.isVisible)
    assert pane(window).geometry() == before
    assert view(window).header.gap().contains(view(window).undo_bar.geometry())


def test_switching_the_theme_repaints_the_whole_window(window: MainWindow) -> None:
    light = window.grab().toImage().pixelColor(400, 400)
    press(window, Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dark = window.grab().toImage().pixelColor(400, 400)
    assert light.lightness() > 200
    assert dark.lightness() < 60


def test_connections_open_over_the_window(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_Comma, CTRL)
    [form] = window.findChildren(ConnectionForm)
    qtbot.waitUntil(form.isVisible)
    with qtbot.waitSignal(form.finished):
        QTest.keyClick(form, Qt.Key.Key_Escape)


def test_closing_settles_the_pane_first(window: MainWindow, qtbot: QtBot) -> None:
    shown = pane(window)
    settled = list[bool]()
    window.closed.connect(lambda: settled.append(shown.settled))
    window.closed.connect(window.drop_workspace)
    window.close()
    assert shown.settled


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    pane(window).field.setAccessibleName("the test's own")
    nameless = [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert nameless == []


def recorded(store: Store) -> Decision:
    """A decision of just now, in the store."""
    made = decision("1", at=datetime.now(UTC))
    store.decided.record(made, (), not_before=made.undoable_until)
    return made
