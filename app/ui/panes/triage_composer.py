"""Where an internal note is written. Whatever is typed is kept."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.controls import ActionButton
from app.ui.labels import ElidedLabel, TextRole
from app.ui.theme import Space

LINES = 3  # in sight; more are scrolled
PAUSE = 400  # milliseconds in typing, after which the draft is saved


class NoteField(QPlainTextEdit):
    """Plain text; leaving it is as good as a pause."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Composer(QWidget):
    """One draft at a time; whose it is, the pane knows."""

    paused = Signal(str)  # typing has paused, or the field was left: the text, to be saved

    def __init__(self, send: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._unsaid = False  # something was typed that nobody has been handed yet
        self.field = NoteField()
        self.field.setPlaceholderText("Internal note, not seen by the customer")
        self.field.setAccessibleName("Internal note")
        self.field.setAccessibleDescription("Saved as you type. Control and Return adds it to the ticket.")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * LINES + 2 * Space.MEDIUM)
        self._state = ElidedLabel("", TextRole.SMALL_MUTED)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.field.left.connect(self.pause)
        self._timer.timeout.connect(self.pause)
        send.setEnabled(False)

    @property
    def text(self) -> str:
        return self.field.toPlainText()

    def show_draft(self, text: str) -> None:
        """Another ticket's draft."""
        self.field.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.field.setPlainText(text)
        self.field.blockSignals(False)  # noqa: FBT003
        self._timer.stop()
        self._unsaid = False
        self._send.setEnabled(bool(text.strip()))
        self.say("Draft" if text else "")

    def pause(self) -> None:
        """Hand over what was typed since the last time."""
        self._timer.stop()
        if self._unsaid:
            self._unsaid = False
            self.paused.emit(self.text)

    @property
    def state(self) -> str:
        """How saving or sending went."""
        return self._state.text()

    def say(self, words: str) -> None:
        """Show how saving or sending went."""
        self._state.setText(words)

    def _typed(self) -> None:
        self._unsaid = True
        self._timer.start()
        self._send.setEnabled(bool(self.text.strip()))
        self.say("")

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(Space.SMALL)
        below.addWidget(self._state, 1)
        below.addWidget(ActionButton(self._send), 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.field)
        layout.addLayout(below)
