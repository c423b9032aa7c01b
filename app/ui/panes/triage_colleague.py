"""To whom a ticket is offered, or who is asked about it: groups, their people ranked, and what to tell them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.opened import OpenTicket
from app.domain.routing import Candidate, DeskChoice, Destination
from app.ui.controls import ButtonKind, push_button
from app.ui.dialog_layout import lay_out_dialog
from app.ui.labels import TextRole, label, paragraph
from app.ui.panes.triage_people_picker import PeoplePicker
from app.ui.theme import Space

PAUSE = 400  # milliseconds in typing, after which the text is saved
LINES = 3  # in sight; more are scrolled
WAITS = (15, 30, 60, 240, 1440)  # minutes


@dataclass(frozen=True, slots=True)
class Wording:
    """What the two dialogs say differently. `needs_text` is said where one cannot do without a text."""

    title: str
    confirm: str
    placeholder: str
    field: str
    needs_text: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who was chosen, and what they are told; `waits` is None where the offer waits as long as is set."""

    to: Destination
    text: str
    waits: timedelta | None = None


TRANSFER = Wording("Warm transfer", "Offer", "What should they know? It goes along with the offer", "Note")
CONSULT = Wording("Consult", "Ask", "What do you want to know?", "Question", needs_text="A question is needed.")


class ColleagueDialog(QDialog):
    """Group at the left, person at the right, text below. Control and Return sends; Return in a list goes on."""

    chosen = Signal(Chosen)
    paused = Signal(str)  # typing has paused: the text, to be saved

    def __init__(
        self,
        wording: Wording,
        opened: OpenTicket,
        desks: Sequence[DeskChoice],
        *,
        text: str = "",
        me: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ticket = opened.snapshot.ticket
        self._wording = wording
        self.setWindowTitle(f"{wording.title} #{ticket.number}")
        self.setModal(True)
        self.resize(660, 520)
        suggestion = opened.triage.suggestion if opened.triage else None
        first = suggestion.destination if suggestion and suggestion.escalate else None
        self.picker = PeoplePicker(desks, first=first, me=me)
        self.field = QPlainTextEdit(text)
        self.field.setPlaceholderText(wording.placeholder)
        self.field.setAccessibleName(wording.field)
        self.field.setAccessibleDescription("Saved as you type. Control and Return sends it.")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * LINES + 2 * Space.MEDIUM)
        self.waits: QComboBox | None = None
        self._below = QVBoxLayout()
        self._brief = paragraph("", TextRole.SMALL_MUTED)
        self._says = label("", TextRole.SMALL_MUTED)
        self._says.setWordWrap(True)
        self.confirm = push_button(f"{wording.confirm}   Ctrl+Return", ButtonKind.PRIMARY)
        self._cancel = push_button("Cancel")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._lay_out(ticket.subject)
        self._connect()
        self._check()
        self.picker.groups.setFocus()

    @property
    def groups(self) -> QListWidget:
        return self.picker.groups

    @property
    def people(self) -> QListWidget:
        return self.picker.people

    @property
    def said(self) -> str:
        """What pressing the button would do, or what is missing."""
        return self._says.text()

    @property
    def brief(self) -> str:
        """What is said of the brief that goes along."""
        return self._brief.text()

    def offer_waits(self, usual: timedelta) -> None:
        """Let the person choose how long the offer waits for an answer."""
        minutes = sorted({*WAITS, usual // timedelta(minutes=1)})
        self.waits = QComboBox()
        self.waits.setAccessibleName("How long the offer waits for an answer")
        for each in minutes:
            self.waits.addItem(f"Waits {wait_words(each)}", each)
        self.waits.setCurrentIndex(minutes.index(usual // timedelta(minutes=1)))
        self._below.addWidget(self.waits, 0, Qt.AlignmentFlag.AlignLeft)

    def show_brief(self, words: str) -> None:
        """What they will read first."""
        self._brief.setText(words)
        self._below.addWidget(self._brief)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in a list goes on to the next field and sends nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """However it closes, what was typed is handed over first."""
        self._pause()
        super().done(result)

    def _check(self) -> None:
        missing = self._wording.needs_text if not self.field.toPlainText().strip() else ""
        missing = missing or ("" if self.picker.destination() else "There is nobody to choose.")
        self.confirm.setEnabled(not missing)
        self._says.setText(missing or self._consequence(self.picker.candidate()))

    def _consequence(self, candidate: Candidate | None) -> str:
        if self._wording is CONSULT:
            return "The ticket stays where it is; nothing is written to the helpdesk."
        if candidate is None:
            return "Anyone in the group can accept. The ticket stays yours until then."
        warning = f", who is {candidate.why_not}" if candidate.why_not else ""
        return f"Accepting puts {candidate.consequence}{warning}. The ticket stays yours until then."

    def _confirm(self) -> None:
        to = self.picker.destination()
        if self.confirm.isEnabled() and to is not None:
            waits = timedelta(minutes=int(self.waits.currentData())) if self.waits else None
            self._pause()
            self.chosen.emit(Chosen(to, self.field.toPlainText().strip(), waits))
            self.accept()

    def _typed(self) -> None:
        self._timer.start()
        self._check()

    def _pause(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.paused.emit(self.field.toPlainText())

    def _connect(self) -> None:
        self.picker.chosen.connect(self._check)
        self.field.textChanged.connect(self._typed)
        self._timer.timeout.connect(lambda: self.paused.emit(self.field.toPlainText()))
        self.confirm.clicked.connect(self._confirm)
        self._cancel.clicked.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._confirm)

    def _lay_out(self, subject: str) -> None:
        lay_out_dialog(
            self,
            subject,
            self.picker,
            self.field,
            self._below,
            growing=self.picker,
            says=self._says,
            cancel=self._cancel,
            confirm=self.confirm,
        )


def wait_words(minutes: int) -> str:
    """ "30 minutes", "4 hours", "a day"."""
    if minutes % 1440 == 0:
        return "a day" if minutes == 1440 else f"{minutes // 1440} days"
    if minutes % 60 == 0:
        return "an hour" if minutes == 60 else f"{minutes // 60} hours"
    return f"{minutes} minutes"
