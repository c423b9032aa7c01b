"""The list of what the score is made of; each row carries its step of the waterfall."""

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QWidget

from app.domain.triage import Triage
from app.ui.delegates.contribution_row import ContributionDelegate
from app.ui.item_models.contribution_model import ContributionModel


class ContributionList(QListView):
    """As tall as what it holds: the column around it scrolls."""

    chosen = Signal(int)  # the row with the keyboard or a click, -1 where none is
    pointed = Signal(int)  # the row under the pointer, -1 once it left

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ContributionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(ContributionDelegate(self))
        self.setObjectName("contributions")
        self.setAccessibleName("What the score is made of")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.entered.connect(self._point)

    def show_triage(self, triage: Triage | None, *, suggest_at: int, automatic_at: int) -> None:
        if triage is None or triage.score.contributions != self._model.contributions:
            self._model.show_triage(triage, suggest_at=suggest_at, automatic_at=automatic_at)
        self.updateGeometry()

    def choose(self, row: int) -> None:
        """Choose a contribution; -1 chooses none."""
        self.setCurrentIndex(self._model.index(row, 0))
        if row < 0:
            self.clearSelection()

    @property
    def row(self) -> int:
        return self.currentIndex().row()

    def sizeHint(self) -> QSize:
        rows = range(self._model.rowCount())
        return QSize(240, sum(self.sizeHintForRow(row) for row in rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard needs somewhere to start from."""
        super().focusInEvent(event)
        if not self.selectedIndexes():
            self.choose(0)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedIndexes()
        self.chosen.emit(rows[0].row() if rows else -1)

    def _point(self, index: QModelIndex) -> None:
        self.pointed.emit(index.row())
