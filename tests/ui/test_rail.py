"""The rail: lenses with counts, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.queue import Lens, LensCount
from app.ui.actions import ActionName
from app.ui.rail import ICON, WIDTH, LensButton, PlaceButton, Rail
from app.ui.theme import Space, Theme, Type, sized


@pytest.fixture
def rail(qtbot: QtBot, theme: Theme) -> Rail:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.resize(rail.width(), 400)
    rail.show()
    return rail


def buttons(rail: Rail) -> dict[Lens, LensButton]:
    return {each.lens: each for each in rail.findChildren(LensButton)}


def test_lenses_stand_in_their_order_and_suggested_is_selected(rail: Rail) -> None:
    shown = sorted(buttons(rail).values(), key=lambda each: each.y())
    assert [each.lens for each in shown] == list(Lens)
    assert rail.lens is Lens.SUGGESTED


def test_counts_are_shown_and_read_out(rail: Rail) -> None:
    rail.show_counts([LensCount(Lens.MINE, 1), LensCount(Lens.ALL, 12345)])
    assert buttons(rail)[Lens.MINE].accessibleName() == "Mine, 1 ticket"
    assert buttons(rail)[Lens.ALL].accessibleName() == "All, 12345 tickets"
    assert buttons(rail)[Lens.SLA].accessibleName() == "SLA soon"  # not counted yet is not zero
    assert not rail.grab().isNull()


def test_a_work_place_says_how_many_offers_wait_there(rail: Rail) -> None:
    rail.add_place(ActionName.HANDOFFS, "Handoffs")
    rail.show_place_count(ActionName.HANDOFFS, 2)
    rail.show_place_count(ActionName.RULEBOOK, 2)  # this rail has none
    [button] = rail.findChildren(PlaceButton)
    assert (button.count, button.accessibleName()) == (2, "Handoffs, 2 offers")
    rail.show_place_count(ActionName.HANDOFFS, 0)
    assert (button.count, button.accessibleName()) == (None, "Handoffs")


@pytest.mark.parametrize("times", [1.0, 1.4, 2.0])
def test_no_name_runs_into_its_count_however_large_the_type(
    qtbot: QtBot, qapp: QApplication, theme: Theme, times: float
) -> None:
    plain = qapp.font()
    large = QFont(plain)
    large.setPointSizeF(plain.pointSizeF() * times)
    qapp.setFont(large)
    try:
        rail = Rail()
        qtbot.addWidget(rail)
        rail.show()
        for button in buttons(rail).values():
            name = QFontMetrics(sized(button.font(), Type.BODY, weight=QFont.Weight.DemiBold))
            count = QFontMetrics(sized(button.font(), Type.SMALL, weight=QFont.Weight.DemiBold))
            words = name.horizontalAdvance(button.text()) + count.horizontalAdvance("999")
            assert button.width() >= words + ICON + 2 * Space.MEDIUM + Space.SMALL
            assert button.height() >= name.height()
        assert times > 1 or rail.width() == WIDTH
    finally:
        qapp.setFont(plain)


def test_each_choice_of_a_lens_is_told_once(rail: Rail, qtbot: QtBot) -> None:
    chosen = list[Lens]()
    rail.lens_chosen.connect(chosen.append)
    QTest.mouseClick(buttons(rail)[Lens.LOOPING], Qt.MouseButton.LeftButton)
    rail.select(Lens.ALL)
    assert chosen == [Lens.LOOPING, Lens.ALL]


def test_choosing_the_lens_that_is_shown_is_told_as_well(rail: Rail, qtbot: QtBot) -> None:
    chosen = list[Lens]()
    rail.lens_chosen.connect(chosen.append)
    rail.select(Lens.SUGGESTED)
    QTest.mouseClick(buttons(rail)[Lens.SUGGESTED], Qt.MouseButton.LeftButton)
    assert chosen == [Lens.SUGGESTED, Lens.SUGGESTED]
    assert buttons(rail)[Lens.SUGGESTED].isChecked()


def test_arrow_keys_go_to_the_next_lens(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitActive(rail):
        rail.activateWindow()
    rail.setFocus()
    focused = QApplication.focusWidget()
    assert focused is buttons(rail)[Lens.SUGGESTED]
    QTest.keyClick(focused, Qt.Key.Key_Down)
    assert rail.lens is Lens.ASKED


def test_no_lens_is_marked_during_a_search_and_choosing_one_ends_it(rail: Rail, qtbot: QtBot) -> None:
    chosen = list[Lens]()
    rail.lens_chosen.connect(chosen.append)
    rail.show_search("invoice")
    assert not any(button.isChecked() for button in buttons(rail).values())
    QTest.mouseClick(buttons(rail)[Lens.SUGGESTED], Qt.MouseButton.LeftButton)
    assert chosen == [Lens.SUGGESTED]


def test_the_lens_is_marked_again_after_a_search(rail: Rail) -> None:
    chosen = list[Lens]()
    rail.select(Lens.MINE)
    rail.lens_chosen.connect(chosen.append)
    rail.show_search("invoice")
    rail.show_search("")
    assert buttons(rail)[Lens.MINE].isChecked()
    assert rail.lens is Lens.MINE
    assert chosen == []
