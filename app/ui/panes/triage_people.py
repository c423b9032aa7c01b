"""Who could take the ticket: the one recommended, the others, and why not."""

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.domain.routing import Candidate, Suggestion
from app.ui.icons import IconLabel
from app.ui.labels import ElidedLabel, TextRole, label
from app.ui.panes.triage_words import candidate_words, load_words, recommended
from app.ui.theme import Space

MOST = 8  # people; a group of more is not a group


class PeopleList(QWidget):
    """A line or two a person; nothing here is pressed, an override chooses someone else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Who could take it")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.SMALL)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._shown: Suggestion | None = None

    def show_suggestion(self, suggestion: Suggestion | None) -> None:
        if suggestion == self._shown:
            return
        self._shown = suggestion
        self._clear()
        if suggestion is None:
            return
        first = recommended(suggestion)
        for place, each in enumerate(suggestion.candidates[:MOST]):
            self._add(each, 2 * place, recommended=each == first)
        if len(suggestion.candidates) > MOST:
            more = f"and {len(suggestion.candidates) - MOST} more"
            self._grid.addWidget(label(more, TextRole.SMALL_MUTED), 2 * MOST, 1)

    def _add(self, candidate: Candidate, row: int, *, recommended: bool) -> None:
        fits = not candidate.why_not
        mark = IconLabel("arrow-up" if recommended else "check" if fits else "x", "accent" if recommended else "muted")
        mark.setAccessibleName("Recommended" if recommended else "Could take it" if fits else "Cannot take it now")
        name = ElidedLabel(candidate.agent.name, TextRole.BODY if fits else TextRole.MUTED)
        load = label(load_words(candidate), TextRole.SMALL_MUTED)
        load.setAccessibleName(f"{load_words(candidate)} tickets")
        why = ElidedLabel(candidate_words(candidate), TextRole.SMALL_MUTED)
        self._grid.addWidget(mark, row, 0)
        self._grid.addWidget(name, row, 1)
        self._grid.addWidget(load, row, 2)
        self._grid.addWidget(why, row + 1, 1, 1, 2)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
