"""The console's window on the sample workspace with its own worker, and all that its decision pane says of a ticket."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QKeyCombination, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.commands.opened_workspace import Opening
from app.domain.tickets import TicketId
from app.secrets import SessionSecrets
from app.ui.actions import ActionName, key_of
from app.ui.application import Application
from app.ui.intents_form import IntentsForm
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

    def wait_until_said(self, words: str) -> None:
        self.wait(lambda: words in self.said())

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

    def open_rulebook(self, page: Page) -> None:
        """One of the rulebook's views."""
        self.press(ActionName.RULEBOOK)
        self.wait(lambda: isinstance(self._pane(), RulebookPane) and bool(self.rulebook.editing.sheet.rules))
        self.rulebook.parts.tabs.setCurrentIndex(page)

    def write_rulebook(self, old: str, new: str) -> None:
        """Change the whole text in one place, and wait until it has been checked. Nothing is saved."""
        self.open_rulebook(Page.TEXT)
        pane = self.rulebook
        text = pane.parts.text.toPlainText()
        assert text.count(old) == 1
        pane.parts.text.setPlainText(text.replace(old, new))
        written = pane.parts.text.toPlainText()
        self.wait(lambda: not pane.editing.busy and pane.editing.sheet.text == written)

    def edit_rulebook(self, old: str, new: str) -> None:
        """As a lead does it: the whole text, a look at what changes, and saved."""
        self.write_rulebook(old, new)
        pane = self.rulebook
        self.press(ActionName.SAVE_RULES)
        self.wait(lambda: pane.parts.page is Page.CHANGES and not pane.editing.busy)
        self.press(ActionName.SAVE_RULES)
        self.wait(lambda: not pane.keeping.saving and pane.editing.saved == pane.editing.sheet.text)

    def findings(self) -> list[str]:
        """What the rulebook's check says below it."""
        found = self.rulebook.parts.findings
        return [found.item(row).text() for row in range(found.count())]

    def deeds(self) -> list[list[str]]:
        """What rules did, a list of cells each."""
        tree = self.rulebook.parts.deeds.list
        items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
        return [[each.text(column) for column in range(tree.columnCount())] for each in items if each is not None]

    def teach(self, name: str, meaning: str, phrases: Sequence[str]) -> None:
        """Describe an intent of the team's own, try it, save it, and close the form."""
        self.press(ActionName.INTENTS)
        self.wait(lambda: self._intents_form() is not None)
        form = self._intents_form()
        assert form is not None
        texts = {"Name": name, "Meaning": meaning, "Phrases, one a line": "\n".join(phrases)}
        self.wait(lambda: set(texts) <= {each.accessibleName() for each in _fields(form)})
        for field in _fields(form):
            if field.accessibleName() in texts:
                text = texts[field.accessibleName()]
                field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
        self._press_button(form, "Try")
        self.wait(lambda: "Tried." in form.said)
        self._press_button(form, "Save")
        self.wait(lambda: "is saved" in form.said)
        form.close()

    def wait(self, done: Callable[[], bool]) -> None:
        def passed() -> bool:
            self._qt.processEvents()
            return done()

        wait_until(passed, seconds=PATIENCE)

    def _intents_form(self) -> IntentsForm | None:
        return next(iter(self.application.window.findChildren(IntentsForm)), None)

    def _press_button(self, form: QWidget, text: str) -> None:
        button = next(each for each in form.findChildren(QPushButton) if each.text() == text)
        self.wait(button.isEnabled)
        QTest.keyClick(button, Qt.Key.Key_Space)

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


def _fields(form: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    return [*form.findChildren(QLineEdit), *form.findChildren(QPlainTextEdit)]


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
