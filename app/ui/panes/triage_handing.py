"""Hands the ticket on the screen to colleagues, asks them about it, or sets it aside, as the agent says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.brief import Brief, Slot
from app.domain.handoffs import Arranged
from app.domain.opened import OpenTicket
from app.domain.routing import DeskChoice
from app.domain.snooze import Snooze, choices
from app.domain.tickets import TicketId
from app.domain.transfer import Transfer
from app.ui.actions import ActionName, act
from app.ui.background import Background
from app.ui.health_words import ago
from app.ui.notice import Notice, notice_of
from app.ui.overlay import open_dialog
from app.ui.panes.triage_colleague import CONSULT, TRANSFER, Chosen, ColleagueDialog, Wording
from app.ui.panes.triage_snooze import MissedDialog, SnoozeDialog
from app.ui.unsent_texts import UnsentTexts

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

PREVIEW = 160  # characters of the problem
NO_BRIEF = "There is no brief of this ticket yet: your note and the conversation are what they read first."


@dataclass(frozen=True, slots=True)
class Handles:
    """The actions that this makes, for whoever shows them."""

    transfer: QAction
    consult: QAction
    take_offer_back: QAction
    snooze: QAction
    missed: QAction


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a dialog needs, read on another thread."""

    opened: OpenTicket
    desks: tuple[DeskChoice, ...]
    text: str


class Handing(QObject):
    """Opens the dialogs and does what is chosen in them. What is typed in them is kept whatever happens."""

    arranged = Signal(object)  # an Arranged; the window offers to take it back
    changed = Signal(object)  # a TicketId: what is shown of it is from before
    noticed = Signal(Notice)

    def __init__(
        self, console: "Console", background: Background, pane: QWidget, *, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(pane)
        self._console = console
        self._background = background
        self._pane = pane
        self._clock = clock
        self._opened: OpenTicket | None = None
        self._unsent = UnsentTexts(console)
        self.handles = Handles(
            transfer=act(pane, ActionName.TRANSFER, self.transfer),
            consult=act(pane, ActionName.CONSULT, self.consult),
            take_offer_back=act(pane, ActionName.TAKE_OFFER_BACK, self.take_offer_back),
            snooze=act(pane, ActionName.SNOOZE, self.snooze),
            missed=act(pane, ActionName.MISSED, self.missed),
        )

    def show_ticket(self, opened: OpenTicket | None) -> None:
        """What these actions are about; None while nothing can be done."""
        self._opened = opened
        offer = opened.offer if opened else None
        unfinished = opened is not None and not opened.snapshot.ticket.status.finished
        suggested = bool(opened and opened.triage and opened.triage.suggestion.escalate)
        free = opened is not None and unfinished and offer is None
        self.handles.transfer.setEnabled(bool(free and opened and opened.on_its_way is None))
        self.handles.consult.setEnabled(unfinished)
        self.handles.take_offer_back.setEnabled(offer is not None and offer.sender == self._console.person)
        self.handles.snooze.setEnabled(free)
        self.handles.missed.setEnabled(opened is not None and not suggested and opened.missed is None)

    def settle(self) -> None:
        """Start saving whatever is not in the store yet."""
        self._save()

    def transfer(self) -> None:
        """Ask to whom the ticket is offered."""
        self._ask_for(TRANSFER, "offer", self._show_transfer)

    def consult(self) -> None:
        """Ask whom to ask, and what."""
        self._ask_for(CONSULT, "consult", self._show_consult)

    def take_offer_back(self) -> None:
        offer = self._opened.offer if self._opened else None
        if offer is not None:
            ticket = offer.ticket
            self._run(lambda: self._console.take_back(offer), "take the offer back", lambda _none: self._told(ticket))

    def snooze(self) -> None:
        opened = self._opened
        if opened is not None:
            dialog = SnoozeDialog(opened, choices(self._clock().astimezone()), self._pane)
            dialog.snoozed.connect(partial(self._snooze, opened))
            dialog.woken.connect(partial(self._wake, opened))
            self._open(dialog)

    def missed(self) -> None:
        opened = self._opened
        if opened is not None:
            dialog = MissedDialog(opened, self._pane)
            dialog.said.connect(partial(self._miss, opened))
            self._open(dialog)

    def _ask_for(self, wording: Wording, subject: str, show: Callable[[_Asked], None]) -> None:
        opened = self._opened
        if opened is None:
            return
        ticket = opened.snapshot.ticket.id

        def read() -> _Asked:
            text = self._unsent.text(f"{subject} {ticket}")
            return _Asked(opened, self._console.destinations(opened), text)

        doing = f"read to whom a {wording.title.lower()} can go"
        self._background.run(self, read, done=show, failed=partial(self._failed, doing))

    def _show_transfer(self, asked: _Asked) -> None:
        dialog = self._colleagues(TRANSFER, asked, "offer")
        if dialog is not None:
            dialog.offer_waits(self._console.transfers.offer_for)
            dialog.show_brief(brief_line(asked.opened.brief, now=self._clock()))
            dialog.chosen.connect(partial(self._offer, asked.opened))
            self._open(dialog)

    def _show_consult(self, asked: _Asked) -> None:
        dialog = self._colleagues(CONSULT, asked, "consult")
        if dialog is not None:
            dialog.chosen.connect(partial(self._consult, asked.opened))
            self._open(dialog)

    def _colleagues(self, wording: Wording, asked: _Asked, subject: str) -> ColleagueDialog | None:
        """None where the agent has gone on to another ticket meanwhile."""
        ticket = asked.opened.snapshot.ticket.id
        if self._opened is None or self._opened.snapshot.ticket.id != ticket:
            return None
        dialog = ColleagueDialog(
            wording, asked.opened, asked.desks, text=asked.text, me=self._console.person, parent=self._pane
        )
        dialog.paused.connect(partial(self._keep, f"{subject} {ticket}"))
        return dialog

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def _keep(self, subject: str, text: str) -> None:
        self._unsent.keep(subject, text)
        self._save()

    def _save(self) -> None:
        self._background.run(
            self, self._unsent.save, done=lambda _none: None, failed=partial(self._failed, "save what you typed")
        )

    def _offer(self, opened: OpenTicket, chosen: Chosen) -> None:
        def offer() -> Transfer:
            return self._console.transfers.offer(opened, chosen.to, chosen.text, expires=chosen.waits)

        self._run(lambda: self._unsent.send(offer), "offer the ticket", self._arranged)

    def _consult(self, opened: OpenTicket, chosen: Chosen) -> None:
        def ask() -> Arranged:
            return self._console.consults.consult(opened, chosen.to, chosen.text)

        self._run(lambda: self._unsent.send(ask), "ask", self._arranged)

    def _snooze(self, opened: OpenTicket, until: datetime | None) -> None:
        def snooze() -> Snooze:
            return self._console.snoozes.snooze(opened, until)

        self._run(snooze, "snooze the ticket", self._arranged)

    def _wake(self, opened: OpenTicket) -> None:
        sleeping, ticket = opened.snooze, opened.snapshot.ticket.id
        if sleeping is not None:
            work = partial(self._console.snoozes.wake, sleeping.id)
            self._run(work, "wake the ticket", lambda _none: self._told(ticket))

    def _miss(self, opened: OpenTicket, why: str) -> None:
        work = partial(self._console.snoozes.should_have_been_flagged, opened, why)
        self._run(work, "note that it was missed", self._arranged)

    def _arranged(self, done: Arranged) -> None:
        self.arranged.emit(done)
        self._told(done.ticket)

    def _told(self, ticket: TicketId) -> None:
        self.changed.emit(ticket)

    def _run(self, work: Callable[[], object], doing: str, done: Callable[..., None]) -> None:
        self._background.run(self, work, done=done, failed=partial(self._failed, doing))

    def _failed(self, doing: str, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=f"could not {doing}", doing=doing))


def brief_line(brief: Brief | None, *, now: datetime) -> str:
    """What goes along with the offer: the brief's age, what it begins with, and what it lacks."""
    if brief is None:
        return NO_BRIEF
    problem = next((item.words for item in brief.section(Slot.PROBLEM).items), "")
    short = f"{problem[:PREVIEW]}…" if len(problem) > PREVIEW else problem
    lacks = f" Missing: {', '.join(each.slot for each in brief.missing)}." if brief.missing else ""
    return f"The brief goes along, made {ago(brief.as_of, now=now)} ago: “{short}”{lacks}"
