"""The lines of a score as a list, each with its number and its step of the waterfall."""

from datetime import datetime
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.score import Contribution, Line
from app.domain.triage import Triage
from app.ui.charts.waterfall import Scale, Step, scale_of, steps
from app.ui.tips import tip

CONTRIBUTION = Qt.ItemDataRole.UserRole
STEP = Qt.ItemDataRole.UserRole + 1

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ContributionModel(QAbstractListModel):
    """In the order that the score has them: strongest first, then what is taken back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._contributions: tuple[Contribution, ...] = ()
        self._steps: tuple[Step, ...] = ()
        self.scale: Scale = scale_of((), suggest_at=1, automatic_at=2)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        return self._contributions

    def show_triage(self, triage: Triage | None, *, suggest_at: int, automatic_at: int) -> None:
        self.beginResetModel()
        self._contributions = triage.score.contributions if triage else ()
        self._steps = steps(self._contributions)
        self.scale = scale_of(self._contributions, suggest_at=suggest_at, automatic_at=automatic_at)
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._contributions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._contributions):
            return None
        each = self._contributions[index.row()]
        if role == CONTRIBUTION:
            return each
        if role == STEP:
            return self._steps[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return contribution_words(each, number=index.row() + 1)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(arithmetic_words(each))
        return None


def contribution_words(contribution: Contribution, *, number: int) -> str:
    """The whole row in one sentence, for a screen reader."""
    facts = "".join(f" {fact_words}" for fact_words in facts_words(contribution))
    return f"{number}. {contribution.label}, {points_words(contribution.points)} points: {contribution.because}.{facts}"


def points_words(points: int) -> str:
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}")


def arithmetic_words(contribution: Contribution) -> str:
    """How the points come about, in words."""
    what = {
        Line.SIGNAL: "Weight and strength",
        Line.PAIR: "Two together, as strong as the weaker",
        Line.CAP: "The most that these count together",
    }[contribution.line]
    return f"{what}: {sum_words(contribution)}"


def sum_words(contribution: Contribution) -> str:
    """Weight times strength, or what a cap leaves; and the family."""
    times = "\N{MULTIPLICATION SIGN}"
    points = points_words(contribution.points)
    if contribution.line is Line.CAP:
        cap, whole = contribution.weight, contribution.weight - contribution.points
        return f"{_plain(cap)} of {_plain(whole)} = {points}  {contribution.family}"
    return f"{contribution.weight} {times} {contribution.strength:.2f} = {points}  {contribution.family}"


def _plain(points: int) -> str:
    return str(points).replace("-", "\N{MINUS SIGN}")


def facts_words(contribution: Contribution, *, limit: int = 3) -> tuple[str, ...]:
    """The dated facts behind a contribution with their sources, newest first."""
    newest = sorted(contribution.facts, key=lambda fact: fact.as_of, reverse=True)
    said = [
        f"{fact.name}: {_value(fact.name, fact.value)} ({fact.source}, {fact.as_of:%d %b %Y})"
        for fact in newest[:limit]
    ]
    more = len(newest) - limit
    return (*said, f"and {more} more") if more > 0 else tuple(said)


def _value(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone():%d %b %Y, %H:%M}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        money = name in {"value", "failed payment", "invoice"}
        return f"${value:,.0f}" if money else f"{value:,}"
    return str(value)
