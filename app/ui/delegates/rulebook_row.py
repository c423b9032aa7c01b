"""One rule of the rulebook: its name, how far it may go and where it sends, and on how many tickets it fires."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.rulebook_findings import Severity
from app.domain.rulebook_sheet import RuleEntry
from app.ui.icons import pixmap
from app.ui.item_models.rulebook_model import HITS, RULE, SEVERITY, about_words, hits_words
from app.ui.theme import Colours, Space, Type, colours, sized

MARK = 16
MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MARKS = {Severity.ERROR: ("circle-alert", "bad"), Severity.WARNING: ("triangle-alert", "caution")}


class RulebookDelegate(QStyledItemDelegate):
    """Two lines a rule, one a heading."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        body = QFontMetrics(sized(option.font, Type.BODY)).height()
        small = QFontMetrics(sized(option.font, Type.SMALL)).height()
        lines = body + small if isinstance(index.data(RULE), RuleEntry) else small + Space.SMALL
        return QSize(option.rect.width(), lines + 2 * Space.SMALL)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(RULE)
        tokens = colours(option.palette)
        painter.save()
        inside = option.rect.adjusted(Space.MEDIUM, Space.SMALL, -Space.MEDIUM, -Space.SMALL)
        if isinstance(row, RuleEntry):
            _paint_ground(painter, option, tokens)
            _paint_rule(painter, inside, row, index, option)
        else:
            painter.setFont(sized(option.font, Type.SMALL, weight=QFont.Weight.DemiBold))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), str(row))
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Colours) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(tokens.accent_soft))
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), QColor(tokens.accent))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))


def _paint_rule(
    painter: QPainter,
    area: QRect,
    rule: RuleEntry,
    index: QModelIndex | QPersistentModelIndex,
    option: QStyleOptionViewItem,
) -> None:
    tokens = colours(option.palette)
    body, small = sized(option.font, Type.BODY), sized(option.font, Type.SMALL)
    top = QRect(area.left(), area.top(), area.width(), QFontMetrics(body).height())
    below = QRect(area.left(), top.bottom() + 1, area.width(), QFontMetrics(small).height())
    mark = _MARKS.get(index.data(SEVERITY))
    if mark is not None:
        picture = pixmap(mark[0], MARK, getattr(tokens, mark[1]), painter.device().devicePixelRatioF())
        painter.drawPixmap(top.right() - MARK, top.top(), picture)
        top.setRight(top.right() - MARK - Space.SMALL)
    painter.setFont(body)
    painter.setPen(QColor(tokens.text))
    painter.drawText(top, MIDDLE, _fitting(body, rule.name, top))
    painter.setFont(small)
    painter.setPen(QColor(tokens.muted))
    hits = index.data(HITS)
    if hits is not None:
        words = hits_words(hits)
        painter.drawText(below, RIGHT, words)
        below.setRight(below.right() - QFontMetrics(small).horizontalAdvance(words) - Space.SMALL)
    painter.drawText(below, MIDDLE, _fitting(small, about_words(rule), below))


def _fitting(font: QFont, text: str, area: QRect) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
