"""All of one long message, in a window of its own that stays usable while the text comes in."""

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.labels import TextRole, label
from app.ui.panes.triage_layout import safe
from app.ui.panes.triage_thread import ShownMessage
from app.ui.theme import Space

CHUNK = 16_000  # characters put in at once: a few milliseconds
LONGEST = 1_000  # characters of one line; what runs on is cut, since shaping grows faster than a line's length


class WholeMessage(QDialog):
    """Plain text, read only."""

    def __init__(self, message: ShownMessage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = message.read.message
        self.setWindowTitle(f"All of the message by {safe(said.author) or said.role}")
        self.resize(800, 640)
        self._chunks = chunks(safe(said.text))
        self._state = label("", TextRole.SMALL_MUTED)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setAccessibleName(self.windowTitle())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._state)
        layout.addWidget(self.text, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._more)
        self._timer.start()

    @property
    def complete(self) -> bool:
        """Whether all of the message is there."""
        return not self._timer.isActive()

    def _more(self) -> None:
        chunk = next(self._chunks, None)
        if chunk is None:
            self._timer.stop()
            self._state.setText(f"{self.text.document().characterCount() - 1:,} characters, all of them")
            return
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(chunk)
        self._state.setText(f"{self.text.document().characterCount() - 1:,} characters so far")


def chunks(text: str) -> Iterator[str]:
    """The text in pieces, with lines that never end cut into ones that do."""
    for at in range(0, len(text), CHUNK):
        piece = text[at : at + CHUNK]
        if max(map(len, piece.split("\n"))) > LONGEST:
            piece = "\n".join(
                line[begin : begin + LONGEST]
                for line in piece.split("\n")
                for begin in range(0, max(len(line), 1), LONGEST)
            )
        yield piece
