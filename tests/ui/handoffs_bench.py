"""Two people over one real store: Bob at the pane of handoffs, Ana and the helpdesk through their own calls."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.decisions import Decision
from app.domain.transfer import Transfer
from app.ui.actions import ActionName, key_of
from app.ui.background import Background
from app.ui.item_models.handoff_model import HANDOFF
from app.ui.notice import Notice
from app.ui.panes.handoffs import HandoffsPane

if TYPE_CHECKING:
    from app.domain.routing import Destination
    from app.service.console import Console
    from tests.service.relay import Relay

PATIENCE = 20_000  # milliseconds


class Bench:
    """A pane in a window of its own; every wait is for what a person would see."""

    def __init__(self, relay: "Relay", console: "Console", background: Background, qtbot: QtBot) -> None:
        self.relay, self.console = relay, console
        self.wait = partial(qtbot.waitUntil, timeout=PATIENCE)
        self.decided: list[Decision] = []
        self.notices: list[Notice] = []
        self.asked: list[object] = []
        self.arranged: list[object] = []
        self._revision = console.changed_since(0).revision
        self.pane = HandoffsPane(console, background, clock=lambda: relay.now)
        qtbot.addWidget(self.pane)
        self.pane.decided.connect(self.decided.append)
        self.pane.arranged.connect(self.arranged.append)
        self.pane.noticed.connect(self.notices.append)
        self.pane.ticket_asked.connect(self.asked.append)
        self.pane.resize(1252, 800)
        with qtbot.waitActive(self.pane):
            self.pane.show()
        self.pane.parts.list.setFocus()

    def offer(
        self, to: "Destination", *, number: str = "1", note: str = "Charged twice.", minutes: int = 30
    ) -> Transfer:
        """Ana offers a ticket, and the pane learns of it."""
        ana, wait = self.relay.ana, timedelta(minutes=minutes)
        made = ana.transfers.offer(self.relay.opened(ana, number), to, note, expires=wait)
        self.refresh()
        self.wait(lambda: made.id in self.ids)
        return made

    def refresh(self) -> None:
        """What the window's watcher does every second."""
        changed = self.console.changed_since(self._revision)
        self._revision = changed.revision
        self.pane.refresh(changed)

    def press(self, name: ActionName, widget: QWidget | None = None) -> None:
        """An action's key, once the window has the keyboard: a dialog that was just closed gives it back late."""
        if widget is None:
            self.wait(self.pane.isActiveWindow)
        combination: QKeyCombination = key_of(name)[0]  # type: ignore[index]  # Qt's stubs forgot it
        QTest.keyClick(widget or self.pane.parts.list, combination.key(), combination.keyboardModifiers())

    def write(self, text: str) -> None:
        """Q goes to the field; Control and Return sends what is typed there."""
        field = self.pane.parts.talk.composer.field
        self.press(ActionName.SPEAK)
        assert field.hasFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: field.toPlainText() == "")

    def shows(self, title: str) -> None:
        """Wait until that one is chosen, and all of it is on the screen."""
        self.wait(lambda: self.pane.handoff is not None and self.pane.parts.head.title.text() == title)

    def later(self, **parts: float) -> None:
        """Time passes; a worker does what is due, and the pane looks again."""
        self.relay.now += timedelta(**parts)
        self.relay.work()
        self.refresh()

    @property
    def ids(self) -> list[str]:
        return [each.id for each in self.pane.parts.list.handoffs]

    @property
    def rows(self) -> list[str]:
        """Headings, and of each row what a screen reader says."""
        model = self.pane.parts.list.model()
        indexes = [model.index(row, 0) for row in range(model.rowCount())]
        return [each.data() if isinstance(each.data(HANDOFF), str) else each.data().split(".")[0] for each in indexes]

    @property
    def told(self) -> list[str]:
        return [each.text for each in self.notices]

    @property
    def said(self) -> str:
        """The private thread, as it is shown."""
        return self.pane.parts.talk.said.toPlainText()
