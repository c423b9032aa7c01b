"""Account sources: add one, see what it says, change, rank and remove it. Its secret goes to the system's keyring."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from app.settings import AccountSourceSettings
from app.ui.account_source_fields import AccountSourceFields
from app.ui.background import Background
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import begin_form
from app.ui.labels import TextRole, label, paragraph
from app.ui.listed_form import ResultLine, SlowDeeds, lay_out_form

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

SIZE = (820, 680)
NEW = "New account source"
ORDER = "Where two disagree, what the one further up says holds. Both are kept."


@dataclass(frozen=True, slots=True)
class AccountSources:
    """The account sources as they are now."""

    all: tuple[AccountSourceSettings, ...]


class AccountSourceForm(QDialog):
    """The list of sources at the left, the one at hand at the right. Nothing here waits on the window's thread."""

    changed = Signal(AccountSources)  # something was saved, ranked or removed

    def __init__(self, console: "Console", background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = console.account_sources
        self._sample = console.is_sample
        self._known: dict[str, AccountSourceSettings] = {}
        begin_form(self, "Account sources", size=SIZE)
        self._list = QListWidget()
        self._list.setAccessibleName("Account sources")
        self._list.setFixedWidth(200)
        self._up = push_button("Move up", ButtonKind.QUIET)
        self._fields = AccountSourceFields()
        self._result = ResultLine()
        self._test = push_button("Test")
        self._remove = push_button("Remove", ButtonKind.QUIET)
        self._save = push_button("Save", ButtonKind.PRIMARY)
        self._save.setDefault(True)
        self._close = push_button("Close")
        self._slow = SlowDeeds(
            self, background, self._result, (self._test, self._save, self._remove, self._up), rested=self._offer_up
        )
        self._lay_out()
        self._list.currentRowChanged.connect(self._select)
        self._fields.edited.connect(self._edited)
        self._up.clicked.connect(self.move_up)
        self._test.clicked.connect(self.test)
        self._save.clicked.connect(self.save)
        self._remove.clicked.connect(self.remove)
        self._close.clicked.connect(self.reject)
        self.load()

    def load(self, select: str = "") -> None:
        """Show the sources as they are, and select one of them or the new one."""
        self._known = {each.name: each for each in self._sources.all()}
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._list.clear()
        self._list.addItems([*self._known, NEW])
        self._list.setCurrentRow(-1)
        self._list.blockSignals(False)  # noqa: FBT003
        names = list(self._known)
        self._list.setCurrentRow(names.index(select) if select in names else 0)

    def test(self) -> None:
        """Read the source once, and show what it says of one account."""
        source = self._wanted()
        if source is None:
            return
        secret = self._fields.secret
        self._result.say("Reading…", "refresh-cw", "muted")
        self._slow.run(f"test {source.name}", lambda: self._sources.test(source, secret), self._tested)

    def save(self) -> None:
        """Keep the source; its secret goes to the keyring, everything else to the settings file."""
        source = self._wanted()
        if source is None:
            return
        secret = self._fields.secret
        self._result.say("Saving…", "refresh-cw", "muted")
        self._slow.run(
            f"save {source.name}", lambda: self._sources.save(source, secret), lambda _none: self._saved(source.name)
        )

    def remove(self) -> None:
        """Forget the source at hand and its secret; its facts stay in the store, with their age."""
        name = self._selected
        if name:
            self._slow.run(f"remove {name}", lambda: self._sources.remove(name), lambda _none: self._removed(name))

    def move_up(self) -> None:
        """Let the source at hand hold where it disagrees with the one above it."""
        name = self._selected
        if name:
            self._slow.run(f"move {name}", lambda: self._sources.raise_rank(name), lambda _none: self._moved(name))

    @property
    def said(self) -> str:
        """What the last test or save said."""
        return self._result.words

    @property
    def _selected(self) -> str:
        row = self._list.currentRow()
        return list(self._known)[row] if 0 <= row < len(self._known) else ""

    def _select(self, _row: int) -> None:
        name = self._selected
        self._fields.show_source(self._known.get(name))
        self._remove.setVisible(bool(name))
        self._offer_up()
        if not name:
            self._fields.setFocus()
        self._result.clear()

    def _offer_up(self) -> None:
        self._up.setEnabled(bool(self._selected) and self._list.currentRow() > 0)

    def _edited(self) -> None:
        self._result.clear()

    def _wanted(self) -> AccountSourceSettings | None:
        """The source as typed; None where a field is wrong, which is then said beside it."""
        return self._fields.checked(taken=set(self._known) - {self._selected})

    def _tested(self, words: str) -> None:
        self._result.say(words, "circle-check", "good")

    def _saved(self, name: str) -> None:
        self.load(select=name)
        when = "once a helpdesk is connected" if self._sample else "when you close this form"
        self._result.say(f"Saved. Warmline reads {name} {when}.", "circle-check", "good")
        self.changed.emit(AccountSources(tuple(self._known.values())))

    def _removed(self, name: str) -> None:
        self.load()
        self._result.say(
            f"{name} is removed, and its secret forgotten. Its facts stay, with their age.", "circle-check", "good"
        )
        self.changed.emit(AccountSources(tuple(self._known.values())))

    def _moved(self, name: str) -> None:
        self.load(select=name)
        self._result.say(f"{name} is moved up.", "circle-check", "good")
        self.changed.emit(AccountSources(tuple(self._known.values())))

    def _lay_out(self) -> None:
        order = paragraph(ORDER, TextRole.SMALL_MUTED)
        order.setFixedWidth(200)
        left = (label("Account sources", TextRole.HEADING), self._list, self._up, order)
        buttons = (self._close, self._test, self._save)
        lay_out_form(self, left, self._fields, self._result, remove=self._remove, buttons=buttons)
