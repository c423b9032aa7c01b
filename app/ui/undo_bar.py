"""What was just decided, and how many seconds are left to take it back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.decisions import Decision, DecisionKind
from app.domain.handoffs import Arranged
from app.domain.taught import Correction
from app.domain.tickets import number_of
from app.ui.arranged_words import arranged_words
from app.ui.controls import push_button
from app.ui.intent_words import correction_words
from app.ui.labels import TextRole, label
from app.ui.theme import Space

TICK = timedelta(seconds=1)
BRIEF = 24  # characters of a sentence: the bar covers nothing beside it

Undoable = Decision | Correction | Arranged


_VERBS = {
    DecisionKind.ACCEPT: "Accepted",
    DecisionKind.TRANSFER: "Taken over",
    DecisionKind.PUT_BACK: "Put back",
}


class UndoBar(QFrame):
    """Shows the newest decision that can still be undone; older ones come back once it is gone."""

    undo_asked = Signal(object)  # an Undoable
    availability_changed = Signal(bool)

    def __init__(
        self, parent: QWidget | None = None, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._decisions: list[Undoable] = []
        self.setObjectName("undo_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label()
        self._button = push_button("Undo")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it comes and goes; Ctrl+Z reaches it from anywhere
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.TIGHT, Space.SMALL, Space.TIGHT)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        layout.addWidget(label("Ctrl+Z", TextRole.KEY))
        self._timer = QTimer(self)
        self._timer.setInterval(TICK // timedelta(milliseconds=1))
        self._timer.timeout.connect(self.refresh)
        self._button.clicked.connect(self.undo)
        self.hide()

    @property
    def offered(self) -> Undoable | None:
        """The decision that undoing would take back now."""
        return self._decisions[-1] if self._decisions else None

    @property
    def text(self) -> str:
        """The whole line, as it is read out."""
        return f"{self._text.text()} — {self._button.text()}"

    def offer(self, decision: Undoable) -> None:
        self._decisions.append(decision)
        self.refresh()
        self.raise_()

    def undo(self) -> None:
        """Ask for the newest decision to be taken back; it is no longer offered."""
        if self._decisions:
            self.undo_asked.emit(self._decisions.pop())
            self.refresh()

    def refresh(self) -> None:
        """Count down; forget what can no longer be undone."""
        now = self._clock()
        self._decisions = [each for each in self._decisions if now < each.undoable_until]
        offered = self.offered
        if offered is None:
            self._timer.stop()
            self.hide()
        else:
            left = -(-(offered.undoable_until - now) // TICK)  # rounded up: it never says 0 s
            self._text.setText(undoable_words(offered))
            self._button.setText(f"Undo ({left} s)")
            self.setAccessibleName(self.text)
            self.adjustSize()
            self.show()
            if not self._timer.isActive():
                self._timer.start()
        self.availability_changed.emit(offered is not None)


def undoable_words(done: Undoable) -> str:
    """What was done, in a line."""
    if isinstance(done, Decision):
        return decision_words(done)
    if isinstance(done, Correction):
        return f"Corrected: {correction_words(done, length=BRIEF)}"
    return arranged_words(done)


def decision_words(decision: Decision) -> str:
    """ "Accepted: #1042 to Tier 2 Billing"."""
    number = number_of(decision.ticket)
    if decision.kind is DecisionKind.NOT_NEEDED:
        return f"Not needed: #{number} stays where it is"
    verb = _VERBS.get(decision.kind, "Overridden")
    return f"{verb}: #{number} " + (f"to {decision.destination.group}" if decision.destination else "stays")
