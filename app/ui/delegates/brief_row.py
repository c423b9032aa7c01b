"""One row of a brief: a slot's heading, or a line with what sort it is, its words, and where they come from."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.brief import Result
from app.ui.item_models.brief_model import LINE, Line
from app.ui.theme import Colours, Radius, Space, Type, colours, sized

WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
BAR = 3  # width of the mark at what is new
TALLEST = 400  # of one line: a sentence has 600 characters at most


class BriefDelegate(QStyledItemDelegate):
    """Rows are as tall as their words need at the width at hand."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        return QSize(width, row_height(index.data(LINE), width, option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE)
        if not isinstance(line, Line):
            return
        tokens = colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option, line, tokens)
        area = _inside(option.rect, line)
        for text, font, colour in _parts(line, option.font, tokens):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            height = _height(text, font, area.width())
            painter.drawText(QRect(area.left(), area.top(), area.width(), height), WRAP, text)
            area.setTop(area.top() + height)
        painter.restore()


def row_height(line: Line, width: int, font: QFont) -> int:
    """What this row needs at that width."""
    area = _inside(QRect(0, 0, width, TALLEST), line)
    text = sum(_height(text, each, area.width()) for text, each, _ in _parts(line, font, None))
    return text + area.top() + (Space.TIGHT if not line.heading else 2)


def _inside(rect: QRect, line: Line) -> QRect:
    top = Space.MEDIUM if line.heading else Space.TIGHT
    return rect.adjusted(Space.LARGE, top, -Space.LARGE, 0)


def _parts(line: Line, font: QFont, tokens: Colours | None) -> list[tuple[str, QFont, str]]:
    """Each text of a row with its font and its colour, from the top."""
    small = sized(font, Type.SMALL)
    strong = sized(font, Type.SMALL, weight=QFont.Weight.DemiBold)
    muted, text = (tokens.muted, tokens.text) if tokens else ("", "")
    if line.heading:
        parts = [(str(line.slot), sized(font, Type.BODY, weight=QFont.Weight.DemiBold), text)]
        return [*parts, (line.words, small, muted)] if line.words else parts
    if line.missing:
        return [(line.words, small, muted)]
    above = " · ".join(filter(None, (line.mark.upper(), line.label)))
    parts = [(above, strong, _tone(line, tokens))] if above else []
    return [*parts, (line.words, sized(font, Type.BODY), text), (line.under, small, muted)]


def _tone(line: Line, tokens: Colours | None) -> str:
    """The words say it; the colour repeats it."""
    if tokens is None or line.item is None:
        return ""
    if line.mark:
        return tokens.accent
    by_result = {Result.HELPED: tokens.good, Result.DID_NOT_HELP: tokens.bad}
    return by_result.get(line.item.result, tokens.muted) if line.item.result else tokens.muted


def _height(text: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(0, 0, width, 10_000, WRAP, text).height()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, line: Line, tokens: Colours) -> None:
    ground = QRectF(option.rect).adjusted(Space.SMALL - 0.5, 0.5, -Space.SMALL + 0.5, -0.5)
    if option.state & QStyle.StateFlag.State_Selected:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(tokens.focus if focused else tokens.evidence), 2 if focused else 1))
        painter.setBrush(QColor(tokens.evidence_soft))
        painter.drawRoundedRect(ground, Radius.CONTROL, Radius.CONTROL)
    if line.mark:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(ground.left(), ground.top() + 4, BAR, ground.height() - 8), 1.5, 1.5)
