"""One person who could take the ticket: name, load, points, and on demand the lines that the points are the sum of."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.domain.fit import Factor
from app.domain.routing import Candidate
from app.ui.icons import IconLabel
from app.ui.labels import ElidedLabel, TextRole, label
from app.ui.panes.triage_words import candidate_words, load_words, points_words
from app.ui.theme import Space

CHOOSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PersonRow(QFrame):
    """Unfolds while it has the keyboard, or is the one recommended. Return, Space or a click chooses the person."""

    chosen = Signal(Candidate)
    went_to = Signal()

    def __init__(self, candidate: Candidate, *, recommended: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidate = candidate
        self._recommended = recommended
        self.setObjectName("person")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_spoken(candidate, recommended=recommended))
        self.setAccessibleDescription("" if recommended else "Return sends the ticket to this person instead")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.TIGHT, Space.TIGHT, Space.TIGHT, Space.TIGHT)
        layout.setSpacing(2)
        layout.addLayout(_head(candidate, recommended=recommended))
        self._lines = _Factors(candidate.factors)
        layout.addWidget(self._lines)  # before it shows: without a parent it would be a window, and take the keyboard
        self._lines.setVisible(recommended)

    @property
    def unfolded(self) -> bool:
        return not self._lines.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in CHOOSES and not self._recommended:
            self.chosen.emit(self.candidate)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self._recommended:
            self.chosen.emit(self.candidate)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._lines.show()
        self.went_to.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._lines.setVisible(self._recommended)


class _Factors(QWidget):
    """A line a factor, points in front, and their sum at the head of the row."""

    def __init__(self, factors: Iterable[Factor]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(Space.LARGE, 0, 0, Space.TIGHT)
        grid.setHorizontalSpacing(Space.SMALL)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        for row, each in enumerate(factors):
            points = label(points_words(each.points), TextRole.SMALL_MUTED)
            points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(points, row, 0)
            why = label(f"{each.factor[:1].upper()}{each.factor[1:]}: {each.because}", TextRole.SMALL_MUTED)
            why.setWordWrap(True)
            grid.addWidget(why, row, 1)


def _head(candidate: Candidate, *, recommended: bool) -> QGridLayout:
    fits = not candidate.why_not
    mark = IconLabel("arrow-up" if recommended else "check" if fits else "x", "accent" if recommended else "muted")
    mark.setAccessibleName("Recommended" if recommended else "Could take it" if fits else "Cannot take it now")
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.SMALL)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    grid.addWidget(mark, 0, 0)
    grid.addWidget(ElidedLabel(candidate.agent.name, TextRole.BODY if fits else TextRole.MUTED), 0, 1)
    load = label(load_words(candidate), TextRole.SMALL_MUTED)
    load.setAccessibleName(f"{load_words(candidate)} tickets")
    grid.addWidget(load, 0, 2)
    if candidate.factors:
        points = label(points_words(candidate.points), TextRole.SMALL if fits else TextRole.SMALL_MUTED)
        points.setAccessibleName(f"{candidate.points} points")
        grid.addWidget(points, 0, 3)
    if not (recommended and candidate.factors):
        grid.addWidget(ElidedLabel(candidate_words(candidate), TextRole.SMALL_MUTED), 1, 1, 1, 3)
    return grid


def _spoken(candidate: Candidate, *, recommended: bool) -> str:
    state = "recommended" if recommended else candidate.why_not or "could take it"
    lines = "; ".join(f"{each.factor} {points_words(each.points)}, {each.because}" for each in candidate.factors)
    points = f", {candidate.points} points: {lines}" if candidate.factors else ""
    return f"{candidate.agent.name}, {state}, {load_words(candidate)} tickets{points}"
