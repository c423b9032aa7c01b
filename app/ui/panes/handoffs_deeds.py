"""Does what a person says to a handoff: accepts, declines, takes back, and answers how it went."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.consult import Consult
from app.domain.decisions import Decision
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.handoffs import Feedback
from app.domain.transfer import Transfer, TransferId
from app.ui.background import Background
from app.ui.handoff_words import number_words, subject_words
from app.ui.notice import Notice, Tone, notice_of
from app.ui.overlay import open_dialog
from app.ui.panes.handoffs_decline import DeclineDialog
from app.ui.unsent_texts import UnsentTexts

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

TOPIC = "handoff"
_SAID = {True: "yes", False: "no", None: "cannot tell"}


class HandoffDeeds(QObject):
    """One deed at a time; each ends with `done`, whatever came of it."""

    decided = Signal(Decision)
    arranged = Signal(object)  # a declined Transfer; the window offers to take that back
    began = Signal()
    done = Signal()  # what is shown is from before
    asked_on = Signal()  # the next of the two questions
    noticed = Signal(Notice)

    def __init__(self, console: "Console", background: Background, unsent: UnsentTexts, pane: QWidget) -> None:
        super().__init__(pane)
        self._console = console
        self._background = background
        self.unsent = unsent
        self._pane = pane
        self._necessary: tuple[str, bool | None] | None = None  # the handoff, and the first answer
        self.busy = False

    def question(self, handoff: Handoff | None) -> int:
        """Which of the two questions is next."""
        return int(handoff is not None and self._necessary is not None and self._necessary[0] == handoff.id)

    def accept(self, handoff: Handoff) -> None:
        if (transfer := _offer_of(handoff)) is not None:
            self._run(partial(self._console.transfers.accept, transfer.id), "accept the offer", self.decided.emit)

    def decline(self, handoff: Handoff) -> None:
        """Ask why, with what was typed before."""
        if (transfer := _offer_of(handoff)) is not None:
            self._background.run(
                self,
                lambda: self.unsent.text(f"decline {transfer.id}"),
                done=partial(self._ask_why, transfer, subject_words(handoff)),
                failed=partial(self._failed, "read what you typed before"),
            )

    def take_back(self, handoff: Handoff) -> None:
        """Withdraw one's offer, or close one's question."""
        if not handoff.can_withdraw:
            return
        matter, number = handoff.matter, number_words(handoff)
        if isinstance(matter, Consult):
            self._run(partial(self._console.consults.close, matter.id), "close the question", _nothing)
        else:
            words = f"Taken back: {number} is no longer offered to {matter.receiver}."
            self._run(partial(self._console.transfers.withdraw, matter.id), "take the offer back", self._tells(words))

    def say(self, handoff: Handoff, answer: bool | None) -> None:  # noqa: FBT001 - yes, no, or cannot tell
        """Answer the question at hand; with the second answer both are kept."""
        transfer = handoff.transfer
        if transfer is None or handoff.kind is not HandoffKind.OVER:
            return
        if self._necessary is None or self._necessary[0] != handoff.id:
            self._necessary = (handoff.id, answer)
            self.asked_on.emit()
            return
        necessary, self._necessary = self._necessary[1], None

        def give() -> Feedback:
            return self._console.transfers.give_feedback(transfer.id, necessary=necessary, complete=answer)

        words = (
            f"Noted of {number_words(handoff)}: necessary, {_SAID[necessary]}; "
            f"brief complete, {_SAID[answer]}. Thank you."
        )
        self._run(give, "note what you said", self._tells(words))

    def _ask_why(self, transfer: Transfer, subject: str, text: str) -> None:
        dialog = DeclineDialog(transfer, subject, text=text, parent=self._pane)
        dialog.paused.connect(partial(self._keep, transfer.id))
        dialog.declined.connect(partial(self._decline, transfer))
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def _decline(self, transfer: Transfer, reason: str) -> None:
        def decline() -> Transfer:
            return self.unsent.send(lambda: self._console.transfers.decline(transfer.id, reason))

        self._run(decline, "decline the offer", self.arranged.emit)

    def _keep(self, transfer: TransferId, text: str) -> None:
        self.unsent.keep(f"decline {transfer}", text)
        self._background.run(self, self.unsent.save, done=_nothing, failed=partial(self._failed, "save what you typed"))

    def _run(self, work: Callable[[], object], doing: str, done: Callable[..., None]) -> None:
        def ended(result: object) -> None:
            self.busy = False
            done(result)
            self.done.emit()

        self.busy = True
        self.began.emit()
        self._background.run(self, work, done=ended, failed=partial(self._failed, doing))

    def _tells(self, words: str) -> Callable[[object], None]:
        return lambda _result: self.noticed.emit(Notice(TOPIC, words, Tone.INFO))

    def _failed(self, doing: str, error: Exception) -> None:
        self.busy = False
        self.noticed.emit(notice_of(error, topic=f"could not {doing}", doing=doing))
        self.done.emit()


def _offer_of(handoff: Handoff) -> Transfer | None:
    """The offer to this person; None where it is anything else."""
    return handoff.transfer if handoff.kind is HandoffKind.OFFERED else None


def _nothing(_result: object) -> None:
    """It is seen in the list."""
