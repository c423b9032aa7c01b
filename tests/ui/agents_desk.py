"""The triage pane as an agent sees it, in a window of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.decisions import Decision
from app.domain.queue import Lens
from app.domain.revision import Changed
from app.ui.notice import Notice
from app.ui.panes.triage import TriagePane
from tests.builders import id_of

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store


class Desk:
    """The pane as an agent sees it, in a window of its own."""

    def __init__(self, pane: TriagePane, console: "Console", store: "Store", qtbot: QtBot) -> None:
        self.pane, self.console, self.store, self.qtbot = pane, console, store, qtbot
        self.decided: list[Decision] = []
        self.notices: list[Notice] = []
        self._revision = console.changed_since(0).revision
        pane.decided.connect(self.decided.append)
        pane.noticed.connect(self.notices.append)

    def open(self, lens: Lens = Lens.SUGGESTED) -> None:
        self.pane.show_lens(lens)
        self.pane.show()
        self.qtbot.waitUntil(lambda: bool(self.pane.queue.model.tickets))
        self.shows(self.pane.queue.model.tickets[0].partition(":")[2])

    def shows(self, number: str) -> None:
        """Wait until that ticket is chosen, and all of it is on the screen."""
        self.qtbot.waitUntil(lambda: self.pane.current_ticket() == id_of(number) and self.pane.ready)

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """Where no widget is named, once the window has the keyboard: a dialog that was closed gives it back late."""
        if widget is None:
            self.qtbot.waitUntil(self.pane.window().isActiveWindow)
        QTest.keyClick(widget or self.pane.queue.view, key)

    def refresh(self) -> Changed:
        """What the window's watcher does every second."""
        changed = self.console.changed_since(self._revision)
        self._revision = changed.revision
        self.pane.refresh(changed)
        return changed

    @property
    def order(self) -> list[str]:
        return [each.partition(":")[2] for each in self.pane.queue.model.tickets]
