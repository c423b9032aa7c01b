"""Says what rules did by themselves: on the desktop to whom it concerns, in the window to whoever sits there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.alerts import Alert, AlertKind
from app.ui.actions import ActionName, key_words
from app.ui.alert_words import call_words, move_words, moved_words, stuck_words, title_words, told_words
from app.ui.asking import Asking
from app.ui.background import Background
from app.ui.desktop import Desktop
from app.ui.notice import Notice, Tone, notice_of

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.alert_desk import Announced
    from app.service.console import Console

MOVED = "moved by rules"  # topics of notices
STUCK = "nobody can take"
TROUBLE = "alerts"


class Alerts(QObject):
    """Takes each alert once.

    Moves that were not dismissed stay in one notice, which grows, and so do tickets that nobody can take.
    """

    noticed = Signal(Notice)

    def __init__(
        self, console: "Console", background: Background, desktop: Desktop, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._desktop = desktop
        self._asking = Asking(background, self)
        self._moves: list[Alert] = []  # newest first
        self._stuck: list[Alert] = []

    def look(self) -> None:
        """Something in the store has changed: see whether it is an alert."""
        self._asking.run(self._console.alerts.take, done=self._show, failed=self._failed)

    def dismiss(self, notice: Notice) -> None:
        """The person has read what was moved, or what nobody can take."""
        if notice.topic == MOVED:
            self._moves.clear()
        elif notice.topic == STUCK:
            self._stuck.clear()

    def _show(self, found: tuple["Announced", ...]) -> None:
        for each in found:
            if each.alert.kind is AlertKind.NOBODY:
                continue
            if each.called and self._desktop.can_call:
                words = title_words(each.alert), call_words(each.alert, each.subject)
                self._desktop.call(*words, each.alert.ticket)
            if each.alert.kind is AlertKind.CAME_BACK:  # whoever misses the call must find it in the window
                self.noticed.emit(Notice(each.alert.id, call_words(each.alert), Tone.WARNING))
            elif each.called and each.alert.kind is not AlertKind.MOVED and not self._desktop.can_call:
                self.noticed.emit(Notice(each.alert.id, told_words(each.alert, each.subject), Tone.WARNING))
        self._show_stuck([each for each in found if each.called and each.alert.kind is AlertKind.NOBODY])
        moved = [each.alert for each in found if each.alert.kind is AlertKind.MOVED]
        if moved:
            self._moves = [*reversed(moved), *self._moves]
            details = "\n".join(map(move_words, self._moves))
            text = moved_words(self._moves, key=key_words(ActionName.PUT_BACK))
            self.noticed.emit(Notice(MOVED, text, Tone.WARNING, details=details))

    def _show_stuck(self, found: Sequence["Announced"]) -> None:
        """A desk that is full is full for many tickets at once: they are told together."""
        if not found:
            return
        first = found[0]
        if self._desktop.can_call:
            words = stuck_words([each.alert for each in found], first.subject)
            self._desktop.call(title_words(first.alert), words, first.alert.ticket)
            return
        self._stuck = [*(each.alert for each in reversed(found)), *self._stuck]
        details = "\n".join(map(call_words, self._stuck))
        self.noticed.emit(Notice(STUCK, stuck_words(self._stuck), Tone.WARNING, details=details))

    def _failed(self, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=TROUBLE, doing="look for what rules did"))
