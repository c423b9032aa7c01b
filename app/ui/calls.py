"""Calls a person who is at another program: offers, private questions and answers, and work for certified people."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.calls import Call
from app.ui.asking import Asking
from app.ui.background import Background
from app.ui.call_words import call_text, call_title, many_words
from app.ui.desktop import Desktop
from app.ui.notice import Notice, Tone, notice_of

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.call_desk import Called
    from app.service.console import Console

TOPIC = "calls"


class Calls(QObject):
    """Takes each call once. Where the desktop has no place for it, the window says what a colleague wants."""

    noticed = Signal(Notice)

    def __init__(
        self,
        console: "Console",
        background: Background,
        desktop: Desktop,
        parent: QObject | None = None,
        *,
        shown: Callable[[Call], bool] = lambda _call: False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`shown` is whether the person has before their eyes what a call is about."""
        super().__init__(parent)
        self._console = console
        self._desktop = desktop
        self._shown = shown
        self._clock = clock
        self._asking = Asking(background, self)

    @property
    def busy(self) -> bool:
        return self._asking.busy

    def look(self) -> None:
        """Something in the store has changed: see whether somebody is to be called for it."""
        self._asking.run(self._console.calls.take, done=self._show, failed=self._failed)

    def _show(self, found: tuple["Called", ...]) -> None:
        unseen = [each for each in found if not self._shown(each.call)]
        for each in unseen:
            if each.call.from_colleague:
                self._tell(each.call, each.subject)
        self._tell_certified([each for each in unseen if not each.call.from_colleague])

    def _tell(self, call: Call, subject: str) -> None:
        title, text = call_title(call), call_text(call, subject, now=self._clock())
        if self._desktop.can_call:
            self._desktop.call(title, text, call)
        else:
            self.noticed.emit(Notice(f"call {call.id}", f"{title.partition(': ')[2]}. {text}", Tone.INFO))

    def _tell_certified(self, found: Sequence["Called"]) -> None:
        """Without a tray the queue shows them at its top, and says it well enough."""
        if len(found) == 1:
            call = found[0].call
            self._desktop.call(call_title(call), call_text(call, found[0].subject, now=self._clock()), call)
        elif found:
            self._desktop.call(*many_words([each.call for each in found]), found[0].call)

    def _failed(self, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=TOPIC, doing="look for what colleagues want of you"))
