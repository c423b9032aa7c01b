"""The queue beside its search: what is shown, in which order, and when that order may change."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from app.domain.health import Health, WorkerHealth, WorkerState
from app.domain.presence import Present
from app.domain.queue import Lens
from app.domain.revision import Changed
from app.domain.tickets import TicketId
from app.ui.background import Background
from app.ui.controls import ActionButton, ButtonKind
from app.ui.item_models.queue_model import QueueModel
from app.ui.labels import TextRole, label, paragraph
from app.ui.notice import Notice, notice_of
from app.ui.panes.triage_first_read import BUSY, FirstRead
from app.ui.panes.triage_queue_view import QueueView
from app.ui.presence_words import row_company
from app.ui.theme import Space

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

TOPIC = "the queue cannot be read"
PAUSE = 150  # milliseconds in typing, after which is searched

EMPTY = {
    Lens.SUGGESTED: ("Nothing is waiting for you", "No escalation is suggested that nobody has decided yet."),
    Lens.ASKED: ("Nobody has asked", "No customer has demanded a supervisor."),
    Lens.SLA: ("All in time", "No SLA clock runs out within four hours."),
    Lens.LOOPING: ("Nothing goes in circles", "No conversation is looping."),
    Lens.SNOOZED: ("Nothing sleeps", "Tickets that you or a colleague set aside appear here until they wake."),
    Lens.MINE: ("You own no open tickets", "Tickets that the helpdesk assigns to you appear here."),
    Lens.ALL: ("The queue is empty", "Open tickets appear here as they are synced."),
}


class SearchField(QLineEdit):
    """Escape gives it up; the down key goes on to the list."""

    given_up = Signal()
    passed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.passed.emit()
        else:
            super().keyPressEvent(event)


class QueuePanel(QWidget):
    """Rows change in place at once; their order changes when the agent asks, or looks at something else."""

    ticket_chosen = Signal(object)  # a TicketId, or None where the list is empty
    searched = Signal(str)
    noticed = Signal(Notice)

    def __init__(
        self,
        console: "Console",
        background: Background,
        reorder: QAction,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._lens = Lens.SUGGESTED
        self._fresh = True  # the next order is for another lens or search, and is shown at once
        self._wanted: TicketId | None = None  # to be chosen as soon as the queue is there
        self._newest: list[TicketId] | None = None  # an order that waits to be asked for
        self._asked = False  # the next order was asked for, and does not wait
        self._worker = WorkerHealth(WorkerState.IDLE)
        self._first_read = FirstRead()
        self._reorder = reorder
        self._orders = background.latest(self)
        self.model = QueueModel(console.rows, background, self, clock=clock)
        self.view = QueueView(self.model, clock=clock)
        self.search = SearchField()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._connect()
        self._show_strip()

    @property
    def words(self) -> str:
        """What is searched for, "" where a lens is shown."""
        return self.search.text().strip()

    @property
    def empty_words(self) -> str:
        """What stands in the place of a list that is empty; "" where it is not."""
        return f"{self._empty_title.text()}. {self._empty_text.text()}" if self._stack.currentIndex() == 1 else ""

    def show_lens(self, lens: Lens) -> None:
        """Show these tickets from the first one; where they are shown already, in their newest order."""
        if lens is self._lens and not self.search.text() and not self._fresh:
            self._asked = True
            self._ask()
        else:
            self._show_from_first(lens)

    def open_ticket(self, ticket: TicketId) -> None:
        """Show all tickets, and of them this one."""
        self._show_from_first(Lens.ALL)
        self._wanted = ticket
        self.touch()

    def refresh(self, changed: Changed) -> None:
        """Repaint the rows that changed; a new order waits."""
        if changed.everything:
            self.model.renew_all()
        else:
            self.model.renew(changed.tickets)
        if changed.everything or changed.tickets:
            self._ask()

    def reorder(self) -> None:
        """Bring the list into its newest order; what is chosen stays chosen and at its height."""
        if self._newest is not None:
            self._apply(self._newest)

    def touch(self) -> None:
        """The agent works here: from now on the order waits to be asked for."""
        self._first_read.touch()

    def step(self, by: int) -> None:
        """Choose the ticket that many rows further down."""
        self.touch()
        last = len(self.model.tickets) - 1
        here = self.view.currentIndex().row()
        if last >= 0:
            self.view.choose(min(max(here + by, 0), last))

    def step_to_undecided(self) -> None:
        """The next ticket below on which nobody has decided; where there is none, the next one."""
        self.touch()
        tickets, here = self.model.tickets, self.view.currentIndex().row()
        for place in range(here + 1, len(tickets)):
            row = self.model.row(tickets[place])
            if row is None or not row.decided:
                self.view.choose(place)
                return
        self.step(+1)

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def tick(self, health: Health) -> None:
        """Ages and countdowns have moved on, and so has the reading of messages."""
        self._worker = health.worker
        self.view.viewport().update()
        self._say_why_empty()
        if self._first_read.look(health, empty=not self.model.tickets):
            self._ask()

    def show_company(self, others: Iterable[Present]) -> None:
        """Mark the rows of the tickets at which others are."""
        self.model.show_company(row_company(others))

    def _show_from_first(self, lens: Lens) -> None:
        self._lens = lens
        self._first_read.begin()
        self.search.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003
        self._show_other()

    def _show_other(self) -> None:
        self._fresh = True
        self._ask()

    def _ask(self) -> None:
        words = self.words
        lens = Lens.ALL if words else self._lens  # a search looks everywhere
        self._orders.run(lambda: self._console.queue(lens, words), done=self._ordered, failed=self._failed)

    def _ordered(self, tickets: list[TicketId]) -> None:
        if self._fresh:
            self._fresh = self._asked = False
            self.view.setCurrentIndex(self.model.index(-1, 0))
            self._apply(tickets)
            self.view.scrollToTop()
            self._choose_first()
            self._wanted = None
        elif self._asked:
            self._asked = False
            self._apply(tickets)
        elif not self.model.tickets:
            self._apply(tickets)
            self._choose_first()
        elif self._first_read.follows:
            self._follow(tickets)
        else:
            self._newest = tickets if tickets != list(self.model.tickets) else None
            self._show_strip()

    def _follow(self, tickets: list[TicketId]) -> None:
        """Nobody has touched the queue yet: it stays at its top, and in the end the first ticket is chosen."""
        self._apply(tickets)
        self.view.scrollToTop()
        if self._first_read.settle():
            self._choose_first()

    def _apply(self, tickets: list[TicketId]) -> None:
        self._newest = None
        self.view.show_order(tickets)
        if self.view.ticket is None:
            self._choose_first()
        self._show_strip()
        self._stack.setCurrentIndex(0 if tickets else 1)
        self._say_why_empty()

    def _say_why_empty(self) -> None:
        """While messages are still being read, an empty list means nothing yet."""
        worker, title, text = self._worker, *EMPTY[self._lens]
        if self.words:
            title, text = "Nothing found", f"No ticket matches “{self.words}”."
        elif worker.state in BUSY:
            progress = f"{worker.done:,} of {worker.total:,} messages are read." if worker.total else ""
            title, text = "Nothing here yet", progress or "The language models are being loaded."
        self._empty_title.setText(title)
        self._empty_text.setText(text)

    def _choose_first(self) -> None:
        if self.model.tickets:
            wanted = self.model.place(self._wanted) if self._wanted is not None else None
            self.view.choose(wanted or 0)
        else:
            self.ticket_chosen.emit(None)

    def _show_strip(self) -> None:
        """What a new order would change, in words."""
        newest = self._newest
        self._reorder.setEnabled(newest is not None)
        self.strip.setVisible(newest is not None)
        if newest is not None:
            added = len(set(newest) - set(self.model.tickets))
            gone = len(set(self.model.tickets) - set(newest))
            parts = [f"{added:,} new" if added else "", f"{gone:,} gone" if gone else ""]
            self.strip_text.setText(", ".join(each for each in parts if each) or "Order has changed")

    def _type_on(self) -> None:
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        self.touch()
        self.searched.emit(self.words)
        self._show_other()

    def _give_up(self) -> None:
        if self.search.text():
            self.search.clear()
            self._search()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pass_on(self) -> None:
        if self._pause.isActive():
            self._search()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self.noticed.emit(notice_of(error, topic=TOPIC, doing="read the queue"))

    def _connect(self) -> None:
        self.view.chosen.connect(self.ticket_chosen)
        self.view.touched.connect(self.touch)
        self.model.failed.connect(self._failed)
        self.search.textChanged.connect(self._type_on)
        self.search.given_up.connect(self._give_up)
        self.search.passed.connect(self._pass_on)
        self._pause.timeout.connect(self._search)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Search all tickets   /")
        self.search.setAccessibleName("Search all tickets")
        self.search.setClearButtonEnabled(True)
        field = QHBoxLayout()
        field.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.MEDIUM)
        field.addWidget(self.search)
        self.strip_text = label("", TextRole.SMALL)
        self.strip = QFrame()
        self.strip.setProperty("tone", "info")
        self.strip.setAccessibleName("The queue has a newer order")
        strip = QHBoxLayout(self.strip)
        strip.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.TIGHT, Space.TIGHT)
        strip.addWidget(self.strip_text, 1)
        strip.addWidget(ActionButton(self._reorder, ButtonKind.QUIET, short="Reorder"))
        empty = QWidget()
        words = QVBoxLayout(empty)
        words.setContentsMargins(Space.LARGE, Space.HUGE, Space.LARGE, Space.LARGE)
        self._empty_title = label("", TextRole.HEADING)
        self._empty_text = paragraph("", TextRole.MUTED)
        words.addWidget(self._empty_title)
        words.addWidget(self._empty_text)
        words.addStretch()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(field)
        layout.addWidget(self.strip)
        layout.addLayout(self._stack, 1)
