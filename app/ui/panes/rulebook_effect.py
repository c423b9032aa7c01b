"""What the edited rulebook would do now: run over the open tickets, told rule by rule, with a way to each ticket."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.domain.rulebook_effect import Effect, RuleEffect, Touched
from app.errors import WarmlineError
from app.ui.background import Background
from app.ui.controls import ActionButton, ButtonKind, push_button
from app.ui.labels import TextRole, paragraph
from app.ui.theme import Space
from app.ui.tree_row import tree_row

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

LOOK = 100  # milliseconds between two looks at how far it is
TICKET = Qt.ItemDataRole.UserRole
FIRST = "Runs the rulebook as it is edited over every open ticket, beside the one in force. Nothing is changed by it."
OLD = "The rulebook was edited since. Run it again."


class EffectView(QWidget):
    """One run at a time; it can be stopped, and then says how far it came."""

    ticket_asked = Signal(object)  # a TicketId

    def __init__(
        self, console: "Console", background: Background, match: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._stop = threading.Event()
        self._progress = (0, 0)
        self._text: str | None = None
        self.said = paragraph(FIRST, TextRole.MUTED)
        self.tree = QTreeWidget()
        self.cancel = push_button("Stop")
        self._run_button = ActionButton(match, ButtonKind.PLAIN, short="Run on open tickets")
        self._bar = QProgressBar()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._lay_out()
        self._timer.timeout.connect(self._look)
        self.cancel.clicked.connect(self.stop)
        self.tree.itemActivated.connect(self._activate)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def run(self, text: str) -> None:
        """Judge all open tickets with this text's rulebook; what was running is stopped."""
        self._stop.set()
        self._stop = stop = threading.Event()
        self._text, self._progress = text, (0, 0)
        self.tree.clear()
        self._say("Looking at the open tickets…")
        self._busy(busy=True)

        def told(done: int, of: int) -> None:
            self._progress = (done, of)  # read by the timer: one assignment, from whichever thread

        self._background.run(
            self,
            lambda: self._console.rulebook.effect(text, stopped=stop.is_set, progressed=told),
            done=lambda effect: self._show(effect, stop),
            failed=lambda error: self._failed(error, stop),
        )

    def stop(self) -> None:
        self._stop.set()

    def outdate(self, text: str) -> None:
        """The rulebook now says this."""
        if self._text is not None and text != self._text and not self.running:
            self._say(OLD)

    def _show(self, effect: Effect, stop: threading.Event) -> None:
        if stop is not self._stop:
            return
        self._busy(busy=False)
        self._say(effect_words(effect))
        moved = [each for each in effect.rules if each.gained or each.lost]
        for each in moved:
            self._add_rule(each)
        if effect.changes:
            top = self._top(f"Suggestions that change: {len(effect.changes):,}")
            for change in effect.changes:
                _ticket(top, change.ticket, f"{change.before}  \N{RIGHTWARDS ARROW}  {change.after}")
        for at in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(at)
            if item is not None:
                item.setExpanded(True)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _add_rule(self, effect: RuleEffect) -> None:
        top = self._top(rule_words(effect))
        for touched in effect.gained:
            _ticket(top, touched, "gained")
        for touched in effect.lost:
            _ticket(top, touched, "lost")

    def _top(self, words: str) -> QTreeWidgetItem:
        item = tree_row(words, "")
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        return item

    def _failed(self, error: Exception, stop: threading.Event) -> None:
        if stop is not self._stop:
            return
        self._busy(busy=False)
        known = isinstance(error, WarmlineError)
        self._say(f"Mend this first. {error}" if known else "An unexpected error; the log says how.")

    def _look(self) -> None:
        done, of = self._progress
        if of:
            self._bar.setRange(0, of)
            self._bar.setValue(done)
            self._say(f"{done:,} of {of:,} open tickets…")

    def _activate(self, item: QTreeWidgetItem) -> None:
        ticket = item.data(0, TICKET)
        if ticket is not None:
            self.ticket_asked.emit(ticket)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setAccessibleName(words)

    def _busy(self, *, busy: bool) -> None:
        self._timer.start() if busy else self._timer.stop()
        self._bar.setVisible(busy)
        self._bar.setRange(0, 0)
        self.cancel.setVisible(busy)
        self._run_button.setVisible(not busy)

    def _lay_out(self) -> None:
        self.tree.setAccessibleName("What would match")
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setColumnWidth(0, 460)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Tickets looked at")
        self._bar.hide()
        self.cancel.hide()
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self.said, 1)
        top.addWidget(self._run_button)
        top.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        layout.addWidget(self.tree, 1)


def effect_words(effect: Effect) -> str:
    """All of it in two sentences."""
    gained = sum(len(each.gained) for each in effect.rules)
    lost = sum(len(each.lost) for each in effect.rules)
    looked = f"{effect.looked_at:,} open tickets were looked at"
    if not effect.complete:
        looked = f"Stopped: {effect.looked_at:,} of {effect.of:,} open tickets were looked at"
    if not gained and not lost and not effect.changes:
        return f"{looked}. Nothing would change."
    return f"{looked}. Rules gain {gained:,} tickets and lose {lost:,}; {len(effect.changes):,} suggestions change."


def rule_words(effect: RuleEffect) -> str:
    """ "Legal: fires on 4, would on 6 (2 gained, 0 lost)"."""
    return (
        f"{effect.rule}: fires on {effect.before:,}, would on {effect.after:,} "
        f"({len(effect.gained):,} gained, {len(effect.lost):,} lost)"
    )


def _ticket(top: QTreeWidgetItem, touched: Touched, words: str) -> None:
    item = tree_row(f"#{touched.number}  {touched.subject}", words)
    item.setData(0, TICKET, touched.ticket)
    top.addChild(item)
