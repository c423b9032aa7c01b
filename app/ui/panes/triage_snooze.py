"""Until when a ticket is set aside; and why one should have been flagged."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.domain.opened import OpenTicket
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import lay_out_dialog
from app.ui.labels import TextRole, label
from app.ui.value_list import VALUE

WAKE = "Wake it now"


class SnoozeDialog(QDialog):
    """A list; Return does what is chosen. A ticket that sleeps can be woken here."""

    snoozed = Signal(object)  # until when, None for a reply
    woken = Signal()

    def __init__(
        self, opened: OpenTicket, choices: Sequence[tuple[str, datetime | None]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        ticket = opened.snapshot.ticket
        self.setWindowTitle(f"Snooze #{ticket.number}")
        self.setModal(True)
        self.resize(420, 300)
        self.list = QListWidget()
        self.list.ensurePolished()  # or its rows are measured before they have their padding
        self.list.setAccessibleName("Until when")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        if opened.snooze is not None:
            self.list.addItem(QListWidgetItem(WAKE))
        for words, until in choices:
            item = QListWidgetItem(words if until is None else f"{words}   {until.astimezone():%a %d %b, %H:%M}")
            item.setData(VALUE, (until,))
            self.list.addItem(item)
        self.confirm = push_button("Snooze", ButtonKind.PRIMARY)
        self._cancel = push_button("Cancel")
        self._lay_out(ticket.subject)
        self.list.itemActivated.connect(self._confirm)
        self.list.currentRowChanged.connect(self._name)
        self.confirm.clicked.connect(self._confirm)
        self._cancel.clicked.connect(self.reject)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._confirm()
            return
        super().keyPressEvent(event)

    def _name(self) -> None:
        self.confirm.setText("Wake" if self._chosen() is None else "Snooze")

    def _chosen(self) -> tuple[datetime | None] | None:
        """Until when, in a tuple of its own; None is to wake it."""
        chosen = self.list.selectedItems()
        found: tuple[datetime | None] | None = chosen[0].data(VALUE) if chosen else None
        return found

    def _confirm(self) -> None:
        chosen = self._chosen()
        if self.result():
            return
        if chosen is None:
            self.woken.emit()
        else:
            self.snoozed.emit(chosen[0])
        self.accept()

    def _lay_out(self, subject: str) -> None:
        wakes = label("It wakes when the customer writes, whatever the time.", TextRole.SMALL_MUTED)
        lay_out_dialog(self, subject, wakes, self.list, growing=self.list, cancel=self._cancel, confirm=self.confirm)


class MissedDialog(QDialog):
    """One line that may stay empty; Return says it."""

    said = Signal(str)

    def __init__(self, opened: OpenTicket, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ticket = opened.snapshot.ticket
        self.setWindowTitle(f"#{ticket.number} should have been flagged")
        self.setModal(True)
        self.resize(520, 160)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("What did Warmline not see? May stay empty")
        self.reason.setAccessibleName("What was missed")
        self.confirm = push_button("Say so", ButtonKind.PRIMARY)
        self._cancel = push_button("Cancel")
        says = label("Nothing is moved; Warmline learns from it.", TextRole.SMALL_MUTED)
        lay_out_dialog(self, ticket.subject, self.reason, says=says, cancel=self._cancel, confirm=self.confirm)
        self.reason.returnPressed.connect(self._confirm)
        self.confirm.clicked.connect(self._confirm)
        self._cancel.clicked.connect(self.reject)
        self.reason.setFocus()

    def _confirm(self) -> None:
        if not self.result():
            self.said.emit(self.reason.text().strip())
            self.accept()
