"""The left rail: the lenses of the queue with how many tickets each holds, and the other work places."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from app.domain.queue import Lens, LensCount
from app.ui.actions import BY_NAME, LENS_ACTIONS, LENS_ICONS, ActionName, key_words
from app.ui.icons import pixmap
from app.ui.labels import TextRole, label
from app.ui.theme import Colours, Radius, Space, Type, colours, sized
from app.ui.tips import tip

WIDTH, HEIGHT = 188, 36  # at the usual size of type; larger type takes more
USUAL_COUNT = "999"  # a longer one takes its room from the name, which then ends in "…"
ICON = 16


class RailButton(QAbstractButton):
    """Icon, name, count. The selected one has a bar at its left and heavier type, not colour alone."""

    counted = ("ticket", "tickets")  # what its count counts, one and many

    def __init__(self, name: str, icon: str, action: ActionName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.count: int | None = None
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(tip(f"{name} ({key_words(action)})"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        self.count = count
        one, many = self.counted
        said = "" if count is None else f", {count} {one if count == 1 else many}"
        self.setAccessibleName(f"{self.text()}{said}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the name and its count side by side, however large the type."""
        name = QFontMetrics(sized(self.font(), Type.BODY, weight=QFont.Weight.DemiBold))
        count = QFontMetrics(sized(self.font(), Type.SMALL, weight=QFont.Weight.DemiBold))
        words = name.horizontalAdvance(self.text()) + Space.SMALL + count.horizontalAdvance(USUAL_COUNT)
        width = 2 * Space.MEDIUM + ICON + Space.SMALL + words
        return QSize(max(WIDTH - 2 * Space.SMALL, width), max(HEIGHT, name.height() + 2 * Space.SMALL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, tokens)
        strong = tokens.text if self.isChecked() else tokens.muted
        picture = pixmap(self._icon, ICON, tokens.accent if self.isChecked() else strong, self.devicePixelRatio())
        painter.drawPixmap(Space.MEDIUM, (self.height() - ICON) // 2, picture)
        painter.setPen(QColor(tokens.text))
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        painter.setFont(sized(self.font(), Type.BODY, weight=weight))
        inside = self.rect().adjusted(Space.MEDIUM + ICON + Space.SMALL, 0, -Space.MEDIUM, 0)
        room = inside.width() - self._count_width() - Space.SMALL
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        self._paint_count(painter, inside, strong)
        painter.end()

    def _paint_ground(self, painter: QPainter, tokens: Colours) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(tokens.accent_soft if self.isChecked() else tokens.line))
            painter.drawRoundedRect(self.rect(), Radius.CONTROL, Radius.CONTROL)
        if self.isChecked():
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRect(0, Space.SMALL, 3, self.height() - 2 * Space.SMALL), 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QColor(tokens.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)

    def _count_width(self) -> int:
        metrics = QFontMetrics(sized(self.font(), Type.SMALL, weight=QFont.Weight.DemiBold))
        return metrics.horizontalAdvance("" if self.count is None else f"{self.count:,}")

    def _paint_count(self, painter: QPainter, inside: QRect, colour: str) -> None:
        if self.count is None:
            return
        painter.setFont(sized(self.font(), Type.SMALL, weight=painter.font().weight()))
        painter.setPen(QColor(colour))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{self.count:,}")


class LensButton(RailButton):
    """One lens of the queue."""

    def __init__(self, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(lens.value, LENS_ICONS[lens], LENS_ACTIONS[lens], parent)
        self.lens = lens


class PlaceButton(RailButton):
    """A work place other than the queue's."""

    counted = ("offer", "offers")

    def __init__(self, place: ActionName, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, BY_NAME[place].icon, place, parent)
        self.place = place


class Rail(QWidget):
    """The lenses and below them the other work places, one selected; arrow keys go from one to the next.

    Each choice is told, that of the one that is selected already too: it may be meant as "show me what is new".
    """

    lens_chosen = Signal(Lens)
    place_chosen = Signal(ActionName)  # the action that shows a work place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Lenses")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.LARGE, Space.SMALL, Space.SMALL)
        layout.setSpacing(2)
        heading = label("Queue", TextRole.SMALL_MUTED)
        heading.setContentsMargins(Space.MEDIUM, 0, 0, Space.TIGHT)
        layout.addWidget(heading)
        self._lens = Lens.SUGGESTED
        self._group = QButtonGroup(self)
        self._buttons = {lens: LensButton(lens) for lens in Lens}
        for button in self._buttons.values():
            self._group.addButton(button)
            layout.addWidget(button)
        self._places: dict[ActionName, PlaceButton] = {}
        self._layout = layout
        layout.addStretch()
        self._fit()
        self.select(self._lens)
        self._group.buttonClicked.connect(self._choose)

    @property
    def lens(self) -> Lens:
        """The lens that was chosen last; what is shown unless somebody searches."""
        return self._lens

    def select(self, lens: Lens) -> None:
        self._buttons[lens].click()
        self.setFocusProxy(self._buttons[lens])

    def add_place(self, place: ActionName, title: str) -> None:
        """One more work place, below the lenses."""
        if not self._places:
            heading = label("Team", TextRole.SMALL_MUTED)
            heading.setContentsMargins(Space.MEDIUM, Space.LARGE, 0, Space.TIGHT)
            self._layout.insertWidget(self._layout.count() - 1, heading)
        self._places[place] = PlaceButton(place, title)
        self._group.addButton(self._places[place])
        self._layout.insertWidget(self._layout.count() - 1, self._places[place])
        self._fit()

    def select_place(self, place: ActionName) -> None:
        self._places[place].click()

    def show_search(self, words: str) -> None:
        """While somebody searches no lens is marked; choosing one, even the same, ends the search."""
        self._group.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._group.setExclusive(False)
        self._buttons[self._lens].setChecked(not words)
        self._group.setExclusive(True)
        self._group.blockSignals(False)  # noqa: FBT003

    def show_counts(self, counts: Iterable[LensCount]) -> None:
        for each in counts:
            self._buttons[each.lens].set_count(each.count)

    def show_place_count(self, place: ActionName, count: int) -> None:
        """How much waits at a work place; at one that this window does not have, nothing."""
        if place in self._places:
            self._places[place].set_count(count or None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """As wide as its widest lens."""
        widest = max(each.sizeHint().width() for each in self.findChildren(RailButton))
        self.setFixedWidth(widest + 2 * Space.SMALL)

    def _choose(self, button: QAbstractButton) -> None:
        self.setFocusProxy(button)
        if isinstance(button, LensButton):
            self._lens = button.lens
            self.lens_chosen.emit(button.lens)
        elif isinstance(button, PlaceButton):
            self.place_chosen.emit(button.place)
