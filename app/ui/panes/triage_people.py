"""Who could take the ticket: the one recommended and what speaks for them, the others, and why not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.routing import Candidate, Suggestion
from app.ui.labels import TextRole, label
from app.ui.panes.triage_person import PersonRow
from app.ui.panes.triage_words import recommended

MOST = 8  # people; a group of more is not a group


class PeopleList(QWidget):
    """A row a person. The arrow keys go through them; whoever is chosen is to take it in place of the recommended."""

    chosen = Signal(Candidate)
    went_to = Signal(PersonRow)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Who could take it")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._shown: Suggestion | None = None
        self.rows: list[PersonRow] = []

    def show_suggestion(self, suggestion: Suggestion | None) -> None:
        if suggestion == self._shown:
            return
        self._shown = suggestion
        self._clear()
        if suggestion is None:
            return
        first = recommended(suggestion)
        for each in suggestion.candidates[:MOST]:
            self._add(each, recommended=each == first)
        if len(suggestion.candidates) > MOST:
            self._column.addWidget(label(f"and {len(suggestion.candidates) - MOST} more", TextRole.SMALL_MUTED))

    def go_to_another(self) -> None:
        """Put the keyboard on the first one who is not recommended, or on the only one."""
        if self.rows:
            self.rows[min(1, len(self.rows) - 1)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a row leaves alone comes here."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        if not step or at is None:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(self.rows):
            self.rows[at + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, candidate: Candidate, *, recommended: bool) -> None:
        row = PersonRow(candidate, recommended=recommended)
        row.chosen.connect(self.chosen)
        row.went_to.connect(self._went_to_sender)
        self.rows.append(row)
        self._column.addWidget(row)

    def _went_to_sender(self) -> None:
        row = self.sender()
        if isinstance(row, PersonRow):
            self.went_to.emit(row)

    def _clear(self) -> None:
        self.rows = []
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
