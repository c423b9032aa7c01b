"""The rules of the rulebook at hand as a list, with a heading above those of each scenario."""

from collections import Counter
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.rulebook_findings import Severity
from app.domain.rulebook_sheet import RuleEntry, Sheet
from app.ui.tips import tip

RULE = Qt.ItemDataRole.UserRole  # a RuleEntry, or the scenario's name
HITS = RULE + 1
SEVERITY = RULE + 2

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
ALONE = "Rules of their own"


class RulebookModel(QAbstractListModel):
    """In the order in which rules are asked, which is the file's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RuleEntry | str, ...] = ()
        self._severities: dict[str, Severity] = {}
        self._hits: Counter[str] | None = None

    def show_sheet(self, sheet: Sheet) -> None:
        """Rows that stay keep their place and the selection, unless rules came or went."""
        rows = _rows(sheet)
        self._severities = {
            each.rule: each.severity
            for each in sorted(sheet.findings, key=lambda each: each.severity is Severity.ERROR)
        }
        if len(rows) == len(self._rows):
            self._rows = rows
            self._repaint()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def show_hits(self, hits: Counter[str]) -> None:
        self._hits = hits
        self._repaint()

    def row_of(self, place: int) -> int:
        """The row of the rule at that place; -1 where there is none."""
        return next(
            (at for at, each in enumerate(self._rows) if isinstance(each, RuleEntry) and each.place == place), -1
        )

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._at(index), RuleEntry):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._at(index)
        if row is None or role == RULE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.condition if isinstance(row, RuleEntry) else "")
        if not isinstance(row, RuleEntry):
            return row if role == Qt.ItemDataRole.DisplayRole else None
        if role in {HITS, SEVERITY}:
            return self._hits_of(row) if role == HITS else self._severities.get(row.name)
        return self._said(row) if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None

    def _hits_of(self, rule: RuleEntry) -> int | None:
        return self._hits[rule.name] if self._hits is not None else None

    def _at(self, index: Index) -> RuleEntry | str | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def _said(self, rule: RuleEntry) -> str:
        severity = self._severities.get(rule.name)
        parts = [rule.name, about_words(rule), hits_words(self._hits[rule.name]) if self._hits is not None else ""]
        return ", ".join(filter(None, [*parts, f"has an {severity}" if severity is Severity.ERROR else ""]))

    def _repaint(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))


def about_words(rule: RuleEntry) -> str:
    """ "automatic to Security, hard"."""
    where = f" to {rule.group}" if rule.group else ", sends nowhere"
    return f"{rule.in_effect}{where}{', hard' if rule.hard else ''}"


def hits_words(hits: int) -> str:
    return f"{hits:,} now"


def _rows(sheet: Sheet) -> tuple[RuleEntry | str, ...]:
    if not any(each.scenario for each in sheet.rules):
        return sheet.rules
    rows: list[RuleEntry | str] = []
    before: str | None = None
    for each in sheet.rules:
        if each.scenario != before:
            rows.append(each.scenario or ALONE)
            before = each.scenario
        rows.append(each)
    return tuple(rows)
