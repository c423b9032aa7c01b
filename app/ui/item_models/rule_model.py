"""What every rule says of a ticket as a list: the one that is followed first, then what fired, and so on."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.rule_verdicts import RuleVerdict, Verdict, rule_words

VERDICT = Qt.ItemDataRole.UserRole

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_ORDER = (Verdict.FIRED, Verdict.DID_NOT, Verdict.UNKNOWN)


class RuleModel(QAbstractListModel):
    """In the rulebook's order within each verdict."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verdicts: tuple[RuleVerdict, ...] = ()

    @property
    def verdicts(self) -> tuple[RuleVerdict, ...]:
        return self._verdicts

    def show_verdicts(self, verdicts: Sequence[RuleVerdict]) -> None:
        self.beginResetModel()
        self._verdicts = in_reading_order(verdicts)
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._verdicts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._verdicts):
            return None
        each = self._verdicts[index.row()]
        if role == VERDICT:
            return each
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{each.rule}, {verdict_word(each)}: {rule_words(each)}."
        return None


def in_reading_order(verdicts: Sequence[RuleVerdict]) -> tuple[RuleVerdict, ...]:
    return tuple(sorted(verdicts, key=lambda each: (not each.decides, _ORDER.index(each.verdict))))


def verdict_word(verdict: RuleVerdict) -> str:
    """The verdict in a word or two; the rule that is followed has one of its own."""
    return "decides" if verdict.decides else str(verdict.verdict)


def summary_words(verdicts: Sequence[RuleVerdict]) -> str:
    """How many say what: "2 of 17 rules fired, 9 did not, of 6 it cannot be told", where there are such."""
    if not verdicts:
        return "What each rule said was not kept; it will be once the ticket is assessed again."
    count = {each: sum(one.verdict is each for one in verdicts) for each in Verdict}
    unknown = f", of {count[Verdict.UNKNOWN]} it cannot be told" if count[Verdict.UNKNOWN] else ""
    return f"{count[Verdict.FIRED]} of {len(verdicts)} rules fired, {count[Verdict.DID_NOT]} did not{unknown}."
