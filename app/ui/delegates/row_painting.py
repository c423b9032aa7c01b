"""What rows of the window's lists have in common: the ground with its mark, and words on one line."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui.theme import Colours, Space

MARK = 3  # width of the bar at the left of the selected row
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
LEFT, RIGHT = int(Qt.AlignmentFlag.AlignLeft | _LINE), int(Qt.AlignmentFlag.AlignRight | _LINE)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Colours) -> None:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    rect = option.rect
    painter.fillRect(rect, QColor(tokens.accent_soft if selected else tokens.surface))
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
    if selected:
        painter.fillRect(QRect(rect.left(), rect.top(), MARK, rect.height() - 1), QColor(tokens.accent))
    if selected and option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -2))


def draw_words(painter: QPainter, area: QRect, words: str, font: QFont, colour: str, side: int = LEFT) -> int:
    """Draw on one line, ending in "…" where there is no room; how much room it took, with a gap."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(area.width(), 0))
    painter.drawText(area, side, fitting)
    return metrics.horizontalAdvance(fitting) + Space.SMALL
