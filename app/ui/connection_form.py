"""Connections to helpdesks: add one, test it, change it, remove it. Its secret goes to the system's keyring."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from app.settings import ConnectionSettings
from app.ui.background import Background
from app.ui.connection_fields import ConnectionFields
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import begin_form
from app.ui.health_words import hosts
from app.ui.labels import TextRole, label
from app.ui.listed_form import ResultLine, SlowDeeds, lay_out_form

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

SIZE = (760, 520)
NEW = "New connection"


@dataclass(frozen=True, slots=True)
class Connections:
    """The connections as they are now."""

    all: tuple[ConnectionSettings, ...]


class ConnectionForm(QDialog):
    """The list of connections at the left, the one at hand at the right. Nothing here waits on the window's thread."""

    changed = Signal(Connections)  # something was saved or removed

    def __init__(self, console: "Console", background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._console = console
        self._known: dict[str, ConnectionSettings] = {}
        begin_form(self, "Connections", size=SIZE)
        self._list = QListWidget()
        self._list.setAccessibleName("Connections")
        self._list.setFixedWidth(200)
        self._fields = ConnectionFields()
        self._result = ResultLine()
        self._test = push_button("Test")
        self._remove = push_button("Remove", ButtonKind.QUIET)
        self._save = push_button("Save", ButtonKind.PRIMARY)
        self._save.setDefault(True)
        self._close = push_button("Close")
        self._slow = SlowDeeds(self, background, self._result, (self._test, self._save, self._remove))
        self._lay_out()
        self._list.currentRowChanged.connect(self._select)
        self._fields.edited.connect(self._edited)
        self._test.clicked.connect(self.test)
        self._save.clicked.connect(self.save)
        self._remove.clicked.connect(self.remove)
        self._close.clicked.connect(self.reject)
        self.load()

    def load(self, select: str = "") -> None:
        """Show the connections as they are, and select one of them or the new one."""
        self._known = {each.name: each for each in self._console.connections()}
        self._list.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._list.clear()
        self._list.addItems([*self._known, NEW])
        self._list.blockSignals(False)  # noqa: FBT003
        names = list(self._known)
        self._list.setCurrentRow(names.index(select) if select in names else 0)

    def test(self) -> None:
        """Ask the helpdesk whether it answers and accepts the credential."""
        connection = self._wanted()
        if connection is None:
            return
        secret = self._fields.secret
        self._result.say("Asking…", "refresh-cw", "muted")
        self._slow.run(
            f"test {connection.name}", lambda: self._console.test_connection(connection, secret), self._tested
        )

    def save(self) -> None:
        """Keep the connection; its secret goes to the keyring, everything else to the settings file."""
        connection = self._wanted()
        if connection is None:
            return
        secret = self._fields.secret
        self._result.say("Saving…", "refresh-cw", "muted")
        work = self._saving(connection, secret)
        self._slow.run(f"save {connection.name}", work, lambda _none: self._saved(connection.name))

    def remove(self) -> None:
        """Forget the connection at hand and its secret; its tickets stay in the store."""
        name = self._selected
        if name:
            self._slow.run(
                f"remove {name}", lambda: self._console.remove_connection(name), lambda _none: self._removed(name)
            )

    @property
    def said(self) -> str:
        """What the last test or save said."""
        return self._result.words

    @property
    def _selected(self) -> str:
        row = self._list.currentRow()
        return list(self._known)[row] if 0 <= row < len(self._known) else ""

    def _saving(self, connection: ConnectionSettings, secret: str) -> Callable[[], None]:
        return lambda: self._console.save_connection(connection, secret)

    def _select(self, _row: int) -> None:
        name = self._selected
        self._fields.show_connection(self._known.get(name))
        self._remove.setVisible(bool(name))
        if not name:
            self._fields.setFocus()
        self._result.clear()

    def _edited(self) -> None:
        self._result.clear()

    def _wanted(self) -> ConnectionSettings | None:
        """The connection as typed; None where a field is wrong, which is then said beside it."""
        return self._fields.checked(taken=set(self._known) - {self._selected})

    def _tested(self, words: str) -> None:
        self._result.say(words, "circle-check", "good")

    def _saved(self, name: str) -> None:
        self.load(select=name)
        connection = self._known[name]
        where = ", ".join(hosts([connection])) or connection.url
        self._result.say(f"Saved. Warmline opens {where} when you close this form.", "circle-check", "good")
        self.changed.emit(Connections(tuple(self._known.values())))

    def _removed(self, name: str) -> None:
        self.load()
        self._result.say(
            f"{name} is removed, and its secret forgotten. Its tickets stay on this machine.", "circle-check", "good"
        )
        self.changed.emit(Connections(tuple(self._known.values())))

    def _lay_out(self) -> None:
        left = (label("Helpdesks", TextRole.HEADING), self._list)
        buttons = (self._close, self._test, self._save)
        lay_out_form(self, left, self._fields, self._result, remove=self._remove, buttons=buttons)
