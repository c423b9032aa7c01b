"""The mood of every message that the customer wrote, from the first to the last."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.tickets import MessageId
from app.ui.mood_words import Mood, mood_of, mood_words
from app.ui.theme import Colours, Radius, Space, Type, colours, sized

HEIGHT = 100
DOT = 4.5  # half a mark's size
CHANGE = 0.3  # of the range -1..1, below which a difference is noise
REACH = 14  # how near the pointer must be to a mark


@dataclass(frozen=True, slots=True)
class Felt:
    """One message of the customer: its mood in -1..1, None where it was not read, and when it came, in words."""

    message: MessageId
    sentiment: float | None
    when: str


def trajectory_words(felt: Sequence[Felt]) -> str:
    """The whole line in one sentence."""
    read = [each.sentiment for each in felt if each.sentiment is not None]
    if not read:
        return "The mood of this customer is not known yet."
    if len(read) == 1:
        return f"One message, {mood_words(read[0])}."
    between = f"{mood_words(read[0])} to {mood_words(read[-1])}, over {len(read)} messages"
    fall = read[0] - read[-1]
    if abs(fall) < CHANGE:
        return f"Mood holds: {between}."
    return f"Mood {'falls' if fall > 0 else 'rises'}: {between}."


class Trajectory(QWidget):
    """A line of moods. The pointer or the arrow keys choose a message; Return goes to it."""

    message_chosen = Signal(str)  # a MessageId

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._felt: tuple[Felt, ...] = ()
        self._at: int | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Mood of the customer")

    @property
    def chosen(self) -> Felt | None:
        """The message at hand, None where no mark is."""
        return self._felt[self._at] if self._at is not None else None

    def show_felt(self, felt: Sequence[Felt]) -> None:
        self._felt, self._at = tuple(felt), None
        self._described()
        self.update()

    def point(self, index: int) -> QPointF:
        """Where the mark of a message is."""
        area = self._area()
        across = 0.5 if len(self._felt) == 1 else index / (len(self._felt) - 1)
        sentiment = self._felt[index].sentiment or 0.0
        return QPointF(area.left() + across * area.width(), area.center().y() - sentiment * area.height() / 2)

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._near(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._near(event.position()))
        if self.chosen is not None:
            self.message_chosen.emit(self.chosen.message)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._felt) - 1
        here = last if self._at is None else self._at
        moves = {
            Qt.Key.Key_Left.value: max(here - 1, 0),
            Qt.Key.Key_Right.value: min(here + 1, last),
            Qt.Key.Key_Home.value: 0,
            Qt.Key.Key_End.value: last,
        }
        if last < 0 or event.key() not in {*moves, Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value}:
            super().keyPressEvent(event)
            return
        self._point_at(moves.get(event.key(), here))
        if self.chosen is not None:
            self.message_chosen.emit(self.chosen.message)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._felt and self._at is None:
            self._point_at(len(self._felt) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(QPointF(area.left() - DOT, area.center().y()), QPointF(area.right() + DOT, area.center().y()))
        self._paint_ends(painter, tokens)
        self._paint_line(painter, tokens)
        for index, each in enumerate(self._felt):
            paint_mood(painter, self.point(index), each.sentiment, size=DOT, tokens=tokens)
        self._paint_chosen(painter, tokens)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)
        painter.end()

    def _area(self) -> QRectF:
        """Where the marks may be: words at the left say what up and down mean, a line of text stands below."""
        words = self.fontMetrics().horizontalAdvance("negative") + Space.SMALL
        below = self.fontMetrics().height() + Space.SMALL
        return QRectF(self.rect()).adjusted(words + Space.SMALL, Space.SMALL + DOT, -Space.MEDIUM, -below - DOT)

    def _paint_ends(self, painter: QPainter, tokens: Colours) -> None:
        painter.setFont(sized(self.font(), Type.SMALL))
        painter.setPen(QColor(tokens.muted))
        area = self._area()
        half = painter.fontMetrics().height() / 2
        for text, y in (("positive", area.top()), ("negative", area.bottom())):
            painter.drawText(QRectF(Space.TIGHT, y - half, area.left(), 2 * half), text)

    def _paint_line(self, painter: QPainter, tokens: Colours) -> None:
        painter.setPen(QPen(QColor(tokens.muted), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        read = [self.point(index) for index, each in enumerate(self._felt) if each.sentiment is not None]
        painter.drawPolyline(QPolygonF(read))

    def _paint_chosen(self, painter: QPainter, tokens: Colours) -> None:
        """The message at hand, in words below the line; without one, where the line begins and ends."""
        painter.setFont(sized(self.font(), Type.SMALL))
        below = QRectF(self.rect()).adjusted(Space.TIGHT, 0, -Space.TIGHT, -2)
        bottom = Qt.AlignmentFlag.AlignBottom
        if self.chosen is None or self._at is None:
            painter.setPen(QColor(tokens.muted))
            for each, side in zip(
                self._ends(), (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=False
            ):
                left = self._area().left() - DOT if side is Qt.AlignmentFlag.AlignLeft else Space.TIGHT
                painter.drawText(below.adjusted(left - Space.TIGHT, 0, 0, 0), int(side | bottom), each.when)
            return
        painter.setPen(QPen(QColor(tokens.focus), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.point(self._at), DOT + 3, DOT + 3)
        painter.setPen(QColor(tokens.text))
        text = f"{self._at + 1} of {len(self._felt)} · {self.chosen.when} · {mood_words(self.chosen.sentiment)}"
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | bottom), text)

    def _ends(self) -> tuple[Felt, ...]:
        return (self._felt[0], self._felt[-1]) if len(self._felt) > 1 else self._felt

    def _near(self, position: QPointF) -> int | None:
        distances = [(abs(self.point(index).x() - position.x()), index) for index in range(len(self._felt))]
        nearest = min(distances, default=None)
        return nearest[1] if nearest is not None and nearest[0] <= REACH else None

    def _point_at(self, index: int | None) -> None:
        if index != self._at:
            self._at = index
            self._described()
            self.update()

    def _described(self) -> None:
        text = trajectory_words(self._felt)
        if self.chosen is not None and self._at is not None:
            text += f" Message {self._at + 1}, {self.chosen.when}: {mood_words(self.chosen.sentiment)}."
        self.setAccessibleDescription(text)


def paint_mood(painter: QPainter, at: QPointF, sentiment: float | None, *, size: float, tokens: Colours) -> None:
    """A mark whose shape and colour say the mood: up, round, down, or hollow where it was not read."""
    mood = mood_of(sentiment)
    colour = QColor(
        {Mood.NEGATIVE: tokens.bad, Mood.VERY_NEGATIVE: tokens.bad, Mood.POSITIVE: tokens.good}.get(mood, tokens.muted)
    )
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(QColor(tokens.surface) if mood is Mood.UNREAD else colour)
    if mood in {Mood.NEUTRAL, Mood.UNREAD}:
        painter.drawEllipse(at, size * 0.85, size * 0.85)
        return
    tip = -size if mood is Mood.POSITIVE else size
    painter.drawPolygon(
        QPolygonF(
            [QPointF(at.x(), at.y() + tip), QPointF(at.x() - size, at.y() - tip), QPointF(at.x() + size, at.y() - tip)]
        )
    )
