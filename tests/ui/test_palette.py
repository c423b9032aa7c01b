"""The palette finds and runs actions by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions import ActionName, act
from app.ui.key_map import KeyMap
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


def opened(window: Window, qtbot: QtBot) -> tuple[Palette, QLineEdit, QListView]:
    palette = Palette(window.actions(), window)
    palette.open()
    qtbot.waitUntil(palette.isVisible)
    field = palette.findChild(QLineEdit)
    listed = palette.findChild(QListView)
    assert isinstance(field, QLineEdit)
    assert isinstance(listed, QListView)
    return palette, field, listed


def texts(listed: QListView) -> list[str]:
    model = listed.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_typing_a_few_letters_and_enter_runs_the_action(window: Window, qtbot: QtBot) -> None:
    palette, field, _ = opened(window, qtbot)
    QTest.keyClicks(field, "dark")
    with qtbot.waitSignal(palette.finished):
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
    with qtbot.waitSignal(palette.finished):
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
    from PySide6.QtWidgets import QLabel

    from app.ui.actions import ACTIONS, key_words

    sheet = KeyMap(window)
    sheet.open()
    shown = {each.text() for each in sheet.findChildren(QLabel)}
    for each in ACTIONS:
        assert each.text in shown
        assert key_words(each.name) in shown
    with qtbot.waitSignal(sheet.finished):
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
