"""Why this rule and why not the others: every rule of the rulebook with its verdict on the ticket."""

from PySide6.QtCore import QItemSelection, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QVBoxLayout, QWidget

from app.domain.triage import Triage
from app.ui.delegates.rule_row import RuleDelegate
from app.ui.item_models.rule_model import RuleModel, summary_words
from app.ui.labels import TextRole, label, paragraph
from app.ui.theme import Space


class RuleSection(QWidget):
    """A heading, how many rules fired, and the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Rules")
        self.summary = paragraph("", TextRole.SMALL_MUTED)
        self.list = RuleList()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(label("Rules", TextRole.HEADING))
        layout.addWidget(self.summary)
        layout.addWidget(self.list)

    def show_triage(self, triage: Triage | None) -> None:
        verdicts = triage.rules if triage else ()
        self.summary.setText(summary_words(verdicts))
        self.list.setVisible(bool(verdicts))
        self.list.show_triage(triage)


class RuleList(QListView):
    """As tall as what it holds: the column around it scrolls."""

    went_to = Signal(QRect)  # the row with the keyboard, in the list's own coordinates

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RuleModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RuleDelegate(self))
        self.setObjectName("rules")
        self.setAccessibleName("What each rule says of this ticket")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_triage(self, triage: Triage | None) -> None:
        self._model.show_verdicts(triage.rules if triage else ())
        self.updateGeometry()

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
            self.setCurrentIndex(self._model.index(0, 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if selected.indexes():
            self.went_to.emit(self.visualRect(selected.indexes()[0]))
