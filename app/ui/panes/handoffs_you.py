"""The line above the offers: whether you are there, how much you have, and until when you work."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.own_hours import Standing
from app.ui.actions import ActionName, key_words
from app.ui.background import Background
from app.ui.controls import IconButton
from app.ui.hours_words import HOURS, you_words
from app.ui.labels import paragraph
from app.ui.notice import Notice, notice_of
from app.ui.theme import Space

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class YouLine(QFrame):
    """Read anew whenever something in the store has changed; the shift runs out by itself."""

    change_asked = Signal()
    noticed = Signal(Notice)

    def __init__(
        self,
        console: "Console",
        background: Background,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._clock = clock
        self._reading = background.latest(self)
        self._standing: Standing | None = None
        self._known = False
        self.setObjectName("header")
        self.words = paragraph()
        self.change = IconButton("clock", f"Your hours ({key_words(ActionName.OWN_HOURS)})")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self.change.clicked.connect(self.change_asked)

    def look(self) -> None:
        self._reading.run(self._console.hours.mine, done=self._show, failed=self._failed)

    def tick(self) -> None:
        if self._known:
            words = you_words(self._standing, now=self._clock())
            self.words.setText(words)
            self.words.setAccessibleName(words)

    def _show(self, standing: Standing | None) -> None:
        self._standing, self._known = standing, True
        self.tick()

    def _failed(self, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=HOURS, doing="read your hours"))
