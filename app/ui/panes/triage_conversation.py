"""The conversation of the opened ticket: its header, its messages, and a place for a note."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.opened import OpenTicket
from app.domain.tickets import TicketId
from app.ui.labels import TextRole, label
from app.ui.overlay import open_dialog
from app.ui.panes.triage_company import CompanyLine
from app.ui.panes.triage_composer import Composer
from app.ui.panes.triage_reader import Reader
from app.ui.panes.triage_thread import ShownMessage
from app.ui.panes.triage_ticket_header import TicketHeader
from app.ui.panes.triage_whole_message import WholeMessage
from app.ui.theme import Space


class ConversationPanel(QWidget):
    """Keeps its place while the same ticket is brought up to date."""

    def __init__(self, send: QAction, parent: QWidget | None = None, *, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._ticket: TicketId | None = None
        self._evidence: tuple[int, int] = (-1, 0)  # the contribution and the occurrence that E was at
        self.header = TicketHeader()
        self.company = CompanyLine()
        self.reader = Reader(clock=clock)
        self.composer = Composer(send)
        self._nothing = label("No ticket is chosen", TextRole.MUTED)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setContentsMargins(0, 3 * Space.HUGE, 0, 0)
        foot = QFrame()
        foot.setObjectName("foot")
        inside = QVBoxLayout(foot)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.composer)
        self._parts = (self.header, self.reader, foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.company)
        layout.addWidget(self.reader, 1)
        layout.addWidget(foot)
        layout.addWidget(self._nothing, 1)
        self.reader.whole_message_asked.connect(self._show_whole)
        self.show_nothing()

    @property
    def ticket(self) -> TicketId | None:
        """Whose conversation is shown."""
        return self._ticket

    def show_nothing(self) -> None:
        self._ticket = None
        for part in self._parts:
            part.hide()
        self._nothing.show()

    def show_ticket(self, opened: OpenTicket, thread: tuple[ShownMessage, ...]) -> None:
        """Another ticket, or the same one with what has come since: then its place is kept."""
        ticket = opened.snapshot.ticket
        contributions = opened.triage.score.contributions if opened.triage else ()
        self.header.show_ticket(opened)
        if ticket.id == self._ticket:
            self.reader.renew_thread(thread, contributions)
            return
        self._ticket = ticket.id
        self._evidence = (-1, 0)
        self.reader.show_thread(thread, contributions)
        self._nothing.hide()
        for part in self._parts:
            part.show()

    def next_evidence(self, count: int) -> int | None:
        """Go to the next words that earned points, through all `count` contributions; which one that is."""
        contribution, occurrence = self._evidence
        if contribution >= 0 and occurrence + 1 < self.reader.occurrences(contribution):
            self._evidence = (contribution, occurrence + 1)
        else:
            after = [(contribution + step) % count for step in range(1, count + 1)]
            found = next((each for each in after if self.reader.occurrences(each)), None)
            if found is None:
                return None
            self._evidence = (found, 0)
        self.reader.go_to(self._evidence[0], occurrence=self._evidence[1])
        return self._evidence[0]

    def occurrence_of(self, contribution: int) -> int:
        """Which of a contribution's words E is at; the first where it is elsewhere."""
        return self._evidence[1] if self._evidence[0] == contribution else 0

    def show_contribution(self, contribution: int | None) -> None:
        """Highlight the words of a contribution and scroll to the first of them."""
        self.reader.highlight(contribution)
        if contribution is not None and contribution != self._evidence[0]:
            self._evidence = (contribution, 0)
            self.reader.go_to(contribution)

    def _show_whole(self, message: ShownMessage) -> None:
        window = WholeMessage(message, self)
        window.finished.connect(window.deleteLater)
        open_dialog(window)
