"""The console's window on the sample workspace with its own worker, and all that its decision pane says of a ticket."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QKeyCombination, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.commands.opened_workspace import Opening
from app.domain.tickets import TicketId
from app.secrets import SessionSecrets
from app.ui.actions import ActionName, key_of
from app.ui.application import Application
from app.ui.item_models.contribution_model import ContributionModel
from app.ui.panes.rulebook import RulebookPane
from app.ui.panes.rulebook_parts import Page
from app.ui.panes.triage import TriagePane
from screenshots import everything_is_read
from tests.waiting import wait_until

PATIENCE = 400.0  # seconds; a slow machine reads the sample's messages in two minutes
SIZE = (1440, 900)


class SampleWindow:
    """Driven by the keys that a person presses; `said` is what stands in the decision pane."""

    def __init__(self, qt: QApplication) -> None:
        self._qt = qt
        opening = Opening(SessionSecrets())
        self.application = Application(qt, opening, opening.leave, opening.team)
        self.application.window.resize(*SIZE)
        self.application.start()
        self.wait(self._everything_is_read)

    @property
    def triage(self) -> TriagePane:
        pane = self._pane()
        assert isinstance(pane, TriagePane)
        return pane

    @property
    def rulebook(self) -> RulebookPane:
        pane = self._pane()
        assert isinstance(pane, RulebookPane)
        return pane

    def open(self, number: str) -> None:
        """Show it among all tickets."""
        self.press(ActionName.LENS_ALL)
        self.wait(lambda: isinstance(self._pane(), TriagePane))
        ticket = TicketId(f"sample:{number}")
        self.triage.open_ticket(ticket)
        self.wait(lambda: self.triage.current_ticket() == ticket and self.triage.ready)

    def said(self) -> str:
        """Every word of the decision pane, the rules' too, a line each; what is folded away is a key away."""
        decision = self.triage.decision
        labels = [each.text() for each in decision.findChildren(QLabel) if not each.isHidden()]
        lists = (decision.contributions.model(), decision.rules.list.model())
        rows = [row for model in lists for row in _rows(model)]
        return "\n".join(each for each in (*labels, *rows) if each)

    def open_why(self) -> None:
        """Unfold what every rule says, with its key."""
        if self.triage.decision.why.isHidden():
            self.press(ActionName.WHY)
            self.wait(lambda: not self.triage.decision.why.isHidden())

    @property
    def lines(self) -> list[int]:
        """The points of each line of the score that is shown."""
        model = self.triage.decision.contributions.model()
        assert isinstance(model, ContributionModel)
        return [each.points for each in model.contributions]

    @property
    def highlighted(self) -> list[str]:
        """The words that are marked in the conversation."""
        return [each.cursor.selectedText() for each in self.triage.conversation.reader.extraSelections()]

    def press(self, name: ActionName) -> None:
        """An action's own key."""
        self._be_in_front()
        combination: QKeyCombination = key_of(name)[0]  # type: ignore[index]  # Qt's stubs forgot it
        focus = QApplication.focusWidget() or self.application.window
        QTest.keyClick(focus, combination.key(), combination.keyboardModifiers())

    def edit_rulebook(self, old: str, new: str) -> None:
        """As a lead does it: the whole text, a look at what changes, and saved."""
        self.press(ActionName.RULEBOOK)
        self.wait(lambda: isinstance(self._pane(), RulebookPane) and bool(self.rulebook.editing.sheet.rules))
        pane = self.rulebook
        pane.parts.tabs.setCurrentIndex(list(Page).index(Page.TEXT))
        text = pane.parts.text.toPlainText()
        assert text.count(old) == 1
        pane.parts.text.setPlainText(text.replace(old, new))
        self.wait(lambda: not pane.editing.busy and new in pane.editing.sheet.text)
        self.press(ActionName.SAVE_RULES)
        self.wait(lambda: pane.parts.page is Page.CHANGES and not pane.editing.busy)
        self.press(ActionName.SAVE_RULES)
        self.wait(lambda: not pane.keeping.saving and new in pane.editing.saved)

    def wait(self, done: Callable[[], bool]) -> None:
        def passed() -> bool:
            self._qt.processEvents()
            return done()

        wait_until(passed, seconds=PATIENCE)

    def _be_in_front(self) -> None:
        """Keys go to the window that is active."""
        window = self.application.window
        if not window.isActiveWindow():
            window.activateWindow()
            self.wait(window.isActiveWindow)

    def _pane(self) -> QWidget | None:
        workspace = self.application.window.workspace
        return workspace.pane if workspace is not None else None

    def _everything_is_read(self) -> bool:
        console = self.application.console
        if console is None or self._pane() is None:
            return False
        return everything_is_read(console)


def _rows(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        yield str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


@contextmanager
def sample_window(qt: QApplication) -> Iterator[SampleWindow]:
    """The window with everything read; closed in the end, and its worker with it."""
    opened = SampleWindow(qt)
    try:
        yield opened
    finally:
        opened.application.window.close()
        qt.processEvents()
