"""A person's offers and questions as a list, with a heading above each kind."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.handoff_shelf import Handoff
from app.ui.handoff_words import handoff_words
from app.ui.tips import tip

HANDOFF = Qt.ItemDataRole.UserRole  # a Handoff, or the heading's words

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class HandoffModel(QAbstractListModel):
    """In the order of the shelf. Rows stay what they are while only their words change."""

    def __init__(self, parent: QObject | None = None, *, me: str, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._me = me
        self._clock = clock
        self._rows: tuple[Handoff | str, ...] = ()

    @property
    def handoffs(self) -> tuple[Handoff, ...]:
        return tuple(each for each in self._rows if isinstance(each, Handoff))

    def show_handoffs(self, handoffs: Iterable[Handoff]) -> bool:
        """Show these; whether rows came or went, so that the selection has to be found again."""
        rows = _rows(handoffs)
        same = [_key(each) for each in rows] == [_key(each) for each in self._rows]
        if same:
            self._rows = rows
            self.tick()
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def tick(self) -> None:
        """The countdowns go on."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def row_of(self, handoff: str) -> int:
        """The row of the one with that id; -1 where there is none."""
        return next((at for at, each in enumerate(self._rows) if isinstance(each, Handoff) and each.id == handoff), -1)

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._at(index), Handoff):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._at(index)
        if row is None or role == HANDOFF:
            return row
        if not isinstance(row, Handoff):
            return row if role == Qt.ItemDataRole.DisplayRole else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return handoff_words(row, me=self._me, now=self._clock())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(handoff_words(row, me=self._me, now=self._clock()))
        return None

    def _at(self, index: Index) -> Handoff | str | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None


def _key(row: Handoff | str) -> str:
    return row.id if isinstance(row, Handoff) else row


def _rows(handoffs: Iterable[Handoff]) -> tuple[Handoff | str, ...]:
    rows: list[Handoff | str] = []
    before = ""
    for each in handoffs:
        if each.kind != before:
            rows.append(str(each.kind))
            before = each.kind
        rows.append(each)
    return tuple(rows)
