"""Triage: the queue, the conversation and the decision, side by side, for the person who works the queue."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.decisions import Decision
from app.domain.handoffs import Arranged
from app.domain.health import Health
from app.domain.opened import OpenTicket
from app.domain.queue import Lens
from app.domain.revision import Changed
from app.domain.routing import Candidate, DeskChoice
from app.domain.snooze import Snooze
from app.domain.taught import Correction
from app.domain.tickets import AgentId, TicketId
from app.domain.transfer import Transfer
from app.ui.actions import ActionName, act
from app.ui.background import Background
from app.ui.notice import Notice, Tone, notice_of
from app.ui.overlay import open_dialog
from app.ui.panes.base import Pane
from app.ui.panes.triage_briefing import Briefing, brief_actions
from app.ui.panes.triage_columns import lay_out_columns
from app.ui.panes.triage_company import Company
from app.ui.panes.triage_conversation import ConversationPanel
from app.ui.panes.triage_correcting import Correcting
from app.ui.panes.triage_decision import DecisionPanel, Deeds
from app.ui.panes.triage_handing import Handing
from app.ui.panes.triage_notes import Notes
from app.ui.panes.triage_override import Override, OverrideDialog
from app.ui.panes.triage_queue import QueuePanel
from app.ui.panes.triage_thread import Shown, with_thread

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console


class TriagePane(Pane):
    """Shows what the console says of the chosen ticket, and tells it what the agent decides."""

    title: ClassVar[str] = "Triage"

    def __init__(
        self,
        console: "Console",
        background: Background,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(console, background, parent)
        self._opened: OpenTicket | None = None
        self._current = False  # what is on the screen was read after the ticket was chosen
        self._deciding = False
        self._dialog: OverrideDialog | None = None
        self._opening = background.latest(self)
        self._make_actions()
        self.queue = QueuePanel(console, background, self._reorder, clock=clock)
        self.conversation = ConversationPanel(self._send, clock=clock)
        self.handing = Handing(console, background, self, clock=clock)
        handles, me = self.handing.handles, console.person
        self.decision = DecisionPanel(self._deeds(), handles=handles, me=me, clock=clock)
        self.briefing = Briefing(
            console, background, self.decision.brief, self.conversation.reader, self._brief_actions, self
        )
        self.correcting = Correcting(console, background, self._not_this, self)
        self.notes = Notes(console, background, self.conversation.composer, self._send, self)
        self.company = Company(console, background, self.conversation.company, self, clock=clock)
        lay_out_columns(self, self.queue, self.conversation, self.decision)
        self._connect()
        self._offer()

    @property
    def opened(self) -> OpenTicket | None:
        """The ticket on the screen, as it was read."""
        return self._opened

    @property
    def ready(self) -> bool:
        """Whether the chosen ticket is on the screen as it stands now, so that it can be decided on."""
        opened = self._opened
        return opened is not None and self._current and opened.snapshot.ticket.id == self._chosen and not self._deciding

    def regions(self) -> tuple[QWidget, ...]:
        return (
            self.queue.view,
            self.conversation.reader,
            self.conversation.composer.field,
            self.decision.contributions if self.decision.brief.isHidden() else self.decision.brief.list,
        )

    def current_ticket(self) -> TicketId | None:
        return self._opened.snapshot.ticket.id if self._opened else None

    def show_lens(self, lens: Lens) -> None:
        self.queue.show_lens(lens)

    def open_ticket(self, ticket: TicketId) -> None:
        self.queue.open_ticket(ticket)

    def refresh(self, changed: Changed) -> None:
        self.queue.refresh(changed)
        if changed.everything or (self._chosen is not None and self._chosen in changed.tickets):
            self._open()

    def show_health(self, health: Health) -> None:
        self.queue.tick(health)
        self.queue.show_company(health.others)
        self.company.show_health(health)
        self.decision.tick()

    def settle(self) -> None:
        self.notes.settle()
        self.handing.settle()

    def accept(self) -> None:
        """Do what is suggested for the ticket on the screen."""
        if self._opened is not None:
            self._decide(partial(self.console.accept, self._opened))

    def refuse(self) -> None:
        """No escalation is needed."""
        if self._opened is not None:
            self._decide(partial(self.console.not_needed, self._opened))

    def put_back(self) -> None:
        """Undo the move that stands, whoever or whatever made it."""
        opened = self._opened
        if opened is not None:
            self._deciding = True
            self._offer()
            self.background.run(
                self, partial(self.console.put_back, opened), done=self._was_put_back, failed=self._undecided
            )

    def ask_override(self, instead: Candidate | None = None) -> None:
        """Ask where it should go instead, and why; only why where somebody was chosen."""
        opened = self._opened
        if opened is not None:
            agent = instead.agent.id if instead else None
            self.background.run(
                self,
                lambda: (opened, self.console.destinations(opened), agent),
                done=self._show_override,
                failed=partial(self._failed, "read where tickets can go"),
            )

    def next_evidence(self) -> None:
        count = len(self._opened.triage.score.contributions) if self._opened and self._opened.triage else 0
        found = self.conversation.next_evidence(count) if count else None
        if found is not None:
            self.decision.contributions.choose(found)
            self._look_at_evidence()

    def correct(self) -> None:
        """Say that the intent behind the words at hand is not in them."""
        self.correcting.correct()

    def forget_correction(self, correction: Correction) -> None:
        self.correcting.forget(correction)

    def write_note(self) -> None:
        self.conversation.composer.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_ticket(self) -> None:
        self.queue.step(+1)

    def previous_ticket(self) -> None:
        self.queue.step(-1)

    def show_why(self) -> None:
        self.decision.show_why()

    def show_brief(self) -> None:
        """Open the brief, or close it."""
        if self.decision.toggle_brief():
            self.briefing.note_read()
        else:
            self.conversation.reader.show_words(())

    def decision_people(self) -> None:
        """Go to those who could take it instead of the one recommended."""
        self.decision.show_people()

    def send_note(self) -> None:
        self.notes.send()

    def reorder(self) -> None:
        self.queue.reorder()

    def search(self) -> None:
        self.queue.start_search()

    @property
    def _chosen(self) -> TicketId | None:
        return self.queue.view.ticket

    def _choose(self, ticket: TicketId | None) -> None:
        """A ticket was chosen: nothing can be decided until it was read, even where it is on the screen already."""
        self._current = False
        if ticket is None:
            self._opening.forget()
            self._show_nothing()
        else:
            self._open()
        self._offer()

    def _open(self) -> None:
        ticket = self._chosen
        if ticket is not None:
            self._opening.run(
                lambda: with_thread(self.console.opened(ticket)),
                done=self._show,
                failed=partial(self._failed, "open the ticket"),
            )

    def _show(self, shown: Shown | None) -> None:
        if shown is None:
            self._show_nothing()
            return
        opened, thread = shown
        self._opened, self._current = opened, True
        self.company.look_at(opened.snapshot.ticket.id)
        self.notes.show_ticket(opened)
        self.conversation.show_ticket(opened, thread)
        self.decision.show_ticket(opened)
        self.briefing.show_ticket(opened, visible=not self.decision.brief.isHidden())
        self._offer()

    def _show_nothing(self) -> None:
        self._opened, self._current = None, False
        self.company.look_at(None)
        self.notes.show_ticket(None)
        self.conversation.show_nothing()
        self.decision.show_ticket(None)
        self.briefing.show_ticket(None, visible=False)
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done now, with the ticket that is on the screen."""
        opened = self._opened
        ready = self.ready
        triage = opened.triage if opened else None
        offered = opened is not None and opened.offer is not None
        undecided = ready and opened is not None and opened.standing is None and not offered
        suggested = bool(triage and triage.suggestion.escalate)
        finished = bool(opened and opened.snapshot.ticket.status.finished)
        self._accept.setEnabled(undecided and bool(triage and suggested and triage.suggestion.destination))
        self._not_needed.setEnabled(undecided and suggested)
        self._override.setEnabled(ready and not finished and not offered)
        self.handing.show_ticket(opened if ready else None)
        self._brief.setEnabled(opened is not None)
        self._put_back.setEnabled(ready and not finished and not offered and opened is not None and opened.moved)
        self._person.setEnabled(ready and bool(triage and triage.suggestion.candidates))
        self._why.setEnabled(triage is not None)
        self._evidence.setEnabled(bool(triage and triage.score.contributions))
        self._look_at_evidence()

    def _look_at_evidence(self) -> None:
        row = self.decision.contributions.row
        self.correcting.look_at(self._opened, row, self.conversation.occurrence_of(row))

    def _decide(self, work: Callable[[], Decision]) -> None:
        self._deciding = True
        self._offer()
        self.background.run(self, work, done=self._decided, failed=self._undecided)

    def _decided(self, decision: Decision) -> None:
        self._deciding = False
        self.company.end()
        self.decided.emit(decision)
        if self._chosen == decision.ticket:
            self.queue.step_to_undecided()
        if self._chosen == decision.ticket:  # it was the last one, and what is shown of it is from before
            self._choose(decision.ticket)
        self._offer()

    def _go_on(self, ticket: TicketId) -> None:
        """Something was set going with a ticket; what is offered or sleeps is off one's desk."""
        if self._chosen != ticket:
            return
        self._choose(ticket)

    def _arranged(self, done: Arranged) -> None:
        self.arranged.emit(done)
        if isinstance(done, Transfer | Snooze) and self._chosen == done.ticket:
            self.queue.step_to_undecided()

    def _was_put_back(self, decision: Decision | None) -> None:
        self._deciding = False
        if decision is not None:
            self.decided.emit(decision)
        else:
            self.noticed.emit(Notice("put back", "Taken back: nothing was written to the helpdesk.", Tone.INFO))
        if self._chosen is not None:
            self._choose(self._chosen)

    def _undecided(self, error: Exception) -> None:
        self._deciding = False
        self._offer()
        self._failed("record the decision", error)

    def _show_override(self, answer: tuple[OpenTicket, tuple[DeskChoice, ...], AgentId | None]) -> None:
        opened, desks, agent = answer
        if opened.snapshot.ticket.id != self.current_ticket():
            return
        self._dialog = OverrideDialog(opened, desks, self, instead=agent)
        self._dialog.chosen.connect(partial(self._decide_override, opened))
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.finished.connect(self.company.end)
        self.company.begin()
        open_dialog(self._dialog)

    def _decide_override(self, opened: OpenTicket, override: Override) -> None:
        self._decide(partial(self.console.override, opened, override.destination, override.reason))

    def _choose_person(self, candidate: Candidate) -> None:
        if self._override.isEnabled():
            self.ask_override(candidate)

    def _failed(self, doing: str, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=f"could not {doing}", doing=doing))

    def _make_actions(self) -> None:
        self._accept = act(self, ActionName.ACCEPT, self.accept)
        self._override = act(self, ActionName.OVERRIDE, self.ask_override)
        self._not_needed = act(self, ActionName.NOT_NEEDED, self.refuse)
        self._put_back = act(self, ActionName.PUT_BACK, self.put_back)
        act(self, ActionName.NEXT, self.next_ticket)
        act(self, ActionName.PREVIOUS, self.previous_ticket)
        self._evidence = act(self, ActionName.NEXT_EVIDENCE, self.next_evidence)
        self._why = act(self, ActionName.WHY, self.show_why)
        self._brief = act(self, ActionName.BRIEF, self.show_brief)
        self._brief_actions = brief_actions(self, lambda: self.briefing)
        self._person = act(self, ActionName.PERSON, self.decision_people)
        self._not_this = act(self, ActionName.NOT_THIS, self.correct)
        act(self, ActionName.NOTE, self.write_note)
        self._send = act(self, ActionName.SEND_NOTE, self.send_note)
        self._reorder = act(self, ActionName.REORDER, self.reorder)
        act(self, ActionName.FIND, self.search)

    def _deeds(self) -> Deeds:
        return Deeds(
            accept=self._accept,
            override=self._override,
            not_needed=self._not_needed,
            not_this=self._not_this,
            put_back=self._put_back,
            brief=self._brief,
            with_brief=self._brief_actions,
        )

    def _connect(self) -> None:
        for action in self.actions():
            action.triggered.connect(self.queue.touch)
        for scrolled in (self.conversation.reader, self.decision.frame):
            scrolled.verticalScrollBar().actionTriggered.connect(self.queue.touch)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.queue.ticket_chosen.connect(self._choose)
        self.queue.searched.connect(self.searched)
        self.queue.noticed.connect(self.noticed)
        self.notes.noticed.connect(self.noticed)
        self.notes.began.connect(self.company.begin)
        self.notes.ended.connect(self.company.end)
        self.correcting.noticed.connect(self.noticed)
        self.handing.noticed.connect(self.noticed)
        self.handing.arranged.connect(self._arranged)
        self.handing.changed.connect(self._go_on)
        self.briefing.noticed.connect(self.noticed)
        self.correcting.corrected.connect(self.corrected)
        self.conversation.reader.contribution_chosen.connect(self.decision.contributions.choose)
        self.decision.contributions.chosen.connect(self._show_contribution)
        self.decision.contributions.pointed.connect(self._point_at_contribution)
        self.decision.message_chosen.connect(self.conversation.reader.go_to_message)
        self.decision.person_chosen.connect(self._choose_person)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Who reads or writes beside the queue must not be shown another ticket."""
        if now in self.regions()[1:]:
            self.queue.touch()

    def _show_contribution(self, row: int) -> None:
        self.conversation.show_contribution(row if row >= 0 else None)
        self._look_at_evidence()

    def _point_at_contribution(self, row: int) -> None:
        """The pointer shows words without moving the text; once it leaves, those of the chosen one show again."""
        shown = row if row >= 0 else self.decision.contributions.row
        self.conversation.reader.highlight(shown if shown >= 0 else None)
