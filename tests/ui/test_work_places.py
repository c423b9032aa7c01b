"""The rail leads to the queue and to the rulebook; what one place asks for another shows; a wrong file is said."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.queue import Lens
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.main_window import MainWindow
from app.ui.panes.rulebook import RulebookPane
from app.ui.panes.triage import TriagePane
from app.ui.rail import PlaceButton
from app.ui.theme import Theme
from app.ui.workspace_view import WorkspaceView
from tests.builders import id_of
from tests.ui import triage_desk
from tests.ui.rulebook.bench import PATIENCE, SHIPPED, own_file

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(
    qtbot: QtBot, theme: Theme, console: "Console", store: "Store", background: Background
) -> Iterator[WorkspaceView]:
    from app.bootstrap import default_assessor, rulebook_desk, rules_in_force

    triage_desk.fill(store)
    console._rulebook = rulebook_desk(store, rules_in_force(default_assessor()), person="Ana Ortiz")
    window = MainWindow(theme)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    view = WorkspaceView(console, background, TriagePane, others=[RulebookPane])
    window.show_workspace(view, name="Desk")
    qtbot.waitUntil(lambda: view.pane.current_ticket() is not None, timeout=PATIENCE)
    with qtbot.waitActive(window, timeout=PATIENCE):
        window.activateWindow()
    yield view
    window.drop_workspace()
    assert background.close(timeout_ms=PATIENCE)


def press(view: WorkspaceView, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or view, key, CTRL)


def shown(view: WorkspaceView) -> set[str]:
    return {each.text for each in view.notices.notices}


def test_keys_lead_to_the_rulebook_and_back_and_bring_their_actions(view: WorkspaceView, qtbot: QtBot) -> None:
    [button] = view.rail.findChildren(PlaceButton)
    assert (button.text(), button.isChecked()) == ("Rulebook", False)
    press(view, Qt.Key.Key_9)
    pane = view.pane
    assert isinstance(pane, RulebookPane)
    assert button.isChecked()
    names = {action.objectName() for action in view.every_action()}
    assert ActionName.SAVE_RULES in names
    assert ActionName.ACCEPT not in names
    assert pane.isAncestorOf(QApplication.focusWidget() or view)
    qtbot.waitUntil(lambda: bool(pane.editing.sheet.rules), timeout=PATIENCE)
    press(view, Qt.Key.Key_1)
    assert isinstance(view.pane, TriagePane)
    assert not button.isChecked()
    press(view, Qt.Key.Key_9)
    assert view.places.currentWidget() is pane, "what is edited is still there"


def test_a_ticket_that_a_rule_would_match_opens_in_triage(view: WorkspaceView, qtbot: QtBot) -> None:
    press(view, Qt.Key.Key_9)
    view.pane.ticket_asked.emit(id_of("3"))
    assert isinstance(view.pane, TriagePane)
    qtbot.waitUntil(lambda: view.pane.current_ticket() == id_of("3"), timeout=PATIENCE)
    assert view.rail.lens is Lens.ALL
    press(view, Qt.Key.Key_9)
    view.pane.ticket_asked.emit(id_of("2"))
    qtbot.waitUntil(lambda: view.pane.current_ticket() == id_of("2"), timeout=PATIENCE)


def test_a_file_that_was_changed_or_broken_by_hand_is_said_until_it_is_mended(
    view: WorkspaceView, console: "Console", qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(view.upkeep._rulebook), timeout=PATIENCE)
    before = console.health().rulebook
    own_file().parent.mkdir(parents=True, exist_ok=True)
    own_file().write_text(SHIPPED.replace("account.value >", "acount.value >"), "utf-8")
    qtbot.waitUntil(lambda: any("acount.value" in each for each in shown(view)), timeout=PATIENCE)
    assert console.health().rulebook == before
    own_file().write_text(SHIPPED + "# mended\n", "utf-8")
    qtbot.waitUntil(lambda: not any("acount.value" in each for each in shown(view)), timeout=PATIENCE)
    qtbot.waitUntil(lambda: any("The rulebook has changed" in each for each in shown(view)), timeout=PATIENCE)
