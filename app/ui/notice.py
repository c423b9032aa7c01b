"""The strip that says what went wrong, to what, and what to do. Never a dialog in the way."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.ui.controls import ButtonKind, IconButton, push_button
from app.ui.icons import IconLabel
from app.ui.labels import TextRole, label, paragraph
from app.ui.theme import Space

INFO_FOR = timedelta(seconds=8)  # good news goes by itself; trouble waits to be dismissed or mended
SHOWN = 3  # notices at once; more would leave no room for work


class Tone(StrEnum):
    """How much a notice matters; its icon and its words say so, colour only repeats it."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the agent. A later notice with the same `topic` replaces it; `details` are for copying."""

    topic: str
    text: str
    tone: Tone = Tone.ERROR
    details: str = ""


_ICONS = {
    Tone.INFO: ("info", "info", "Note"),
    Tone.WARNING: ("triangle-alert", "caution", "Warning"),
    Tone.ERROR: ("circle-alert", "bad", "Error"),
}


def notice_of(error: Exception, *, topic: str, doing: str) -> Notice:
    """What to say of an error while `doing` something ("open ticket 1042")."""
    if isinstance(error, WarmlineError):
        return Notice(topic, str(error))
    return Notice(topic, f"Could not {doing}: an unexpected error. It is in the log; its details can be copied.")


class NoticeStrip(QWidget):
    """The notices at hand, newest first. It takes no room while there are none."""

    dismissed = Signal(Notice)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notices")
        self._notices: dict[str, Notice] = {}
        self._rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._more = label("", TextRole.SMALL_MUTED)
        self._more.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.TIGHT)
        self._layout.addWidget(self._more)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Newest first."""
        return tuple(reversed(self._notices.values()))

    def tell(self, notice: Notice) -> None:
        """Show a notice, in the place of an earlier one on the same topic."""
        if self._notices.get(notice.topic) == notice:
            return
        self._notices.pop(notice.topic, None)
        self._notices[notice.topic] = notice
        self._rebuild()
        if notice.tone is Tone.INFO:
            QTimer.singleShot(INFO_FOR // timedelta(milliseconds=1), self, lambda: self._outlive(notice))

    def withdraw(self, topic: str) -> None:
        """The matter is over; nothing happens where it was not shown."""
        if self._notices.pop(topic, None) is not None:
            self._rebuild()

    def dismiss(self, notice: Notice) -> None:
        """The agent has read it."""
        self.withdraw(notice.topic)
        self.dismissed.emit(notice)

    def _outlive(self, notice: Notice) -> None:
        if self._notices.get(notice.topic) is notice:
            self.withdraw(notice.topic)

    def _rebuild(self) -> None:
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = self.notices[:SHOWN]
        self._rows = [self._row(notice) for notice in shown]
        for at, row in enumerate(self._rows):
            self._layout.insertWidget(at, row)
        hidden = len(self._notices) - len(shown)
        self._more.setText(f"and {hidden} more")
        self._more.setVisible(hidden > 0)
        self.setVisible(bool(shown))

    def _row(self, notice: Notice) -> QWidget:
        icon, tone, word = _ICONS[notice.tone]
        row = QFrame(self)
        row.setProperty("tone", tone)
        row.setAccessibleName(f"{word}: {notice.text}")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        mark = IconLabel(icon, tone)
        mark.setAccessibleName(word)
        text = paragraph(notice.text)
        layout.addWidget(mark)
        layout.addWidget(text, 1)
        if notice.details:
            copy = push_button("Copy details", ButtonKind.QUIET)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(notice.details))
            layout.addWidget(copy)
        dismiss = IconButton("x", "Dismiss")
        dismiss.clicked.connect(lambda: self.dismiss(notice))
        layout.addWidget(dismiss)
        return row
