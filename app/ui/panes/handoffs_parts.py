"""The parts of Handoffs side by side: the list, what is asked with the brief, and the conversation with the words."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.handoff_shelf import Handoff
from app.domain.opened import OpenTicket
from app.domain.tickets import TicketId
from app.ui.actions import ActionName, key_words
from app.ui.labels import TextRole, label, paragraph
from app.ui.overlay import open_dialog
from app.ui.panes.handoffs_head import HandoffHead
from app.ui.panes.handoffs_list import HandoffList
from app.ui.panes.handoffs_talk import TalkPanel
from app.ui.panes.handoffs_you import YouLine
from app.ui.panes.triage_brief import BriefPanel
from app.ui.panes.triage_reader import Reader
from app.ui.panes.triage_thread import ShownMessage
from app.ui.panes.triage_ticket_header import TicketHeader
from app.ui.panes.triage_whole_message import WholeMessage
from app.ui.theme import Space

SHARES = (26, 40, 34)  # of the width: list, brief, conversation
NARROWEST = (216, 336, 280)  # device-independent pixels, so that 1024 can be shared
TEXT_WIDTH = 460  # of the explanation

NOTHING = "Nothing is waiting for you"
WHAT_COMES = (
    "When a colleague offers you a ticket, it appears here with its brief, why they chose you, and what accepting "
    "would do to your load. It stays theirs until you accept.\n\n"
    "What you took over stays here until it is solved. Questions that colleagues ask you are here as well, and so is "
    "what you offered and asked yourself: press "
    f"{key_words(ActionName.TRANSFER)} or {key_words(ActionName.CONSULT)} on a ticket in Triage.\n\n"
    "Offers find you by the name that the helpdesk has for you."
)


class HandoffsParts(QWidget):
    """Shows a handoff and its ticket. What is chosen and done is the pane's business."""

    def __init__(
        self,
        actions: Mapping[ActionName, QAction],
        brief_actions: tuple[QAction, ...],
        parent: QWidget | None = None,
        *,
        you: YouLine,
        me: str,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self.you = you
        self._ticket: TicketId | None = None
        self.list = HandoffList(me=me, clock=clock)
        self.head = HandoffHead(actions, me=me, clock=clock)
        self.brief = BriefPanel(brief_actions, clock=clock)
        self.header = TicketHeader()
        self.reader = Reader(clock=clock)
        self.talk = TalkPanel(actions[ActionName.SEND_WORDS], me=me, clock=clock)
        self.nothing = _explanation()
        self._pages = QStackedWidget()
        self._lay_out()
        self.reader.whole_message_asked.connect(self._show_whole)
        self._pages.setCurrentWidget(self.nothing)

    @property
    def empty(self) -> bool:
        """Whether the explanation is shown."""
        return self._pages.currentWidget() is self.nothing

    def show_nothing(self) -> None:
        self._ticket = None
        self._pages.setCurrentWidget(self.nothing)

    def show_handoff(
        self, handoff: Handoff, opened: OpenTicket | None, thread: tuple[ShownMessage, ...], *, question: int
    ) -> None:
        """Another handoff, or the same with what has come since: then the place in the conversation is kept."""
        self.head.show_handoff(handoff, opened, question=question)
        for part in (self.brief, self.header, self.reader):
            part.setVisible(opened is not None)
        if opened is not None:
            contributions = opened.triage.score.contributions if opened.triage else ()
            self.header.show_ticket(opened)
            renew = self.reader.renew_thread if handoff.ticket == self._ticket else self.reader.show_thread
            renew(thread, contributions)
        self._ticket = handoff.ticket if opened is not None else None
        self._pages.setCurrentIndex(0)

    def _show_whole(self, message: ShownMessage) -> None:
        window = WholeMessage(message, self)
        window.finished.connect(window.deleteLater)
        open_dialog(window)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        asked = _column(self.head, self.brief, grows=self.brief)
        said = _column(self.header, self.reader, self.talk, grows=self.reader)
        inner = QSplitter(Qt.Orientation.Horizontal)
        inner.setHandleWidth(1)
        inner.setChildrenCollapsible(False)
        for panel, share, narrowest in zip((asked, said), SHARES[1:], NARROWEST[1:], strict=True):
            panel.setMinimumWidth(max(narrowest, panel.minimumSizeHint().width()))
            inner.addWidget(panel)
            inner.setStretchFactor(inner.count() - 1, share)
        inner.setSizes([share * 100 for share in SHARES[1:]])
        self._pages.addWidget(inner)
        self._pages.addWidget(self.nothing)
        listed = _column(self.you, self.list, grows=self.list)
        listed.setMinimumWidth(NARROWEST[0])
        splitter.addWidget(listed)
        splitter.addWidget(self._pages)
        splitter.setStretchFactor(0, SHARES[0])
        splitter.setStretchFactor(1, sum(SHARES[1:]))
        splitter.setSizes([SHARES[0] * 100, sum(SHARES[1:]) * 100])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)


def _column(*parts: QWidget, grows: QWidget) -> QWidget:
    column = QFrame()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part, 1 if part is grows else 0)
    return column


def _explanation() -> QWidget:
    page = QWidget()
    page.setAccessibleName(NOTHING)
    page.setAccessibleDescription(WHAT_COMES)
    words = paragraph(WHAT_COMES, TextRole.MUTED)
    words.setFixedWidth(TEXT_WIDTH)
    layout = QVBoxLayout(page)
    layout.setSpacing(Space.MEDIUM)
    layout.setContentsMargins(Space.LARGE, 3 * Space.HUGE, Space.LARGE, Space.LARGE)
    layout.addWidget(label(NOTHING, TextRole.TITLE), 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch()
    return page
