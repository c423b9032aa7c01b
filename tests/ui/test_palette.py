"""The palette finds and runs actions by keyboard alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions import ACTIONS, ActionName, act, key_of, key_words
from app.ui.key_map import KeyMap
from app.ui.overlay import Overlay
from app.ui.palette import Palette
from app.ui.theme import Theme


class Window(QWidget):
    """A window with three actions that remember being performed."""

    def __init__(self) -> None:
        super().__init__()
        self.performed: list[str] = []
        for name in (ActionName.ACCEPT, ActionName.THEME, ActionName.KEY_MAP):
            act(self, name, lambda name=name: self.performed.append(name))  # type: ignore[misc]

    def action_called(self, name: ActionName) -> QAction:
        return next(each for each in self.actions() if each.objectName() == name)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.resize(900, 600)
    with qtbot.waitExposed(window):
        window.show()
    return window


def opened(window: Window, qtbot: QtBot) -> tuple[Overlay, QLineEdit, QListView]:
    palette = Palette(window.actions())
    overlay = Overlay(palette, window, name="Command palette", toggle=key_of(ActionName.PALETTE))
    palette.chosen.connect(overlay.dismiss)
    palette.chosen.connect(lambda action: action.trigger())
    overlay.open()
    field, listed = palette.findChild(QLineEdit), palette.findChild(QListView)
    assert isinstance(field, QLineEdit)
    assert isinstance(listed, QListView)
    return overlay, field, listed


def texts(listed: QListView) -> list[str]:
    model = listed.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_typing_a_few_letters_and_enter_runs_the_action(window: Window, qtbot: QtBot) -> None:
    palette, field, _ = opened(window, qtbot)
    QTest.keyClicks(field, "dark")
    with qtbot.waitSignal(palette.dismissed):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.performed == [ActionName.THEME]


def test_arrow_keys_go_through_the_list_and_around(window: Window, qtbot: QtBot) -> None:
    _, field, listed = opened(window, qtbot)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert listed.currentIndex().row() == 1
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert listed.currentIndex().row() == 2
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.performed == [ActionName.KEY_MAP]


def test_escape_does_nothing(window: Window, qtbot: QtBot) -> None:
    palette, field, _ = opened(window, qtbot)
    with qtbot.waitSignal(palette.dismissed):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert window.performed == []


def test_action_that_rests_comes_last_says_so_and_does_not_run(window: Window, qtbot: QtBot) -> None:
    window.action_called(ActionName.ACCEPT).setEnabled(False)
    palette, field, listed = opened(window, qtbot)
    assert texts(listed)[-1] == "Accept the suggestion"
    said = listed.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Accept the suggestion, 1, not now"
    QTest.keyClicks(field, "accept")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.performed == []
    assert palette.isVisible()


def test_each_action_is_read_out_with_its_key(window: Window, qtbot: QtBot) -> None:
    _, _, listed = opened(window, qtbot)
    first = listed.model().index(0, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Accept the suggestion, 1"


def test_a_search_for_nothing_says_so(window: Window, qtbot: QtBot) -> None:
    palette, field, listed = opened(window, qtbot)
    QTest.keyClicks(field, "zzz")
    assert texts(listed) == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_palette_paints_in_light_and_dark(window: Window, qtbot: QtBot, theme: Theme) -> None:
    palette, _, _ = opened(window, qtbot)
    light = palette.grab().toImage()
    theme.switch()
    assert palette.grab().toImage() != light


def test_key_map_shows_every_action_with_its_key(window: Window, qtbot: QtBot) -> None:
    sheet = Overlay(KeyMap(), window, name="Keys", toggle=key_of(ActionName.KEY_MAP))
    sheet.open()
    shown = {each.text() for each in sheet.findChildren(QLabel)}
    for each in ACTIONS:
        assert each.text in shown
        assert key_words(each.name) in shown
    with qtbot.waitSignal(sheet.dismissed):
        QTest.keyClick(sheet.content, Qt.Key.Key_Escape)


def test_no_key_reaches_an_action_behind_the_sheet(window: Window, qtbot: QtBot) -> None:
    sheet = Overlay(KeyMap(), window, name="Keys", toggle=key_of(ActionName.KEY_MAP))
    sheet.open()
    QTest.keyClick(sheet.content, Qt.Key.Key_1)
    QTest.keyClick(sheet.content, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.performed == []
    assert sheet.isVisible()


def test_the_key_that_opened_a_sheet_closes_it(window: Window, qtbot: QtBot) -> None:
    sheet, field, _ = opened(window, qtbot)
    with qtbot.waitSignal(sheet.dismissed):
        QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    keys = Overlay(KeyMap(), window, name="Keys", toggle=key_of(ActionName.KEY_MAP))
    keys.open()
    with qtbot.waitSignal(keys.dismissed):
        QTest.keyClicks(keys.content, "?")


def test_a_click_beside_the_sheet_closes_it_and_the_focus_is_back(window: Window, qtbot: QtBot) -> None:
    before = QLineEdit(window)
    before.show()
    before.setFocus()
    sheet, field, _ = opened(window, qtbot)
    assert field.hasFocus()
    with qtbot.waitSignal(sheet.dismissed):
        QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert before.hasFocus()


def test_the_sheet_stays_in_the_middle_of_a_growing_window(window: Window, qtbot: QtBot) -> None:
    sheet, field, _ = opened(window, qtbot)
    window.resize(1400, 800)
    assert sheet.size() == window.size()
    middle = field.mapTo(window, field.rect().center()).x()
    assert abs(middle - 700) <= 2
