"""One contribution: its number, name and points, its step of the waterfall, its reason, and the facts behind it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.score import Contribution
from app.ui.charts.waterfall import paint_step
from app.ui.item_models.contribution_model import CONTRIBUTION, STEP, ContributionModel, facts_words, points_words
from app.ui.theme import Colours, Radius, Space, Type, colours, sized

LANE = 14  # height of the waterfall's lane
NUMBER = 20  # width of the number's mark
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class ContributionDelegate(QStyledItemDelegate):
    """Rows are as tall as their reasons need at the width at hand."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        return QSize(width, row_height(index.data(CONTRIBUTION), width, option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, each = index.model(), index.data(CONTRIBUTION)
        if not isinstance(each, Contribution) or not isinstance(model, ContributionModel):
            return
        tokens = colours(option.palette)
        painter.save()
        _paint_ground(painter, option, tokens)
        inside = option.rect.adjusted(Space.SMALL, Space.TIGHT + 2, -Space.SMALL, -Space.TIGHT)
        below = _paint_title(painter, inside, each, index.row() + 1, option.font, tokens)
        lane = QRectF(inside.left(), below, inside.width(), LANE)
        colour = tokens.families[each.family]
        paint_step(painter, lane, index.data(STEP), scale=model.scale, colour=colour, tokens=tokens)
        top = below + LANE
        text = QRect(inside.left(), top, inside.width(), max(inside.bottom() - top, 0))
        _paint_reason(painter, text, each, option.font, tokens)
        painter.restore()


def row_height(contribution: Contribution, width: int, font: QFont) -> int:
    """What this contribution needs at that width."""
    inside = width - 2 * Space.SMALL
    small = QFontMetrics(sized(font, Type.SMALL))
    lines = (contribution.because, *facts_words(contribution))
    text = sum(small.boundingRect(0, 0, inside, 10_000, WRAP, line).height() for line in lines)
    return 2 * Space.TIGHT + 4 + QFontMetrics(sized(font, Type.BODY)).height() + LANE + text


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Colours) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(tokens.evidence_soft))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(tokens.sunken))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))


def _paint_title(painter: QPainter, area: QRect, each: Contribution, number: int, font: QFont, tokens: Colours) -> int:
    """Number, name, points; where the next thing may begin."""
    strong = sized(font, Type.BODY, weight=QFont.Weight.DemiBold)
    height = QFontMetrics(strong).height()
    line = QRect(area.left(), area.top(), area.width(), height)
    paint_number(painter, QRectF(line.left(), line.top(), NUMBER, height), number, font=font, tokens=tokens)
    painter.setFont(strong)
    painter.setPen(QColor(tokens.text))
    points = points_words(each.points)
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(line, right, points)
    room = line.adjusted(NUMBER + Space.SMALL, 0, -painter.fontMetrics().horizontalAdvance(points) - Space.SMALL, 0)
    name = painter.fontMetrics().elidedText(each.label, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(sized(font, Type.BODY))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
    return line.bottom() + 1


def paint_number(painter: QPainter, area: QRectF, number: int, *, font: QFont, tokens: Colours) -> None:
    """The number by which the words in the conversation refer to a contribution."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.evidence), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)
    painter.setFont(sized(font, Type.SMALL, weight=QFont.Weight.DemiBold))
    painter.setPen(QColor(tokens.evidence))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.restore()


def _paint_reason(painter: QPainter, area: QRect, each: Contribution, font: QFont, tokens: Colours) -> None:
    painter.setFont(sized(font, Type.SMALL))
    rest = QRect(area)
    for colour, line in ((tokens.text, each.because), *((tokens.muted, fact) for fact in facts_words(each))):
        painter.setPen(QColor(colour))
        drawn = painter.drawText(rest, WRAP, line)
        rest.setTop(rest.top() + drawn.height())
