"""What is asked of a person in one sentence, with all that speaks for and against it, and what can be done."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.consult import Consult
from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.opened import OpenTicket
from app.ui.actions import ActionName
from app.ui.controls import ActionButton, ButtonKind
from app.ui.handoff_words import (
    after_words,
    is_overload,
    is_pressing,
    left_words,
    speak_verb,
    state_words,
    title_words,
    why_you_words,
)
from app.ui.icons import IconLabel
from app.ui.labels import TextRole, paragraph
from app.ui.theme import Space

QUESTIONS = (
    "1 of 2: was handing it over necessary? No means that the sender could have solved it.",
    "2 of 2: was all that you needed in the brief?",
)
_BUTTONS = (
    (ActionName.ACCEPT_OFFER, ButtonKind.PRIMARY, "Accept"),
    (ActionName.DECLINE_OFFER, ButtonKind.PLAIN, ""),
    (ActionName.SAY_YES, ButtonKind.PLAIN, ""),
    (ActionName.SAY_NO, ButtonKind.PLAIN, ""),
    (ActionName.SAY_UNKNOWN, ButtonKind.PLAIN, ""),
    (ActionName.SPEAK, ButtonKind.PLAIN, ""),
    (ActionName.TAKE_OFFER_BACK, ButtonKind.PLAIN, ""),
    (ActionName.SHOW_TICKET, ButtonKind.ICON, ""),
)
RECEIVING = frozenset({ActionName.ACCEPT_OFFER, ActionName.DECLINE_OFFER})
SAYING = frozenset({ActionName.SAY_YES, ActionName.SAY_NO, ActionName.SAY_UNKNOWN})


class HandoffHead(QFrame):
    """Renewed once a second, as time runs out."""

    def __init__(
        self,
        actions: Mapping[ActionName, QAction],
        parent: QWidget | None = None,
        *,
        me: str,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._me = me
        self._clock = clock
        self._handoff: Handoff | None = None
        self.setObjectName("header")
        self.setAccessibleName("What is asked of you")
        self.title = paragraph("", TextRole.HEADING)
        self.state = paragraph()
        self._sign = IconLabel("triangle-alert", "caution")
        self.after = paragraph()
        self.note = paragraph()
        self.why = paragraph("", TextRole.SMALL_MUTED)
        self.question = paragraph()
        self._actions = actions
        self.buttons = {name: ActionButton(actions[name], kind, short=short) for name, kind, short in _BUTTONS}
        for button in self.buttons.values():
            button.hide()  # or the head would ask for room for all of them
        self._lay_out()

    def show_handoff(self, handoff: Handoff | None, opened: OpenTicket | None, *, question: int) -> None:
        """`question` is the one of the two that is to be answered next, for what is over."""
        self._handoff = handoff
        if handoff is None:
            return
        transfer = handoff.transfer
        self.title.setText(title_words(handoff))
        note = f"“{transfer.note}”" if transfer and transfer.note else ""
        _say(self.note, note if handoff.kind is not HandoffKind.SENT else note and f"Your note: {note}")
        _say(self.why, why_you_words(handoff, opened))
        _say(self.question, QUESTIONS[question] if handoff.kind is HandoffKind.OVER else "")
        self._actions[ActionName.SPEAK].setText(speak_verb(handoff).partition(" ")[0])
        self._actions[ActionName.TAKE_OFFER_BACK].setText(
            "Close the question" if isinstance(handoff.matter, Consult) else "Take the offer back"
        )
        for name, button in self.buttons.items():
            button.setVisible(_offered(name, handoff))
        self.tick()

    def tick(self) -> None:
        handoff = self._handoff
        if handoff is None:
            return
        now, offered = self._clock(), handoff.kind is HandoffKind.OFFERED
        after = after_words(handoff.me) if offered else ""
        state = state_words(handoff, me=self._me)
        parts = [state if state != after else "", left_words(handoff, now=now) if handoff.matter.is_open else ""]
        words = ", ".join(each for each in parts if each)
        if offered:
            words += f", then it stays with {handoff.colleague}"
        _say(self.state, f"{words[:1].upper()}{words[1:]}." if words else "")
        _say(self.after, f"{after}." if after else "")
        self._sign.setVisible(offered and is_overload(handoff.me))
        self.setAccessibleDescription(f"{self.title.text()}. {self.state.text()} {self.after.text()}")
        pressing = is_pressing(handoff, now=now)
        self.state.setProperty("role", "wrong" if pressing else "body")
        self.state.style().polish(self.state)

    def _lay_out(self) -> None:
        load = QHBoxLayout()
        load.setSpacing(Space.TIGHT)
        load.addWidget(self._sign)
        load.addWidget(self.after, 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(Space.SMALL)
        for name, button in self.buttons.items():
            if name is not ActionName.SHOW_TICKET:
                deeds.addWidget(button)
        deeds.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.TIGHT)
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self.title, 1)
        top.addWidget(self.buttons[ActionName.SHOW_TICKET], 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        layout.addWidget(self.state)
        layout.addLayout(load)
        for each in (self.note, self.why, self.question):
            layout.addWidget(each)
        layout.addSpacing(Space.TIGHT)
        layout.addLayout(deeds)


def _offered(name: ActionName, handoff: Handoff) -> bool:
    """Whether a deed makes sense here at all; whether it can be done just now its action knows."""
    if name in RECEIVING:
        return handoff.kind is HandoffKind.OFFERED
    if name in SAYING:
        return handoff.kind is HandoffKind.OVER
    if name is ActionName.SPEAK:
        return handoff.can_speak
    if name is ActionName.TAKE_OFFER_BACK:
        return handoff.can_withdraw
    return True


def _say(where: QLabel, words: str) -> None:
    where.setText(words)
    where.setVisible(bool(words))
