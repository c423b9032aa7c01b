"""What saving would change, line by line: a sign before every line, colour only repeats it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from app.ui.labels import TextRole, paragraph
from app.ui.panes.plain_editor import PlainEditor
from app.ui.theme import Space, colours

MOST = 2_000_000  # characters: the whole of two rulebooks
NONE = "Nothing is changed: what is edited is what the file holds."


class ChangesView(QWidget):
    """Read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = paragraph(NONE, TextRole.MUTED)
        self.lines = PlainEditor("Changes", most=MOST)
        self.lines.setReadOnly(True)
        self._shown: tuple[str, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.said)
        layout.addWidget(self.lines, 1)

    def show_difference(self, lines: Sequence[str]) -> None:
        added = sum(_is(each, "+") for each in lines)
        removed = sum(_is(each, "-") for each in lines)
        self.said.setText(f"{added:,} lines added, {removed:,} removed. Comments stay." if lines else NONE)
        self.lines.setPlainText("\n".join(lines))
        self._shown = tuple(lines)
        self._tint(lines)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._tint(self._shown)

    def _tint(self, lines: Sequence[str]) -> None:
        tokens = colours(self.palette())
        marks = []
        for at, line in enumerate(lines):
            if not (_is(line, "+") or _is(line, "-")):
                continue
            mark = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setBackground(QColor(tokens.good_soft if line.startswith("+") else tokens.bad_soft))
            look.setProperty(QTextFormat.Property.FullWidthSelection, True)  # noqa: FBT003 - Qt's signature
            mark.cursor, mark.format = QTextCursor(self.lines.document().findBlockByNumber(at)), look
            marks.append(mark)
        self.lines.setExtraSelections(marks)


def _is(line: str, sign: str) -> bool:
    return line.startswith(sign) and not line.startswith((f"{sign * 3} ",))
