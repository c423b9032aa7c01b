"""Errors where the agent can see them."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Unreachable
from app.ui.notice import Notice, NoticeStrip, Tone, notice_of
from app.ui.theme import Theme


@pytest.fixture
def strip(qtbot: QtBot, theme: Theme) -> NoticeStrip:
    strip = NoticeStrip()
    qtbot.addWidget(strip)
    return strip


def test_no_notice_takes_no_room(strip: NoticeStrip) -> None:
    assert strip.isHidden()


def test_a_later_notice_on_the_same_topic_replaces_the_earlier(strip: NoticeStrip) -> None:
    strip.tell(Notice("sync", "offline"))
    strip.tell(Notice("keys", "no keyring"))
    strip.tell(Notice("sync", "stopped"))
    assert [notice.text for notice in strip.notices] == ["stopped", "no keyring"]
    strip.withdraw("sync")
    strip.withdraw("keys")
    strip.withdraw("never told")
    assert strip.isHidden()


def test_dismissing_by_keyboard_says_what_was_dismissed(strip: NoticeStrip, qtbot: QtBot) -> None:
    notice = Notice("failed changes", "A change was not written.", Tone.WARNING)
    strip.tell(notice)
    strip.show()
    [button] = [each for each in strip.findChildren(QToolButton) if each.accessibleName() == "Dismiss"]
    with qtbot.waitSignal(strip.dismissed) as dismissed:
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert dismissed.args == [notice]
    assert strip.isHidden()


def test_details_can_be_copied(strip: NoticeStrip, qtbot: QtBot) -> None:
    strip.tell(Notice("bug", "Something unexpected went wrong.", details="Traceback: all of it"))
    [copy] = strip.findChildren(QPushButton)
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Traceback: all of it"


def test_many_notices_leave_room_for_work(strip: NoticeStrip, qtbot: QtBot) -> None:
    for number in range(8):
        strip.tell(Notice(str(number), f"notice {number}"))
    strip.show()

    def dismissable() -> int:
        return sum(button.isVisible() for button in strip.findChildren(QToolButton))

    qtbot.waitUntil(lambda: dismissable() == 3)
    assert strip.notices[0].text == "notice 7"


def test_tone_is_said_and_not_only_coloured(strip: NoticeStrip) -> None:
    strip.tell(Notice("a", "It broke.", Tone.ERROR))
    names = {child.accessibleName() for child in strip.findChildren(QWidget)}
    assert "Error: It broke." in names


def test_expected_errors_speak_for_themselves_and_bugs_name_what_was_tried() -> None:
    assert notice_of(Unreachable("It did not answer."), topic="t", doing="open it").text == "It did not answer."
    assert notice_of(KeyError("x"), topic="t", doing="open ticket 7").text.startswith("Could not open ticket 7")


def test_good_news_goes_by_itself_and_trouble_stays(
    strip: NoticeStrip, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.notice.INFO_FOR", timedelta(milliseconds=50))
    trouble = Notice("sync", "The connection has stopped.")
    strip.tell(trouble)
    strip.tell(Notice("undo", "Taken back.", Tone.INFO))
    assert len(strip.notices) == 2
    qtbot.waitUntil(lambda: strip.notices == (trouble,))
