"""Why an offer is declined: its sender needs a reason to go on with."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.domain.tickets import number_of
from app.domain.transfer import Transfer
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import lay_out_dialog
from app.ui.labels import TextRole, label

PAUSE = 400  # milliseconds in typing, after which the text is saved


class ReasonField(QLineEdit):
    """Goes on where it was left: what was typed before is not selected, so that the next key does not replace it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.end(False)  # noqa: FBT003 - Qt's signature


class DeclineDialog(QDialog):
    """One line that must not stay empty; Return declines."""

    declined = Signal(str)
    paused = Signal(str)  # typing has paused: the text, to be saved

    def __init__(self, transfer: Transfer, subject: str, *, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sender = transfer.sender
        self.setWindowTitle(f"Decline #{number_of(transfer.ticket)}")
        self.setModal(True)
        self.resize(520, 160)
        self.reason = ReasonField(text)
        self.reason.setPlaceholderText("Why can you not take it?")
        self.reason.setAccessibleName("Reason")
        self.reason.setAccessibleDescription(f"{self._sender} reads it. Saved as you type.")
        self._says = label("", TextRole.SMALL_MUTED)
        self.confirm = push_button("Decline", ButtonKind.PRIMARY)
        self._cancel = push_button("Cancel")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._lay_out(subject)
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._confirm)
        self._timer.timeout.connect(self._pause)
        self.confirm.clicked.connect(self._confirm)
        self._cancel.clicked.connect(self.reject)
        self._check()
        self.reason.setFocus()

    @property
    def said(self) -> str:
        """What is missing, or what declining means."""
        return self._says.text()

    def done(self, result: int) -> None:
        """However it closes, what was typed is handed over first."""
        if self._timer.isActive():
            self._pause()
        super().done(result)

    def _typed(self) -> None:
        self._timer.start()
        self._check()

    def _pause(self) -> None:
        self._timer.stop()
        self.paused.emit(self.reason.text())

    def _check(self) -> None:
        given = bool(self.reason.text().strip())
        self.confirm.setEnabled(given)
        self._says.setText(f"It stays with {self._sender}, who reads this." if given else "A reason is needed.")

    def _confirm(self) -> None:
        if self.confirm.isEnabled() and not self.result():
            text = self.reason.text().strip()
            self.accept()
            self.declined.emit(text)

    def _lay_out(self, subject: str) -> None:
        lay_out_dialog(self, subject, self.reason, says=self._says, cancel=self._cancel, confirm=self.confirm)
