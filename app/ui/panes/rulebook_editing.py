"""The rulebook at hand: edits are gathered, made and checked off the window's thread, and shown once they are."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.rulebook_sheet import ChangeRule, OpenedRulebook, ReplaceText, RulebookEdit, Sheet
from app.ui.background import Background

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

PAUSE = 250  # milliseconds in typing, after which is checked
STEPS = 200  # edits that can be undone


class RulebookEditing(QObject):
    """Holds the newest sheet. At most one check is under way; what is typed meanwhile waits for the next one."""

    renewed = Signal(Sheet)
    settled = Signal()  # nothing waits and nothing is under way
    failed = Signal(Exception)

    def __init__(self, console: "Console", background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._waiting: list[RulebookEdit] = []
        self._working = False
        self._generation = 0
        self._undo: list[str] = []
        self._undoing = False
        self._then: list[Callable[[], None]] = []
        self.sheet = Sheet("", "")
        self.saved = ""  # the text that the file holds
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._work)

    @property
    def busy(self) -> bool:
        return self._working or bool(self._waiting)

    @property
    def changed(self) -> bool:
        """Whether something is edited that is not saved."""
        return self.busy or self.sheet.text != self.saved

    @property
    def latest_text(self) -> str:
        """The newest text there is: what is typed in the whole text and not checked yet, too."""
        typed = [each.text for each in self._waiting if isinstance(each, ReplaceText)]
        return typed[-1] if typed else self.sheet.text

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    def show(self, opened: OpenedRulebook) -> None:
        """Begin anew with what the file holds; edits that still wait are dropped."""
        self._begin(opened.sheet)
        self.saved = opened.sheet.text
        self.renewed.emit(self.sheet)

    def restore(self, sheet: Sheet) -> None:
        """Go on with edits of before; the file's text can be had again by undoing."""
        self._undo.append(self.sheet.text)
        self.sheet = sheet
        self.renewed.emit(sheet)

    def type_on(self, edit: RulebookEdit) -> None:
        """An edit that more of its like follow: it waits for a pause."""
        self._waiting = _with(self._waiting, edit)
        self._timer.start()

    def make(self, edit: RulebookEdit) -> None:
        """An edit that is made at once."""
        self._waiting = _with(self._waiting, edit)
        self._work()

    def undo(self) -> None:
        """Take the last edit back."""
        if self._undo and not self.busy:
            self._undoing = True
            self.make(ReplaceText(self._undo.pop()))

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call `then` once all that was typed is made and checked; at once where it is."""
        self._then.append(then)
        self._work()
        if not self.busy:
            self._settle()

    def _begin(self, sheet: Sheet) -> None:
        self._timer.stop()
        self._generation += 1  # what is under way is about another text
        self._waiting, self._undo = [], []
        self._working = self._undoing = False
        self.sheet = sheet

    def _work(self) -> None:
        self._timer.stop()
        if self._working or not self._waiting:
            return
        edits, self._waiting, self._working = tuple(self._waiting), [], True
        text, generation = self.sheet.text, self._generation
        self._background.run(
            self,
            lambda: self._console.rulebook.edited(text, edits),
            done=lambda sheet: self._made(sheet, generation),
            failed=lambda error: self._refused(error, generation),
        )

    def _made(self, sheet: Sheet, generation: int) -> None:
        if generation != self._generation:
            return
        if sheet.text != self.sheet.text and not self._undoing:
            self._undo = [*self._undo, self.sheet.text][-STEPS:]
        self._working = self._undoing = False
        self.sheet = sheet
        self.renewed.emit(sheet)
        self._go_on()

    def _refused(self, error: Exception, generation: int) -> None:
        """The edit could not be made: what is shown goes back to what is."""
        if generation != self._generation:
            return
        self._working = self._undoing = False
        self._waiting = []
        self.failed.emit(error)
        self.renewed.emit(self.sheet)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._timer.isActive():
            self._work()
        elif not self._waiting:
            self._settle()

    def _settle(self) -> None:
        waiting, self._then = self._then, []
        self.settled.emit()
        for then in waiting:
            then()


def _with(waiting: list[RulebookEdit], edit: RulebookEdit) -> list[RulebookEdit]:
    """What is typed on in one field, or in the whole text, replaces what was typed there a moment ago."""
    if isinstance(edit, ReplaceText):
        return [edit]
    last = waiting[-1] if waiting else None
    if isinstance(edit, ChangeRule) and isinstance(last, ChangeRule) and last.place == edit.place:
        return [*waiting[:-1], ChangeRule(edit.place, {**last.fields, **edit.fields})]
    return [*waiting, edit]
