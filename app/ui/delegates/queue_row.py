"""One row of the queue: score and tier at the left, what it is about and why, who and how long at the bottom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.queue import QueueRow
from app.domain.score import ScoreState
from app.ui.delegates.row_painting import RIGHT, draw_words, paint_ground
from app.ui.health_words import ago
from app.ui.icons import pixmap
from app.ui.item_models.queue_model import COMPANY, ROW
from app.ui.row_words import due_words, is_pressing, points_words, reason_words, tier_words, where_words
from app.ui.theme import Colours, Radius, Space, Type, colours, sized

GUTTER = 46  # score of three digits, and "↑ T2" below it
LEADING = 3  # between lines

CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class _Fonts:
    """What a row is set in; made once for each font of the view, since making one costs as much as drawing a word."""

    body: QFont
    strong: QFont
    small: QFont
    small_strong: QFont


@lru_cache(maxsize=8)
def _fonts(description: str, _base: float) -> _Fonts:
    """From what a font says of itself, and the application's size of type, on which all sizes rest."""
    font = QFont()
    font.fromString(description)
    demi = QFont.Weight.DemiBold
    return _Fonts(
        body=sized(font, Type.BODY),
        strong=sized(font, Type.BODY, weight=demi),
        small=sized(font, Type.SMALL),
        small_strong=sized(font, Type.SMALL, weight=demi),
    )


class QueueRowDelegate(QStyledItemDelegate):
    """Paints from memory only; a row that has not been read yet is two quiet bars."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._clock = clock

    @staticmethod
    def height(font: QFont) -> int:
        """Of every row, so that the view never has to measure one."""
        body = QFontMetrics(sized(font, Type.BODY)).height()
        small = QFontMetrics(sized(font, Type.SMALL)).height()
        return body + 2 * small + 2 * LEADING + 2 * Space.SMALL + 2

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self.height(option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = colours(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, tokens)
        row = index.data(ROW)
        inside = option.rect.adjusted(Space.MEDIUM, Space.SMALL, -Space.MEDIUM, -Space.SMALL)
        if isinstance(row, QueueRow):
            fonts = _fonts(option.font.toString(), QGuiApplication.font().pointSizeF())
            _paint_score(painter, QRect(inside.left(), inside.top(), GUTTER, inside.height()), row, fonts, tokens)
            lines = inside.adjusted(GUTTER + Space.SMALL, 0, 0, 0)
            company = index.data(COMPANY) or ""
            _paint_lines(painter, lines, row, fonts, tokens, now=self._clock(), company=company)
        else:
            _paint_placeholder(painter, inside, tokens)
        painter.restore()


def _paint_score(painter: QPainter, area: QRect, row: QueueRow, fonts: _Fonts, tokens: Colours) -> None:
    """The number in a frame whose shape says the state: filled, thick, thin, or dashed."""
    painter.setFont(fonts.strong)
    badge = QRectF(area.left() + 0.5, area.top() + 0.5, area.width() - 1, painter.fontMetrics().height() + 4)
    fill, frame, ink, width, style = _badge(row, tokens)
    painter.setPen(QPen(QColor(frame), width, style))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(badge, Radius.CONTROL, Radius.CONTROL)
    painter.setPen(QColor(ink))
    painter.drawText(badge, CENTRE, points_words(row))
    if tier := tier_words(row):
        painter.setFont(fonts.small_strong)
        painter.setPen(QColor(tokens.accent if not row.decided else tokens.muted))
        below = QRectF(area.left(), badge.bottom() + LEADING, area.width(), painter.fontMetrics().height())
        painter.drawText(below, CENTRE, tier)


def _badge(row: QueueRow, tokens: Colours) -> tuple[str, str, str, float, Qt.PenStyle]:
    """Fill, frame, ink, the frame's width and its style."""
    solid = Qt.PenStyle.SolidLine
    if row.points is None or row.state is ScoreState.UNKNOWN:
        return tokens.surface, tokens.edge, tokens.muted, 1, Qt.PenStyle.DashLine
    if row.decided or row.state is ScoreState.QUIET:
        return tokens.surface, tokens.line, tokens.muted, 1, solid
    if row.state is ScoreState.AUTOMATIC:
        return tokens.accent, tokens.accent, tokens.on_accent, 1, solid
    return tokens.surface, tokens.accent, tokens.accent, 1.5, solid


def _paint_lines(
    painter: QPainter, area: QRect, row: QueueRow, fonts: _Fonts, tokens: Colours, *, now: datetime, company: str
) -> None:
    body, small = fonts.body if row.decided else fonts.strong, fonts.small
    top = QRect(area.left(), area.top(), area.width(), QFontMetrics(body).height())
    used = draw_words(painter, top, ago(row.created_at, now=now), small, tokens.muted, RIGHT)
    ink = tokens.muted if row.decided else tokens.text
    draw_words(painter, top.adjusted(0, 0, -used, 0), row.subject or "(no subject)", body, ink)
    middle = QRect(area.left(), top.bottom() + 1 + LEADING, area.width(), QFontMetrics(small).height())
    _paint_reason(painter, middle, row, small, tokens)
    bottom = middle.translated(0, middle.height() + LEADING)
    used = _paint_due(painter, bottom, row, fonts, tokens, now=now)
    _paint_where(painter, bottom.adjusted(0, 0, -used, 0), company, row, fonts, tokens)


def _paint_reason(painter: QPainter, area: QRect, row: QueueRow, font: QFont, tokens: Colours) -> None:
    if row.decided:
        painter.drawPixmap(area.left(), area.center().y() - 7, pixmap("check", 14, tokens.good, 2.0))
        draw_words(painter, area.adjusted(14 + Space.TIGHT, 0, 0, 0), row.decided.capitalize(), font, tokens.good)
        return
    draw_words(painter, area, reason_words(row), font, tokens.text if row.top_reason else tokens.muted)


def _paint_where(painter: QPainter, area: QRect, company: str, row: QueueRow, fonts: _Fonts, tokens: Colours) -> None:
    """Whose ticket it is; while somebody else is at it, who that is."""
    if not company:
        draw_words(painter, area, where_words(row), fonts.small, tokens.muted)
        return
    painter.drawPixmap(area.left(), area.center().y() - 7, pixmap("user", 14, tokens.accent, 2.0))
    draw_words(painter, area.adjusted(14 + Space.TIGHT, 0, 0, 0), company, fonts.small_strong, tokens.accent)


def _paint_due(painter: QPainter, area: QRect, row: QueueRow, fonts: _Fonts, tokens: Colours, *, now: datetime) -> int:
    """The SLA countdown at the right; how much room it took."""
    used = 0
    if due := due_words(row.due_at, now=now):
        pressing = is_pressing(row.due_at, now=now)
        font = fonts.small_strong if pressing else fonts.small
        used = draw_words(painter, area, due, font, tokens.bad if pressing else tokens.muted, RIGHT)
        if pressing:
            left = area.right() - used + Space.SMALL - 14 - Space.TIGHT
            painter.drawPixmap(left, area.center().y() - 7, pixmap("clock-alert", 14, tokens.bad, 2.0))
            used += 14 + Space.TIGHT
    return used


def _paint_placeholder(painter: QPainter, area: QRect, tokens: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.sunken))
    left = area.left() + GUTTER + Space.SMALL
    painter.drawRoundedRect(QRect(area.left(), area.top(), GUTTER, 20), Radius.CONTROL, Radius.CONTROL)
    for at, share in enumerate((0.7, 0.45)):
        painter.drawRoundedRect(QRect(left, area.top() + 4 + at * 20, round((area.width() - GUTTER) * share), 10), 3, 3)
