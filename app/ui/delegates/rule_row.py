"""One rule's verdict: a mark, its name, the verdict in a word, and what was seen."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.rule_verdicts import RuleVerdict, Verdict, rule_words
from app.ui.icons import pixmap
from app.ui.item_models.rule_model import VERDICT, verdict_word
from app.ui.theme import Colours, Space, Type, colours, sized

MARK = 16  # the icon's size
INDENT = MARK + Space.SMALL
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_MARKS = {
    Verdict.FIRED: ("circle-check", "good"),
    Verdict.DID_NOT: ("x", "muted"),
    Verdict.UNKNOWN: ("eye-off", "muted"),
}


class RuleDelegate(QStyledItemDelegate):
    """Rows are as tall as their reasons need at the width at hand."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        return QSize(width, row_height(index.data(VERDICT), width, option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        each = index.data(VERDICT)
        if not isinstance(each, RuleVerdict):
            return
        tokens = colours(option.palette)
        painter.save()
        _paint_ground(painter, option, tokens)
        inside = option.rect.adjusted(Space.SMALL, Space.TIGHT, -Space.SMALL, -Space.TIGHT)
        icon, tone = _MARKS[each.verdict]
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(inside.topLeft(), pixmap(icon, MARK, getattr(tokens, tone), ratio))
        text = inside.adjusted(INDENT, 0, 0, 0)
        below = _paint_title(painter, text, each, option.font, tokens)
        painter.setFont(sized(option.font, Type.SMALL))
        painter.setPen(QColor(tokens.text if each.verdict is Verdict.FIRED else tokens.muted))
        painter.drawText(QRect(text.left(), below, text.width(), text.bottom() - below + 1), WRAP, rule_words(each))
        painter.restore()


def row_height(verdict: RuleVerdict, width: int, font: QFont) -> int:
    """What this verdict needs at that width."""
    inside = width - 2 * Space.SMALL - INDENT
    small = QFontMetrics(sized(font, Type.SMALL))
    text = small.boundingRect(0, 0, inside, 10_000, WRAP, rule_words(verdict)).height()
    return 2 * Space.TIGHT + max(QFontMetrics(sized(font, Type.BODY)).height(), MARK) + text


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Colours) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(tokens.accent_soft))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))


def _paint_title(painter: QPainter, area: QRect, each: RuleVerdict, font: QFont, tokens: Colours) -> int:
    """The name and the verdict; where the reason may begin."""
    weight = QFont.Weight.DemiBold if each.decides else QFont.Weight.Normal
    painter.setFont(sized(font, Type.SMALL, weight=weight))
    painter.setPen(QColor(tokens.good if each.verdict is Verdict.FIRED else tokens.muted))
    height = max(QFontMetrics(sized(font, Type.BODY)).height(), MARK)
    line = QRect(area.left(), area.top(), area.width(), height)
    word = verdict_word(each)
    painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), word)
    room = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(word) - Space.SMALL, 0)
    painter.setFont(sized(font, Type.BODY, weight=weight))
    painter.setPen(QColor(tokens.text))
    name = painter.fontMetrics().elidedText(each.rule, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
    return line.bottom() + 1
