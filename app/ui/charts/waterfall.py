"""How a score adds up: one step a contribution, each starting where the one before it ended."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.score import Contribution
from app.ui.theme import Colours

HEADROOM = 1.06  # of the highest number, so that its mark is not cut off
NARROWEST = 3.0  # device-independent pixels: one point must be seen too


@dataclass(frozen=True, slots=True)
class Step:
    """The running total before and after one contribution."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Points along a line. The score bar and every step below it share one, so that they read as one chart."""

    lowest: float
    highest: float
    suggest_at: int
    automatic_at: int

    def x(self, points: float, area: QRectF) -> float:
        return area.left() + area.width() * (points - self.lowest) / (self.highest - self.lowest)


def steps(contributions: Iterable[Contribution]) -> tuple[Step, ...]:
    """The running totals; the last one ends at the score."""
    total, found = 0, []
    for each in contributions:
        found.append(Step(total, total + each.points))
        total += each.points
    return tuple(found)


def scale_of(contributions: Iterable[Contribution], *, suggest_at: int, automatic_at: int) -> Scale:
    """A scale on which both thresholds and every step can be seen."""
    reached = [step.end for step in steps(contributions)]
    return Scale(
        lowest=min(0, *reached) * HEADROOM if reached else 0.0,
        highest=max(automatic_at, *reached, 1) * HEADROOM,
        suggest_at=suggest_at,
        automatic_at=automatic_at,
    )


def paint_step(painter: QPainter, area: QRectF, step: Step, *, scale: Scale, colour: str, tokens: Colours) -> None:
    """One step of the waterfall in its lane, with the thresholds running through it. Points that calm are hollow."""
    paint_thresholds(painter, area, scale=scale, tokens=tokens)
    left, right = sorted((scale.x(step.start, area), scale.x(step.end, area)))
    bar = QRectF(left, area.center().y() - 4, max(right - left, NARROWEST), 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(QColor(colour) if step.end >= step.start else QColor(tokens.surface))
    painter.drawRoundedRect(bar.adjusted(0.75, 0.75, -0.75, -0.75), 2, 2)
    painter.restore()


def paint_thresholds(painter: QPainter, area: QRectF, *, scale: Scale, tokens: Colours) -> None:
    """A dotted line where a suggestion begins, and a dashed one where it becomes automatic."""
    painter.save()
    for points, style in ((scale.suggest_at, Qt.PenStyle.DotLine), (scale.automatic_at, Qt.PenStyle.DashLine)):
        painter.setPen(QPen(QColor(tokens.edge), 1, style))
        x = round(scale.x(points, area)) + 0.5
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.restore()
