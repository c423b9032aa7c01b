"""The brief of the opened ticket, in the place of the decision's column: slots, their lines, and what has changed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from app.domain.brief import Brief, Slot
from app.domain.brief_changes import BriefChange, ChangeKind
from app.domain.opened import OpenTicket
from app.ui.controls import ActionButton, ButtonKind
from app.ui.delegates.brief_row import BriefDelegate
from app.ui.health_words import ago
from app.ui.item_models.brief_model import BriefModel, Line
from app.ui.labels import TextRole, label, paragraph
from app.ui.theme import Space


class BriefPanel(QWidget):
    """Shows the brief; what changed stays marked until another ticket or a newer brief is shown."""

    chosen = Signal(object)  # the Quotes of the line with the keyboard or a click, a tuple

    def __init__(self, actions: tuple[QAction, ...], parent: QWidget | None = None, *, clock: Callable[[], datetime]):
        super().__init__(parent)
        self._clock = clock
        self._brief: Brief | None = None
        self._changes: tuple[BriefChange, ...] = ()
        self.setAccessibleName("Brief")
        self.made = paragraph("", TextRole.SMALL_MUTED)
        self.changed = paragraph("", TextRole.SMALL)
        self.list = BriefList()
        self._lay_out(actions)
        self.list.line_chosen.connect(lambda line: self.chosen.emit(line.quotes if line else ()))

    @property
    def brief(self) -> Brief | None:
        """The one on the screen."""
        return self._brief

    def show_ticket(self, opened: OpenTicket | None) -> None:
        """Another ticket's brief, or this one's as it is now; its place is kept where it says the same."""
        brief = opened.brief if opened else None
        changes = opened.brief_changes if opened else ()
        same = brief is not None and self._brief is not None and brief.ticket == self._brief.ticket
        if same and brief and self._brief and brief.sections == self._brief.sections:
            self._brief = brief
            self._say()
            return
        self._brief, self._changes = brief, changes
        self.list.show_brief(brief, changes, now=self._clock(), keep_place=same)
        self._say()

    def _say(self) -> None:
        brief = self._brief
        if brief is not None:
            version = f"Version {brief.version}" if brief.version else "Made just now"
            self.made.setText(f"{version}, as of {ago(brief.as_of, now=self._clock())} ago.")
        words = changed_words(self._changes)
        self.changed.setText(words)
        self.changed.setVisible(bool(words))

    def _lay_out(self, actions: tuple[QAction, ...]) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.SMALL)
        head.setSpacing(Space.TIGHT)
        row = QHBoxLayout()
        row.setSpacing(Space.TIGHT)
        row.addWidget(label("Brief", TextRole.TITLE), 1)
        for action in actions:
            row.addWidget(ActionButton(action, ButtonKind.ICON))
        head.addLayout(row)
        head.addWidget(self.made)
        head.addWidget(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)


class BriefList(QListView):
    """Arrow keys go from line to line; each shows its words in the conversation."""

    line_chosen = Signal(object)  # a Line, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = BriefModel(self)
        self.setModel(self._model)
        self.setItemDelegate(BriefDelegate(self))
        self.setObjectName("brief")
        self.setAccessibleName("Brief, line by line")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._model.lines

    def show_brief(
        self, brief: Brief | None, changes: tuple[BriefChange, ...], *, now: datetime, keep_place: bool
    ) -> None:
        place, row = self.verticalScrollBar().value(), self.currentIndex().row()
        self._model.show_brief(brief, changes, now=now)
        if keep_place:
            self.doItemsLayout()
            self.verticalScrollBar().setValue(place)
            if row >= 0:
                self.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard needs somewhere to start from."""
        super().focusInEvent(event)
        if not self.selectedIndexes() and self._model.rowCount() > 1:
            self.setCurrentIndex(self._model.index(1, 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedIndexes()
        self.line_chosen.emit(self._model.lines[rows[0].row()] if rows else None)


def changed_words(changes: tuple[BriefChange, ...]) -> str:
    """What changed since this person read it: how much, and what is gone, which no line can show."""
    if not changes:
        return ""
    count = f"{len(changes)} change{'s' if len(changes) > 1 else ''} since you read it."
    gone = [each.words for each in changes if each.kind is ChangeKind.GONE]
    return " ".join([count, *(f"{each}." for each in gone[:3])])


def problem_words(brief: Brief | None) -> str:
    """The one line of a brief that is shown while it is closed."""
    if brief is None:
        return ""
    section = brief.section(Slot.PROBLEM)
    return " ".join(section.items[0].words.split()) if section.items else f"Missing: {section.missing}."
