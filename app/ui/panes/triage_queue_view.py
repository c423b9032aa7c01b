"""The queue's table: one column, rows of one height, chosen with the arrow keys or the pointer."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QItemSelection, QModelIndex, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from app.domain.tickets import TicketId
from app.ui.delegates.queue_row import QueueRowDelegate
from app.ui.item_models.queue_model import TICKET, QueueModel


class QueueView(QTableView):
    """Asks its model for the rows in sight, and says which ticket is chosen."""

    chosen = Signal(object)  # a TicketId
    touched = Signal()  # by key, pointer or wheel, whatever comes of it

    def __init__(self, model: QueueModel, parent: QWidget | None = None, *, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._model = model
        self.setAccessibleName("Queue")
        self.setModel(model)
        self.setItemDelegate(QueueRowDelegate(self, clock=clock))
        self._shape()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._ask_soon)
        self.verticalScrollBar().actionTriggered.connect(self.touched)  # by a person, as valueChanged need not be
        model.modelReset.connect(self._ask_soon)

    @property
    def ticket(self) -> TicketId | None:
        """The chosen ticket."""
        found = self.currentIndex().data(TICKET)
        return TicketId(found) if found is not None else None

    def choose(self, place: int) -> None:
        """Choose the row at that place and bring it into sight."""
        self.setCurrentIndex(self._model.index(place, 0))

    def show_order(self, tickets: list[TicketId]) -> None:
        """Another order; the chosen ticket stays chosen and at the same height, where it is still in the list."""
        chosen = self.ticket
        offset = self.rowViewportPosition(self.currentIndex().row()) if chosen else 0
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._model.show_order(tickets)
        place = self._model.place(chosen) if chosen else None
        if place is not None:
            self.setCurrentIndex(self._model.index(place, 0))
        self.blockSignals(False)  # noqa: FBT003
        if place is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(place) - offset)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._announce(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.touched.emit()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask_soon()

    def _announce(self, index: QModelIndex) -> None:
        ticket = index.data(TICKET)
        if ticket is not None:
            self.chosen.emit(ticket)

    def _ask_soon(self) -> None:
        self._asking.start()

    def _ask(self) -> None:
        """The rows in sight, and a screen on either side."""
        height = max(self.verticalHeader().defaultSectionSize(), 1)
        screen = self.viewport().height() // height + 1
        first = max(self.rowAt(0), 0)
        self._model.need(first - screen, first + 2 * screen)

    def _shape(self) -> None:
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(QueueRowDelegate.height(self.font()))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
