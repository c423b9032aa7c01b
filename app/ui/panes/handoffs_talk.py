"""What the two ends of a handoff say to each other in private, and where one writes; what is typed is kept."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.consult import Consult
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.transfer import Transfer
from app.ui.background import Background
from app.ui.handoff_words import said_words, speak_verb
from app.ui.labels import TextRole, paragraph
from app.ui.notice import Notice, notice_of
from app.ui.panes.triage_composer import Composer
from app.ui.theme import Space
from app.ui.unsent_texts import UnsentTexts

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

MOST_LINES = 7  # of the thread in sight; more are scrolled


class TalkPanel(QFrame):
    """The thread, newest at the bottom, and below it the field; nothing of it where nothing can be said."""

    def __init__(self, send: QAction, parent: QWidget | None = None, *, me: str, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._me = me
        self._clock = clock
        self.setObjectName("foot")
        self.heading = paragraph("", TextRole.SMALL_MUTED)
        self.heading.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, 0)
        self.said = QPlainTextEdit()
        self.said.setReadOnly(True)
        self.said.setObjectName("plain")
        self.said.setFrameShape(QFrame.Shape.NoFrame)
        self.said.setTabChangesFocus(True)
        self.said.setAccessibleName("Said in private")
        self.composer = Composer(send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        inside = QVBoxLayout()
        inside.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        inside.addWidget(self.said)
        layout.addWidget(self.heading)
        layout.addLayout(inside)
        layout.addWidget(self.composer)

    def show_thread(self, handoff: Handoff) -> None:
        words = said_words(handoff.thread, me=self._me, now=self._clock())
        if self.said.toPlainText() != words:
            self.said.setPlainText(words)
            self.said.moveCursor(QTextCursor.MoveOperation.End)
        self.said.setVisible(bool(words))
        self._fit()
        self.heading.setText(f"Between you and {handoff.colleague}; never written to the helpdesk")
        self.composer.setVisible(handoff.can_speak)
        self.setVisible(bool(words) or handoff.can_speak)
        words = f"{speak_verb(handoff)} {handoff.colleague}"
        self.composer.field.setPlaceholderText(f"{words} in private")
        self.composer.field.setAccessibleName(words)
        self.composer.field.setAccessibleDescription("Saved as you type. Control and Return sends it.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As tall as what was said, up to a third of a screen; Qt measures plain text in lines."""
        wanted = round(self.said.document().size().height())
        lines = self.said.fontMetrics().lineSpacing() * min(max(wanted, 1), MOST_LINES)
        self.said.setFixedHeight(lines + 2 * Space.SMALL)


class Talking(QObject):
    """Whose words are in the field, and where they have got to. Nothing typed is lost when any of it fails."""

    sent = Signal()
    noticed = Signal(Notice)

    def __init__(
        self,
        console: "Console",
        background: Background,
        panel: TalkPanel,
        unsent: UnsentTexts,
        send: QAction,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._panel = panel
        self._unsent = unsent
        self._send = send
        self._handoff: Handoff | None = None
        panel.composer.paused.connect(self._save)

    def show_handoff(self, handoff: Handoff | None, text: str) -> None:
        """Another handoff with what was typed for it; for the same one, what is being typed stays."""
        before = self._handoff
        if handoff is None or before is None or subject_of(before) != subject_of(handoff):
            self._panel.composer.pause()  # what was typed for the one before is kept as its own
            self._panel.composer.show_draft(text)
        self._handoff = handoff
        if handoff is None or not handoff.can_speak:
            self._send.setEnabled(False)
        if handoff is not None:
            self._panel.show_thread(handoff)

    def settle(self) -> None:
        """Start saving whatever is not in the store yet."""
        self._panel.composer.pause()
        self._start_saving()

    def send(self) -> None:
        """Send what is written; it stays in the field until it is safe."""
        handoff, text = self._handoff, self._panel.composer.text
        if handoff is None or not handoff.can_speak or not text.strip():
            return
        self._panel.composer.pause()
        self._send.setEnabled(False)
        self._panel.composer.say("Sending…")
        self._background.run(
            self,
            lambda: self._unsent.send(lambda: _say(self._console, handoff, text)),
            done=partial(self._was_sent, handoff, text),
            failed=partial(self._not_sent, handoff),
        )

    def _save(self, text: str) -> None:
        if self._handoff is not None:
            self._unsent.keep(subject_of(self._handoff), text)
            self._start_saving()

    def _start_saving(self) -> None:
        self._background.run(self, self._unsent.save, done=lambda _none: None, failed=self._not_saved)

    def _was_sent(self, handoff: Handoff, text: str, _made: Transfer | Consult) -> None:
        composer = self._panel.composer
        if self._handoff is not None and self._handoff.id == handoff.id and composer.text == text:
            composer.show_draft("")
            composer.say("Sent")
        self.sent.emit()

    def _not_sent(self, handoff: Handoff, error: Exception) -> None:
        if self._handoff is not None and self._handoff.id == handoff.id:
            self._send.setEnabled(True)
            self._panel.composer.say("Not sent; the text is kept")
        self.noticed.emit(notice_of(error, topic="words not sent", doing=f"write to {handoff.colleague}"))
        self.sent.emit()

    def _not_saved(self, error: Exception) -> None:
        self._panel.composer.say("Not saved yet; it is tried again as you type")
        self.noticed.emit(notice_of(error, topic="draft not saved", doing="save what you typed"))


def subject_of(handoff: Handoff) -> str:
    """Under which subject the store keeps what is typed for it."""
    if isinstance(handoff.matter, Consult):
        return f"reply {handoff.id}"
    return f"answer {handoff.id}" if handoff.kind is HandoffKind.SENT else f"ask {handoff.id}"


def _say(console: "Console", handoff: Handoff, text: str) -> Transfer | Consult:
    matter = handoff.matter
    if isinstance(matter, Consult):
        return console.consults.reply(matter.id, text)
    if handoff.kind is HandoffKind.SENT:
        return console.transfers.answer(matter.id, text)
    return console.transfers.ask(matter.id, text)
