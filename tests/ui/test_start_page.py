"""Until the workspace is open, the window says why not and what to do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.start_page import StartPage
from app.ui.theme import Theme


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> StartPage:
    page = StartPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def test_opening_shows_a_sentence_and_nothing_to_press(page: StartPage) -> None:
    assert page.title == "Opening your workspace…"
    assert not any(button.isVisible() for button in page.findChildren(QPushButton))


def test_failure_can_be_tried_again_by_keyboard(page: StartPage, qtbot: QtBot) -> None:
    page.show_failure("Your workspace cannot be opened", "The disk is full. Free some space.")
    [button] = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    with qtbot.waitSignal(page.retry_asked):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert page.text == "The disk is full. Free some space."


def test_a_store_that_is_away_says_what_is_kept_and_can_be_tried_at_once(page: StartPage, qtbot: QtBot) -> None:
    page.show_away("The server cannot be reached.", [f"Your draft on #{number}" for number in range(9)])
    assert page.text == "The server cannot be reached. This window goes on by itself as soon as it answers."
    assert page.kept.splitlines()[0] == "Kept on this machine and sent then (9):"
    assert page.kept.splitlines()[-1] == "… and 3 more"
    assert "Your draft on #0" in page.accessibleName()
    again, edit, leave = (each for each in page.findChildren(QPushButton) if each.isVisible())
    with qtbot.waitSignal(page.retry_asked):
        QTest.keyClick(again, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.address_asked):
        QTest.keyClick(edit, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.leave_asked):
        QTest.keyClick(leave, Qt.Key.Key_Space)
    page.show_away("The server cannot be reached.", [])
    assert page.kept == "Nothing that you did here waits for it."
    page.show_away("The server cannot be reached.", None)
    assert page.kept.endswith("is kept on this machine, and sent then.")
    page.show_opening()
    assert page.kept == ""


def test_long_failure_is_shown_whole(page: StartPage, qtbot: QtBot) -> None:
    page.show_failure("Your workspace cannot be opened", "A sentence that goes on and on. " * 12)
    qtbot.waitUntil(lambda: not page.grab().isNull())
    [text] = [each for each in page.findChildren(QLabel) if each.text() == page.text]
    assert text.height() >= text.heightForWidth(text.width())


def test_the_address_of_a_store_that_is_away_can_be_reached_by_tab_and_by_its_key(
    page: StartPage, qtbot: QtBot
) -> None:
    page.show_away("The server cannot be reached.", [])
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    again = QApplication.focusWidget()
    assert again is not None
    QTest.keyClick(again, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Edit the address…"
    assert "Ctrl+Shift+T" in focused.toolTip()
    asked: list[bool] = []
    page.address_asked.connect(lambda: asked.append(True))
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert asked == [True]
    page.show_failure("Your workspace cannot be opened", "The disk is full.")
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert asked == [True], "it is no team's store that is in the way"


def test_passphrase_is_hidden_handed_over_and_forgotten(page: StartPage, qtbot: QtBot) -> None:
    page.ask_words("This workspace is locked with a passphrase.")
    [field] = page.findChildren(QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClick(field, Qt.Key.Key_Return)  # nothing typed: nothing happens
    QTest.keyClicks(field, "correct horse")
    with qtbot.waitSignal(page.words_given) as given:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert given.args == ["correct horse"]
    assert field.text() == ""


def test_eye_shows_what_is_typed(page: StartPage, qtbot: QtBot) -> None:
    page.ask_words("Locked.")
    [field] = page.findChildren(QLineEdit)
    [eye] = page.findChildren(QToolButton)
    QTest.keyClick(eye, Qt.Key.Key_Space)
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide what I type"


def test_details_of_an_unexpected_failure_can_be_copied(page: StartPage) -> None:
    page.show_failure("Something went wrong", "Something unexpected went wrong.", details="Traceback: all of it")
    [copy] = [each for each in page.findChildren(QPushButton) if each.text() == "Copy details"]
    QTest.keyClick(copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "Traceback: all of it"
    page.show_opening()
    assert not copy.isVisible()
