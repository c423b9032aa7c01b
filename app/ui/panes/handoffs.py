"""Handoffs: what colleagues offer and ask, with the brief and the conversation, for the person who receives it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.handoff_shelf import Handoff, HandoffKind
from app.domain.health import Health
from app.domain.opened import OpenTicket
from app.domain.revision import Changed
from app.domain.tickets import TicketId
from app.domain.transfer import Transfer, TransferId
from app.ui.actions import ActionName, act
from app.ui.background import Background
from app.ui.handoff_words import gone_words
from app.ui.notice import Notice, Tone, notice_of
from app.ui.panes.base import Pane
from app.ui.panes.handoffs_deeds import HandoffDeeds
from app.ui.panes.handoffs_head import RECEIVING, SAYING
from app.ui.panes.handoffs_parts import HandoffsParts
from app.ui.panes.handoffs_talk import Talking, subject_of
from app.ui.panes.handoffs_you import YouLine
from app.ui.panes.triage_briefing import Briefing
from app.ui.panes.triage_thread import ShownMessage, thread_of
from app.ui.unsent_texts import UnsentTexts

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

LISTING = "read what colleagues offer you"


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What was read for the list: `gone` are offers that were in it and ended by others' doing."""

    handoffs: tuple[Handoff, ...]
    gone: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True)
class _Opened:
    """What was read for the chosen one; `text` is what was typed for it and not sent."""

    handoff: Handoff
    opened: OpenTicket | None
    thread: tuple[ShownMessage, ...]
    text: str


class HandoffsPane(Pane):
    """Shows what the console says of the chosen handoff. What is done with it is the deeds' business."""

    title: ClassVar[str] = "Handoffs"
    shown_by: ClassVar[ActionName | None] = ActionName.HANDOFFS

    def __init__(
        self,
        console: "Console",
        background: Background,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(console, background, parent)
        self._opened: _Opened | None = None
        self._wanted: TicketId | None = None  # to be chosen once it is there
        self._away = False  # the team's store was, when that was last looked at
        self._listing = background.latest(self)
        self._opening = background.latest(self)
        self._acts = self._make_actions()
        brief_actions = (
            act(self, ActionName.COPY_BRIEF, self.copy_brief),
            act(self, ActionName.SAVE_BRIEF, self.save_brief),
            act(self, ActionName.PRINT_BRIEF, self.print_brief),
        )
        you = YouLine(console, background, clock=clock)
        self.parts = HandoffsParts(self._acts, brief_actions, you=you, me=console.person, clock=clock)
        unsent = UnsentTexts(console)
        self.deeds = HandoffDeeds(console, background, unsent, self)
        self.talking = Talking(console, background, self.parts.talk, unsent, self._acts[ActionName.SEND_WORDS], self)
        self.briefing = Briefing(console, background, self.parts.brief, self.parts.reader, brief_actions, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)
        self._connect()
        self._offer()

    @property
    def handoff(self) -> Handoff | None:
        """The one on the screen, as it was read last; None until its ticket was read: nothing is done blindly."""
        chosen = self.parts.list.handoff
        return chosen if chosen and self._opened and self._opened.handoff.id == chosen.id else None

    def regions(self) -> tuple[QWidget, ...]:
        return (self.parts.list, self.parts.brief.list, self.parts.reader, self.parts.talk.composer.field)

    def current_ticket(self) -> TicketId | None:
        return self.handoff.ticket if self.handoff else None

    def open_ticket(self, ticket: TicketId) -> None:
        """Choose what is about this ticket, as soon as it is listed."""
        self._wanted = ticket
        self._choose_wanted()
        self._list()

    def refresh(self, changed: Changed) -> None:
        if self.isVisible():
            self.parts.you.look()
        if self.isVisible() and (changed.everything or changed.tickets):
            self._list()
            chosen = self.parts.list.handoff
            if chosen is not None and (changed.everything or chosen.ticket in changed.tickets):
                self._open(chosen)

    def show_health(self, health: Health) -> None:
        back, self._away = self._away and not health.away, health.away
        if back and self.isVisible():
            self._list()
        if self.isVisible():
            self.parts.list.tick()
            self.parts.head.tick()
            self.parts.you.tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.parts.you.look()
        self._list()

    def settle(self) -> None:
        self.talking.settle()

    def accept(self) -> None:
        self._do(self.deeds.accept)

    def decline(self) -> None:
        self._do(self.deeds.decline)

    def take_back(self) -> None:
        self._do(self.deeds.take_back)

    def speak(self) -> None:
        """Go to where one writes to the colleague."""
        self.parts.talk.composer.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send_words(self) -> None:
        self.talking.send()

    def say_yes(self) -> None:
        self._do(partial(self.deeds.say, answer=True))

    def say_no(self) -> None:
        self._do(partial(self.deeds.say, answer=False))

    def say_unknown(self) -> None:
        self._do(partial(self.deeds.say, answer=None))

    def show_ticket(self) -> None:
        """In Triage, with its score."""
        self._do(lambda handoff: self.ticket_asked.emit(handoff.ticket))

    def next_handoff(self) -> None:
        self.parts.list.step(+1)

    def previous_handoff(self) -> None:
        self.parts.list.step(-1)

    def copy_brief(self) -> None:
        self.briefing.copy()

    def save_brief(self) -> None:
        self.briefing.save()

    def print_brief(self) -> None:
        self.briefing.print_out()

    def _do(self, deed: Callable[[Handoff], None]) -> None:
        handoff = self.handoff
        if handoff is not None:
            deed(handoff)

    def _list(self) -> None:
        before = frozenset(
            each.transfer.id
            for each in self.parts.list.handoffs
            if each.kind is HandoffKind.OFFERED and each.transfer is not None
        )
        self._listing.run(
            lambda: _read_shelf(self.console, before),
            done=self._show_list,
            failed=partial(self._failed, LISTING),
        )

    def _show_list(self, shelf: _Shelf) -> None:
        self.mended.emit(_topic(LISTING))
        for each in shelf.gone:
            self.noticed.emit(Notice(f"offer {each.id}", gone_words(each), Tone.WARNING))
        self.parts.list.show_handoffs(shelf.handoffs)
        self._choose_wanted()
        self._wanted = None
        chosen = self.parts.list.handoff
        if chosen is not None and self._opened is not None and self._opened.handoff != chosen:
            self._open(chosen)
        if not shelf.handoffs:
            self._choose(None)

    def _choose_wanted(self) -> None:
        found = next((each for each in self.parts.list.handoffs if each.ticket == self._wanted), None)
        if found is not None:
            self.parts.list.choose(found)
            self.parts.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, handoff: Handoff | None) -> None:
        if handoff is None:
            self._opening.forget()
            self._opened = None
            self.talking.show_handoff(None, "")
            self.briefing.show_ticket(None, visible=False)
            self.parts.show_nothing()
        else:
            self._open(handoff)
        self._offer()

    def _open(self, handoff: Handoff) -> None:
        self._opening.run(
            lambda: _read(self.console, handoff, self.deeds.unsent),
            done=self._show,
            failed=partial(self._failed, "open the handoff"),
        )

    def _show(self, read: _Opened) -> None:
        self._opened = read
        self.talking.show_handoff(read.handoff, read.text)
        question = self.deeds.question(read.handoff)
        self.parts.show_handoff(read.handoff, read.opened, read.thread, question=question)
        self.briefing.show_ticket(read.opened, visible=self.isVisible())
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done now."""
        handoff = self.handoff
        free = handoff is not None and not self.deeds.busy
        for name in RECEIVING:
            self._acts[name].setEnabled(free and handoff is not None and handoff.kind is HandoffKind.OFFERED)
        for name in SAYING:
            self._acts[name].setEnabled(free and handoff is not None and handoff.kind is HandoffKind.OVER)
        self._acts[ActionName.SPEAK].setEnabled(handoff is not None and handoff.can_speak)
        self._acts[ActionName.TAKE_OFFER_BACK].setEnabled(free and handoff is not None and handoff.can_withdraw)
        self._acts[ActionName.SHOW_TICKET].setEnabled(handoff is not None and handoff.row is not None)

    def _ask_on(self) -> None:
        """The second question of what is over."""
        if self._opened is not None:
            self._show(self._opened)

    def _said(self) -> None:
        """What was sent has left the field: the next key is a deed again, and no letter of another message."""
        field = self.parts.talk.composer.field
        if field.hasFocus() and not field.toPlainText():
            self.parts.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list()

    def _done(self) -> None:
        self._list()
        self._offer()

    def _failed(self, doing: str, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=_topic(doing), doing=doing))

    def _make_actions(self) -> dict[ActionName, QAction]:
        deeds: dict[ActionName, Callable[[], None]] = {
            ActionName.ACCEPT_OFFER: self.accept,
            ActionName.DECLINE_OFFER: self.decline,
            ActionName.SPEAK: self.speak,
            ActionName.SEND_WORDS: self.send_words,
            ActionName.TAKE_OFFER_BACK: self.take_back,
            ActionName.SAY_YES: self.say_yes,
            ActionName.SAY_NO: self.say_no,
            ActionName.SAY_UNKNOWN: self.say_unknown,
            ActionName.SHOW_TICKET: self.show_ticket,
            ActionName.NEXT: self.next_handoff,
            ActionName.PREVIOUS: self.previous_handoff,
        }
        return {name: act(self, name, deed) for name, deed in deeds.items()}

    def _connect(self) -> None:
        self.parts.list.chosen.connect(self._choose)
        self.parts.you.change_asked.connect(self.hours_asked)
        self.parts.you.noticed.connect(self.noticed)
        self.deeds.decided.connect(self.decided)
        self.deeds.arranged.connect(self.arranged)
        self.deeds.began.connect(self._offer)
        self.deeds.done.connect(self._done)
        self.deeds.asked_on.connect(self._ask_on)
        self.talking.sent.connect(self._said)
        for each in (self.deeds, self.talking, self.briefing):
            each.noticed.connect(self.noticed)


def _topic(doing: str) -> str:
    return f"could not {doing}"


def _read_shelf(console: "Console", before: frozenset[TransferId]) -> _Shelf:
    """On another thread: the list, and what became of the offers that were in it before."""
    handoffs = console.handoffs.all()
    still = {each.id for each in handoffs}
    return _Shelf(handoffs, console.handoffs.ended_by_others(each for each in before if each not in still))


def _read(console: "Console", handoff: Handoff, unsent: UnsentTexts) -> _Opened:
    """On another thread: the ticket, its conversation made ready to be shown, and what was typed."""
    text = unsent.text(subject_of(handoff))
    opened = console.opened(handoff.ticket)
    if opened is None:
        return _Opened(handoff, None, (), text)
    contributions = opened.triage.score.contributions if opened.triage else ()
    return _Opened(handoff, opened, thread_of(opened.snapshot, contributions), text)
