"""A brief as a list: each slot's heading, its lines or why there are none, with what is new since it was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.brief import Brief, Item, Quote, Section, Slot, age
from app.domain.brief_changes import BriefChange, ChangeKind
from app.domain.brief_words import extra, source_words
from app.ui.health_words import ago

LINE = Qt.ItemDataRole.UserRole

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One row. A heading has no item and says its slot's note; a row for a missing slot has no item either."""

    slot: Slot
    words: str
    item: Item | None = None
    heading: bool = False
    under: str = ""  # where it comes from and how old it is
    mark: str = ""  # "new" or "changed" since it was read

    @property
    def missing(self) -> bool:
        return self.item is None and not self.heading

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return self.item.quotes if self.item else ()

    @property
    def label(self) -> str:
        """What sort of line it is, and what became of it."""
        parts = [self.item.label, extra(self.item)] if self.item else []
        return ": ".join(filter(None, parts))


class BriefModel(QAbstractListModel):
    """In the brief's own order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def show_brief(self, brief: Brief | None, changes: Iterable[BriefChange], *, now: datetime) -> None:
        self.beginResetModel()
        self._lines = lines_of(brief, changes, now=now) if brief else ()
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The keyboard goes past headings."""
        line = self._lines[index.row()] if 0 <= index.row() < len(self._lines) else None
        return Qt.ItemFlag.NoItemFlags if line is None or line.heading else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(line)
        return None


def lines_of(brief: Brief, changes: Iterable[BriefChange], *, now: datetime) -> tuple[Line, ...]:
    marks = {(each.slot, each.item.key): str(each.kind) for each in changes if each.kind is not ChangeKind.GONE}
    return tuple(line for section in brief.sections for line in _lines(section, marks, now))


def spoken(line: Line) -> str:
    """A row as a screen reader says it."""
    if line.heading:
        return ", ".join(filter(None, (str(line.slot), line.words)))
    said = ": ".join(filter(None, (line.label, line.words)))
    return ", ".join(filter(None, (str(line.slot), line.mark, said, line.under)))


def _lines(section: Section, marks: dict[tuple[Slot, tuple[str, ...]], str], now: datetime) -> list[Line]:
    found = [Line(section.slot, section.note, heading=True)]
    if section.missing:
        return [*found, Line(section.slot, f"Missing: {section.missing}.")]
    return [
        *found,
        *(
            Line(
                section.slot,
                " ".join(item.words.split()),
                item,
                under=_under(item, now),
                mark=marks.get((section.slot, item.key), ""),
            )
            for item in section.items
        ),
    ]


def _under(item: Item, now: datetime) -> str:
    first = item.sources[0]
    who = first.by if isinstance(first, Quote) else source_words(first)
    old = f"{ago(now - age(item, now), now=now)} ago"
    return f"{who}, {old}"
