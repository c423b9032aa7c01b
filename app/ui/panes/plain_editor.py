"""A field for plain text of bounded length, in letters of one width, that marks where something is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.ui.theme import Type, colours, sized


class PlainEditor(QPlainTextEdit):
    """What would make the text longer than `most` is not taken in, and that is said: the window stays quick."""

    refused = Signal(str)

    def __init__(self, name: str, *, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        font = sized(self.font(), Type.BODY)
        font.setFamily(fixed)
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.setFont(font)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) + self.document().characterCount() > self._most:
            self.refused.emit(f"{len(text):,} characters were not pasted: there is room for {self._most:,} here.")
            return
        self.insertPlainText(text)

    @property
    def typed(self) -> str:
        """All of the text, each character as it is; `toPlainText` would turn spaces that do not break into others."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def show_text(self, text: str) -> None:
        """Another text, unless it is the one that is shown; nobody is told that it was edited.

        One that is too long is shown in part, and cannot be edited here.
        """
        text = text.replace("\r\n", "\n")
        self.setReadOnly(len(text) > self._most)
        if text == self.typed:
            return
        before = self.textCursor().position()
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.setPlainText(text if len(text) <= self._most else text[: self._most])
        cursor = self.textCursor()
        cursor.setPosition(min(before, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.blockSignals(False)  # noqa: FBT003

    def mark(self, places: Sequence[tuple[int, int]]) -> None:
        """Underline from each place (line and column from 1) to the end of its word."""
        marks = []
        tokens = colours(self.palette())
        for line, column in places:
            mark = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(QColor(tokens.bad))
            cursor = self._cursor_at(line, column)
            cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
            if not cursor.hasSelection():
                cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)

    def go_to(self, line: int, column: int) -> None:
        self.setTextCursor(self._cursor_at(line, column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.centerCursor()

    def _cursor_at(self, line: int, column: int) -> QTextCursor:
        block = self.document().findBlockByNumber(max(line - 1, 0))
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        cursor.setPosition(cursor.block().position() + min(max(column - 1, 0), cursor.block().length() - 1))
        return cursor
