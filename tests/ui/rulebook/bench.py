"""The rulebook's pane as a lead sees it, over a real store with two open tickets that were really judged."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.domain.rulebook_sheet import RuleEntry
from app.ui.actions import ActionName, key_of
from app.ui.notice import Notice
from app.ui.panes.rulebook import RulebookPane
from app.ui.panes.rulebook_parts import FINDING, Page
from tests.builders import DESK, account, ago, batch, message, ticket
from tests.fakes import FakeAnalyzer

if TYPE_CHECKING:
    from app.service.console import Console
    from app.store.store import Store

T = TypeVar("T", bound=QWidget)

PATIENCE = 60_000  # milliseconds
SHIPPED = (paths.resources() / "rulebook.toml").read_text("utf-8")
REFUND = "Refund, account above $50,000"


class Bench:
    """The pane in a window of its own; every wait is for what a person would see."""

    def __init__(self, pane: RulebookPane, console: "Console", store: "Store", qtbot: QtBot) -> None:
        self.pane, self.console, self.store = pane, console, store
        self.wait = partial(qtbot.waitUntil, timeout=PATIENCE)
        self.notices: list[Notice] = []
        self.asked: list[object] = []
        pane.noticed.connect(self.notices.append)
        pane.ticket_asked.connect(self.asked.append)
        pane.resize(1200, 800)
        with qtbot.waitActive(pane):
            pane.show()
        self.wait(lambda: bool(pane.editing.sheet.rules))

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.pane.editing.sheet.rules]

    @property
    def rule(self) -> RuleEntry:
        assert self.pane.rule is not None
        return self.pane.rule

    @property
    def state(self) -> str:
        return self.pane.parts.state.text()

    @property
    def findings(self) -> list[str]:
        listed = self.pane.parts.findings
        return [listed.item(at).text() for at in range(listed.count())]

    @property
    def finding(self) -> object:
        return self.pane.parts.findings.item(0).data(FINDING)

    def press(self, name: ActionName) -> None:
        """An action's key, wherever the keyboard is."""
        focus = QApplication.focusWidget() or self.pane
        combination: QKeyCombination = key_of(name)[0]  # type: ignore[index]  # Qt's stubs forgot it
        QTest.keyClick(focus, combination.key(), combination.keyboardModifiers())

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, modifier)

    def retype(self, widget: QWidget, text: str) -> None:
        """Replace all that a field holds, key by key."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)

    def choose(self, name: str) -> None:
        """Go down the list to a rule."""
        rules = self.pane.parts.rules
        rules.setFocus()
        QTest.keyClick(rules, Qt.Key.Key_Home)
        for _ in range(self.names.index(name)):
            QTest.keyClick(rules, Qt.Key.Key_Down)
        self.wait(lambda: self.pane.parts.form.name.text() == name)

    def settled(self) -> None:
        """Wait until all that was typed is checked and shown."""
        self.wait(lambda: not self.pane.editing.busy and not self.pane.keeping.saving)

    def save(self) -> None:
        """Review the changes, and put them in force."""
        if self.pane.parts.page is not Page.CHANGES:
            self.press(ActionName.SAVE_RULES)
        self.wait(lambda: self.pane.parts.page is Page.CHANGES)
        self.settled()
        self.press(ActionName.SAVE_RULES)
        self.wait(lambda: self.pane.keeping.saving)
        self.settled()


def own_file() -> Path:
    return paths.config_dir() / "rulebook.toml"


def fill(store: "Store") -> None:
    """An angry ticket that asks for a supervisor, and a calm one, both read and judged with the shipped rulebook."""
    from datetime import UTC, datetime

    from app.bootstrap import default_assessor
    from app.service.reading import Reader

    said = {"1": "I am angry. Get me your supervisor.", "2": "Salesforce is fine."}
    store.pulled.apply(
        batch(
            *(ticket(number, account=account().id, created_at=ago(hours=2)) for number in said),
            messages=tuple(message(text, number=number, remote=number) for number, text in said.items()),
            accounts=(account(),),
        ),
        connection=DESK,
    )
    reader = Reader(store, FakeAnalyzer(), default_assessor())
    while reader.step(datetime.now(UTC)):
        pass
