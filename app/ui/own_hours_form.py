"""Your hours: when you are there, when you work, how much you take; and what colleagues say of theirs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QVBoxLayout, QWidget

from app.domain.own_hours import Everybody, Standing, Word
from app.ui.background import Background
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import begin_form
from app.ui.hours_words import load_words, now_words, shift_words, source_words
from app.ui.labels import TextRole, label, paragraph
from app.ui.listed_form import ResultLine, SlowDeeds
from app.ui.own_hours_fields import HoursFields
from app.ui.theme import Space
from app.ui.tree_row import tree_row

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

SIZE = (760, 600)
COLUMNS = ("Who", "Now", "Open", "Shift", "Said by")
ABOUT = (
    "Suggestions and offers go by this from now on, on every console and worker of your team. What you leave to the "
    "helpdesk is as it says. Who sent you a ticket before keeps waiting for your answer."
)
AWAY = (
    "Your team's store cannot be reached: people are shown as they were known last. What you say is kept on this "
    "machine, and counts on every console and worker of your team once the store answers."
)
STRANGER = (
    "The helpdesk knows nobody of your name, so that nothing can be suggested for you or offered to you. What you say "
    "here counts once it does."
)


class OwnHoursForm(QDialog):
    """Opened with what was read; saving is done in the background and closes it."""

    said = Signal(Word)

    def __init__(
        self,
        console: "Console",
        background: Background,
        everybody: Everybody,
        parent: QWidget | None = None,
        *,
        zones: Sequence[str],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._console = console
        mine = next((each for each in everybody.people if each.agent.answers_to(console.person)), None)
        begin_form(self, "Your hours", size=SIZE)
        self.fields = HoursFields(mine, zones=zones, clock=clock)
        self.team = _team(everybody.people, now=clock())
        self._result = ResultLine()
        self._result.clear()
        self.save_button = push_button("Save", ButtonKind.PRIMARY)
        self.save_button.setDefault(True)
        self._cancel = push_button("Cancel")
        self._slow = SlowDeeds(self, background, self._result, (self.save_button,))
        self._lay_out(AWAY if everybody.away else ABOUT if mine is not None else STRANGER)
        self.fields.edited.connect(self._result.clear)
        self.save_button.clicked.connect(self.save)
        self._cancel.clicked.connect(self.reject)
        self.fields.setFocus()

    @property
    def result_words(self) -> str:
        """What the last try to save came to."""
        return self._result.words

    def save(self) -> None:
        wanted = self.fields.said()
        self._result.say("Saving…", "refresh-cw", "muted")
        self._slow.run(
            "save your hours",
            lambda: self._console.hours.say(
                away=wanted.away,
                until=wanted.until,
                here_until=wanted.here_until,
                reason=wanted.reason,
                shift=wanted.shift,
                capacity=wanted.capacity,
            ),
            self._saved,
        )

    def _saved(self, word: Word) -> None:
        self.said.emit(word)
        self.accept()

    def _lay_out(self, about: str) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self._result, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(paragraph(about, TextRole.MUTED))
        layout.addWidget(self.fields)
        layout.addWidget(label("Everybody", TextRole.HEADING))
        layout.addWidget(self.team, 1)
        layout.addLayout(foot)


def _team(everybody: Sequence[Standing], *, now: datetime) -> QTreeWidget:
    """Who is there, and whose word that is."""
    table = QTreeWidget()
    table.setAccessibleName("Everybody's hours")
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setHeaderLabels(COLUMNS)
    for each in everybody:
        words = (
            each.agent.name,
            now_words(each.agent, now=now),
            load_words(each),
            shift_words(each.agent.shift),
            source_words(each, now=now),
        )
        table.addTopLevelItem(tree_row(*words))
    for column in range(len(COLUMNS)):
        table.resizeColumnToContents(column)
    return table
