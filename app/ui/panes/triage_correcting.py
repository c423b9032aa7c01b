"""Lets the agent say that an intent is not in the words at hand, so that the models learn it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.domain.analysis import text_hash
from app.domain.opened import OpenTicket
from app.domain.score import Contribution
from app.domain.snapshot import Read, Snapshot, Span
from app.domain.taught import SECOND_THOUGHTS, Correction, intent_title
from app.ui.actions import BY_NAME, ActionName, key_words
from app.ui.background import Background
from app.ui.intent_words import quoted
from app.ui.notice import Notice, Tone, notice_of
from app.ui.tips import tip

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

TOPIC = "correction"


@dataclass(frozen=True, slots=True)
class Misreading:
    """A sentence in which an intent was read; `within` is the hash of the whole text."""

    intent: str
    text: str
    within: str


class Correcting(QObject):
    """Keeps the action at what the chosen evidence rests on; it rests where that is no intent."""

    corrected = Signal(Correction)
    noticed = Signal(Notice)

    def __init__(self, console: "Console", background: Background, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._action = action
        self._at_hand: Misreading | None = None
        self._said: dict[Misreading, Correction] = {}
        self.look_at(None, -1)

    def look_at(self, opened: OpenTicket | None, contribution: int, occurrence: int = 0) -> None:
        """This contribution is chosen now, and of its words those of this occurrence; -1 where none is."""
        found = opened.triage.score.contributions if opened and opened.triage else ()
        chosen = found[contribution] if opened and 0 <= contribution < len(found) else None
        self._at_hand = misreading(opened.snapshot, chosen, occurrence) if opened and chosen else None
        self._offer()

    def correct(self) -> None:
        """Record that the intent is not in the sentence at hand."""
        wrong = self._at_hand
        if wrong is None or wrong in self._said:
            return
        self._background.run(
            self,
            lambda: self._console.intents.correct(wrong.intent, wrong.text, within=wrong.within),
            done=lambda correction: self._corrected(wrong, correction),
            failed=lambda error: self.noticed.emit(notice_of(error, topic=TOPIC, doing="record the correction")),
        )

    def forget(self, correction: Correction) -> None:
        """It was taken back, so it can be said again."""
        self._said = {wrong: each for wrong, each in self._said.items() if each.id != correction.id}
        self._offer()

    def _corrected(self, wrong: Misreading, correction: Correction) -> None:
        self._said[wrong] = correction
        self._offer()
        self.corrected.emit(correction)
        self.noticed.emit(Notice(TOPIC, noted_words(wrong), Tone.INFO))

    def _offer(self) -> None:
        wrong, declared = self._at_hand, BY_NAME[ActionName.NOT_THIS]
        self._action.setEnabled(wrong is not None and wrong not in self._said)
        self._action.setText(f"This is not {intent_title(wrong.intent)}" if wrong else declared.text)
        words = declared.tip
        if wrong is not None:
            words = noted_words(wrong) if wrong in self._said else consequence_words(wrong)
        self._action.setStatusTip(words)
        self._action.setToolTip(tip(f"{words} ({key_words(ActionName.NOT_THIS)})"))


def consequence_words(wrong: Misreading) -> str:
    """What saying so does."""
    return (
        f"Teach the models that {quoted(wrong.text)} is not {intent_title(wrong.intent)}: messages are read again with "
        f"it, for the whole team. {key_words(ActionName.UNDO)} takes it back for {SECOND_THOUGHTS.seconds} seconds; "
        "later, Intents does."
    )


def noted_words(wrong: Misreading) -> str:
    """What having said so does."""
    return (
        f"Noted: {quoted(wrong.text)} is not {intent_title(wrong.intent)}. The models learn it in "
        f"{SECOND_THOUGHTS.seconds} seconds, and read messages again, open tickets first."
    )


def misreading(snapshot: Snapshot, contribution: Contribution, occurrence: int) -> Misreading | None:
    """The sentence that this occurrence of a contribution's evidence was read in; None where it rests on no intent."""
    found = [
        each
        for span in contribution.evidence
        for read in snapshot.thread
        if read.message.id == span.message and (each := _misread(read, span, contribution.intents)) is not None
    ]
    return found[occurrence % len(found)] if found else None


def _misread(read: Read, span: Span, intents: tuple[str, ...]) -> Misreading | None:
    place = (span.start, span.end)
    likely = [
        (found.probability, name)
        for name in intents
        if read.analysis and (found := read.analysis.intent(name)) is not None and place in found.spans
    ]
    text = read.message.text[span.start : span.end]
    return Misreading(max(likely)[1], text, text_hash(read.message)) if likely and text.strip() else None
