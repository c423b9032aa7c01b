"""One offer or question: what it is about and how long is left, who it is from, and whose turn it is."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.handoff_shelf import Handoff
from app.ui.delegates.row_painting import LEFT, RIGHT, draw_words, paint_ground
from app.ui.handoff_words import from_words, is_overload, is_pressing, left_words, state_words, subject_words
from app.ui.icons import pixmap
from app.ui.item_models.handoff_model import HANDOFF
from app.ui.theme import Colours, Space, Type, colours, sized

LEADING = 3  # between lines
ICON = 14

BELOW = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)


class HandoffDelegate(QStyledItemDelegate):
    """Three lines, or one for a heading. Paints from memory only."""

    def __init__(self, parent: QObject | None = None, *, me: str, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._me = me
        self._clock = clock

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        small = QFontMetrics(sized(option.font, Type.SMALL)).height()
        if not isinstance(index.data(HANDOFF), Handoff):
            return QSize(200, small + Space.LARGE)
        body = QFontMetrics(sized(option.font, Type.BODY)).height()
        return QSize(200, body + 2 * small + 2 * LEADING + 2 * Space.SMALL + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, tokens = index.data(HANDOFF), colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = option.rect.adjusted(Space.MEDIUM, Space.SMALL, -Space.MEDIUM, -Space.SMALL)
        if isinstance(row, Handoff):
            paint_ground(painter, option, tokens)
            self._paint_lines(painter, inside, row, option.font, tokens)
        else:
            painter.fillRect(option.rect, QColor(tokens.canvas))
            heading = sized(option.font, Type.SMALL, weight=QFont.Weight.DemiBold)
            _text(painter, inside.adjusted(0, -Space.SMALL, 0, Space.TIGHT), str(row), heading, tokens.muted, BELOW)
        painter.restore()

    def _paint_lines(self, painter: QPainter, area: QRect, row: Handoff, font: QFont, tokens: Colours) -> None:
        now, turn = self._clock(), row.waits_for(self._me)
        strong = QFont.Weight.DemiBold if turn else QFont.Weight.Normal
        body, small = sized(font, Type.BODY, weight=strong), sized(font, Type.SMALL)
        top = QRect(area.left(), area.top(), area.width(), QFontMetrics(body).height())
        pressing = is_pressing(row, now=now)
        left = sized(font, Type.SMALL, weight=QFont.Weight.DemiBold) if pressing else small
        used = _text(painter, top, left_words(row, now=now), left, tokens.bad if pressing else tokens.muted, RIGHT)
        _text(painter, top.adjusted(0, 0, -used, 0), subject_words(row), body, tokens.text)
        middle = QRect(area.left(), top.bottom() + 1 + LEADING, area.width(), QFontMetrics(small).height())
        _text(painter, middle, from_words(row), small, tokens.muted)
        _paint_state(painter, middle.translated(0, middle.height() + LEADING), row, self._me, small, tokens)


def _paint_state(painter: QPainter, area: QRect, row: Handoff, me: str, font: QFont, tokens: Colours) -> None:
    """With a sign where something is wrong, or where it is this person's turn: never by colour alone."""
    turn = row.waits_for(me)
    over = turn and is_overload(row.me)
    sign, tone = ("triangle-alert", tokens.caution) if over else ("arrow-up-right", tokens.accent)
    if turn:
        painter.drawPixmap(area.left(), area.center().y() - ICON // 2, pixmap(sign, ICON, tone, 2.0))
        area = area.adjusted(ICON + Space.TIGHT, 0, 0, 0)
    _text(painter, area, state_words(row, me=me), font, tokens.text if turn else tokens.muted)


def _text(painter: QPainter, area: QRect, text: str, font: QFont, colour: str, side: int = LEFT) -> int:
    """What people typed may run over several lines; here it is one."""
    return draw_words(painter, area, " ".join(text.split()), font, colour, side)
