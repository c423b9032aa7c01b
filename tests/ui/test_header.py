"""The header says whose workspace this is, how sync is doing, and what leaves the machine."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.health import Health
from app.domain.presence import Present
from app.ui.actions import ActionName, act
from app.ui.header import Header
from app.ui.health_words import SyncWords
from app.ui.theme import Theme
from tests.builders import NOW


@pytest.fixture
def header(qtbot: QtBot, theme: Theme) -> Header:
    header = Header()
    qtbot.addWidget(header)
    header.resize(1200, header.height())
    header.show()
    return header


def names(header: Header) -> set[str]:
    return {each.accessibleName() for each in header.findChildren(QWidget) if each.isVisible()}


def test_sample_is_marked_and_a_helpdesk_one_press_away(header: Header, qtbot: QtBot) -> None:
    header.show_workspace("Warmline", person="Ana Ortiz", sample=True)
    [button] = header.findChildren(QPushButton)
    assert "Sample workspace" in {getattr(each, "text", str)() for each in header.findChildren(QWidget)}
    with qtbot.waitSignal(header.connect_asked):
        QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_real_workspace_is_not_called_a_sample(header: Header) -> None:
    header.show_workspace("support", person="Ana Ortiz", sample=False)
    [button] = header.findChildren(QPushButton)
    assert not button.isVisible()
    assert "You are Ana Ortiz" in names(header)


def test_sync_state_is_in_words_with_a_bar_only_while_catching_up(header: Header) -> None:
    [bar] = header.findChildren(QProgressBar)
    header.show_sync(SyncWords("reading messages 120 of 480", "refresh-cw", good=True, progress=0.25))
    assert "Sync: reading messages 120 of 480" in names(header)
    assert bar.isVisible()
    assert bar.value() * 4 == bar.maximum()
    header.show_sync(SyncWords("live, 3 s ago", "circle-check", good=True))
    assert not bar.isVisible()


def test_egress_light_names_the_hosts_or_says_local_only(header: Header) -> None:
    assert "Egress: Local only. Nothing left this machine." in names(header)
    header.show_contacted(["rt.example.com"])
    assert any(name.startswith("Egress: rt.example.com. ") for name in names(header))
    header.show_contacted(["rt.example.com", "rt2.example.com"])
    assert any("rt.example.com and 1 more" in name and "rt2.example.com" in name for name in names(header))


def test_menu_holds_the_actions_in_sections(header: Header, qtbot: QtBot) -> None:
    first, second = act(header, ActionName.NEXT, lambda: None), act(header, ActionName.THEME, lambda: None)
    header.set_menu([[first], [second]])
    [button] = header.findChildren(QToolButton)
    assert button.accessibleName() == "Menu"
    listed = [action for action in button.menu().actions() if not action.isSeparator()]
    assert listed == [first, second]


def test_nothing_is_cut_off_at_the_smallest_width(header: Header, theme: Theme) -> None:
    header.show_workspace("Warmline", person="Ana Ortiz", sample=True)
    header.show_sync(SyncWords("offline, 12 changes waiting, trying again in 120 s", "cloud-off", good=False))
    assert header.minimumSizeHint().width() <= 1024


def test_long_names_give_way_and_do_not_widen_the_window(header: Header) -> None:
    host = "support.a-company-with-a-long-name.example.com"
    header.show_workspace("Request Tracker, the archive of 2024", person="Bartholomew Lindgren-Sorensen", sample=True)
    header.show_contacted([host, "rt.example.com"])
    header.show_health(Health(others=(Present("Maximiliane von Hohenstein", None, editing=False, since=NOW),)))
    assert header.minimumSizeHint().width() <= 1024
    header.resize(1024, header.height())
    shown = [each for each in header.findChildren(QWidget) if each.isVisible() and each.parent() is header]
    assert all(a.geometry().right() < b.x() for a, b in pairwise(sorted(shown, key=lambda each: each.x())))
    header.resize(2400, header.height())
    words = [each for each in header.findChildren(QLabel) if host in each.text()]
    assert words[0].width() >= words[0].fontMetrics().horizontalAdvance(words[0].text())


def test_where_there_is_little_room_the_sync_words_end_early_and_cover_nothing(header: Header) -> None:
    header.show_workspace("Sample workspace", person="Ana Ortiz", sample=True)
    header.show_sync(SyncWords("offline, 12 changes waiting, trying again in 120 s", "cloud-off", good=False))
    header.resize(header.minimumSizeHint().width(), header.height())
    QApplication.sendPostedEvents()
    shown = [each for each in header.findChildren(QWidget) if each.parent() is header and each.isVisible()]
    placed = sorted((each.geometry() for each in shown), key=lambda place: place.left())
    assert all(left.right() < right.left() for left, right in pairwise(placed))
