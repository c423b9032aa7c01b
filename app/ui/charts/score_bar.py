"""Where the score stands between nothing, a suggestion and an automatic one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.score import Score, ScoreState
from app.ui.charts.waterfall import Scale, paint_thresholds, scale_of
from app.ui.theme import Colours, Space, Type, colours, sized
from app.ui.tips import tip

BAR = 10  # height of the bar itself
OVER = 4  # how far the threshold marks stand out of it


def distance_words(score: Score) -> str:
    """How far the score is from both thresholds, in words."""
    if score.state is ScoreState.UNKNOWN:
        return "Not enough is known yet to compare it with the thresholds."
    return f"points: {_from(score.to_suggest, 'a suggestion')}, {_from(score.to_automatic, 'automatic')}"


def likelihood_words(score: Score) -> str:
    """What leads do with tickets of so many points, in words; nothing where that is not known."""
    if score.probability is None or score.state is ScoreState.UNKNOWN:
        return ""
    share = min(max(round(score.probability * 100), 1), 99)
    return f"A lead would escalate about {share} of 100 like it."


def _from(missing: int, what: str) -> str:
    if missing == 0:
        return f"exactly at {what}"
    return f"{abs(missing)} {'below' if missing > 0 else 'above'} {what}"


class ScoreBar(QWidget):
    """The score as a bar from zero, with both thresholds marked and named."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score: Score | None = None
        self._scale: Scale | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Score")

    def show_score(self, score: Score | None, *, suggest_at: int, automatic_at: int) -> None:
        self._score = score
        self._scale = scale_of(score.contributions if score else (), suggest_at=suggest_at, automatic_at=automatic_at)
        self.setAccessibleDescription(self._described(suggest_at, automatic_at))
        self.setToolTip(tip(self.accessibleDescription()))
        self.update()

    def sizeHint(self) -> QSize:
        names = QFontMetricsF(sized(self.font(), Type.SMALL)).height()
        return QSize(240, round(BAR + 2 * OVER + Space.TIGHT + names))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._scale is None:
            return
        tokens = colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, OVER, self.width(), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)
        self._paint_reached(painter, track, self._scale, tokens)
        paint_thresholds(painter, track.adjusted(0, -OVER, 0, OVER), scale=self._scale, tokens=tokens)
        self._paint_names(painter, track, self._scale, tokens)
        painter.end()

    def _paint_reached(self, painter: QPainter, track: QRectF, scale: Scale, tokens: Colours) -> None:
        score = self._score
        if score is None or score.points == 0:
            return
        left, right = sorted((scale.x(0, track), scale.x(score.points, track)))
        reached = score.state in {ScoreState.SUGGEST, ScoreState.AUTOMATIC}
        painter.setBrush(QColor(tokens.accent if reached else tokens.edge))
        painter.drawRoundedRect(QRectF(left, track.top(), right - left, BAR), BAR / 2, BAR / 2)

    def _paint_names(self, painter: QPainter, track: QRectF, scale: Scale, tokens: Colours) -> None:
        painter.setFont(sized(self.font(), Type.SMALL))
        painter.setPen(QColor(tokens.muted))
        metrics = QFontMetricsF(painter.font())
        top, limit = track.bottom() + OVER + 2, track.right()
        for name, points in (("automatic", scale.automatic_at), ("suggest", scale.suggest_at)):
            text = f"{name} {points}"
            width = metrics.horizontalAdvance(text)
            left = max(min(scale.x(points, track) - width / 2, limit - width), self._room_before(points, metrics))
            painter.drawText(QRectF(left, top, width + 1, metrics.height()), text)
            limit = left - Space.SMALL

    def _room_before(self, points: int, metrics: QFontMetricsF) -> float:
        """Where a name may begin at the earliest: the one for more points leaves room for the other before it."""
        scale = self._scale
        if scale is None or points == scale.suggest_at:
            return 0.0
        return metrics.horizontalAdvance(f"suggest {scale.suggest_at}") + Space.SMALL

    def _described(self, suggest_at: int, automatic_at: int) -> str:
        marks = f"Suggested from {suggest_at}, automatic from {automatic_at}."
        if self._score is None:
            return f"Not scored yet. {marks}"
        return f"{self._score.points} {distance_words(self._score)}. {marks}"
