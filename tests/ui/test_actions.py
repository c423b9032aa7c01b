"""Every action is declared once, with a key of its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.domain.queue import Lens
from app.ui.actions import ACTIONS, LENS_ACTIONS, ActionGroup, ActionName, act, declared, key_words, retint
from app.ui.theme import Theme, ThemeName


def test_every_name_is_declared_exactly_once() -> None:
    assert sorted(each.name for each in ACTIONS) == sorted(ActionName)


def test_keys_are_valid() -> None:
    assert all(QKeySequence(each.key).count() == 1 for each in ACTIONS)


@pytest.mark.parametrize(
    "place",
    [{ActionGroup.DECIDE, ActionGroup.READ}, {ActionGroup.HANDOFFS}, {ActionGroup.RULES}],
    ids=["triage", "handoffs", "rulebook"],
)
def test_no_two_actions_of_a_work_place_share_a_key(place: set[ActionGroup]) -> None:
    everywhere = {ActionGroup.LENSES, ActionGroup.WINDOW}
    keys = [QKeySequence(each.key).toString() for each in ACTIONS if each.group in place | everywhere]
    assert len(set(keys)) == len(keys)


def test_every_action_says_what_it_does_and_has_an_icon() -> None:
    for each in ACTIONS:
        assert each.text
        assert each.tip.endswith(".")
        assert (paths.resources() / "icons" / f"{each.icon}.svg").is_file()


def test_every_lens_has_an_action() -> None:
    assert list(LENS_ACTIONS) == list(Lens)


def test_key_performs_the_action_while_its_widget_is_shown(qtbot: QtBot, theme: Theme) -> None:
    window, pressed = QWidget(), list[str]()
    qtbot.addWidget(window)
    action = act(window, ActionName.NEXT, lambda: pressed.append("next"))
    with qtbot.waitActive(window):
        window.show()
    QTest.keyClick(window, Qt.Key.Key_J)
    assert pressed == ["next"]
    action.setEnabled(False)
    QTest.keyClick(window, Qt.Key.Key_J)
    assert pressed == ["next"]


def test_one_letter_keys_rest_while_somebody_types(qtbot: QtBot, theme: Theme) -> None:
    window, field, pressed = QWidget(), QLineEdit(), list[str]()
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    act(window, ActionName.ACCEPT, lambda: pressed.append("accept"))
    act(window, ActionName.PALETTE, lambda: pressed.append("palette"))
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    QTest.keyClicks(field, "1")
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "1"
    assert pressed == ["palette"]


def test_an_action_knows_what_it_was_declared_as(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    action = act(window, ActionName.ACCEPT, lambda: None)
    about = declared(action)
    assert about is not None
    assert about.name is ActionName.ACCEPT
    assert key_words(ActionName.ACCEPT) in action.toolTip()


def test_icons_follow_light_and_dark(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    action = act(window, ActionName.ACCEPT, lambda: None)
    light = action.icon().pixmap(16).toImage()
    theme.choose(ThemeName.DARK)
    retint([action])
    assert action.icon().pixmap(16).toImage() != light
