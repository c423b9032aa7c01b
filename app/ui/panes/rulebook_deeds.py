"""All that rules did: one list, by rule and by mode, with what became of it and a way to put a move back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.domain.decisions import Decision
from app.domain.rule_deeds import MOST, Became, DeedFilter, RuleDeed
from app.domain.rulebook import Mode
from app.errors import WarmlineError
from app.ui.background import Background
from app.ui.controls import ActionButton, ButtonKind
from app.ui.labels import TextRole, label, paragraph
from app.ui.theme import Space
from app.ui.tree_row import tree_row

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

DEED = Qt.ItemDataRole.UserRole
COLUMNS = ("When", "Rule", "Ticket", "What it did", "What became of it")
WIDTHS = (112, 190, 250, 210, 210)
EVERY_RULE = "Every rule"
MODES = {
    "Every mode": None,
    "Automatic: acts by itself": Mode.AUTOMATIC,
    "Suggest: asks a person": Mode.SUGGEST,
    "Shadow: only records": Mode.SHADOW,
}
_DID = {Mode.AUTOMATIC: "moved it to", Mode.SUGGEST: "suggested", Mode.SHADOW: "would send it to"}
_WAITING = {Became.WAITS, Became.WAITS_FOR_ROOM}
_SUGGESTED = _DID[Mode.SUGGEST]  # whatever its rule may do: nothing was moved


class DeedsView(QWidget):
    """Reads the list when it is shown; the filters read it anew."""

    ticket_asked = Signal(object)  # a TicketId
    put_back = Signal(object)  # the Decision that moves a ticket back; None where the move was simply taken back
    refused = Signal(str)

    def __init__(
        self, console: "Console", background: Background, put_back: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._background = background
        self._reading = background.latest(self)
        self._action = put_back
        self.rules = QComboBox()
        self.modes = QComboBox()
        self.list = QTreeWidget()
        self.said = paragraph("", TextRole.MUTED)
        self._button = ActionButton(put_back, ButtonKind.PLAIN)
        self._lay_out()
        self._action.setEnabled(False)
        self.rules.currentIndexChanged.connect(self.read)
        self.modes.currentIndexChanged.connect(self.read)
        self.list.itemActivated.connect(self._activate)
        self.list.currentItemChanged.connect(self._offer)

    @property
    def wanted(self) -> DeedFilter:
        """What the filters ask for."""
        rule = self.rules.currentData()
        return DeedFilter(rule if isinstance(rule, str) else "", MODES[self.modes.currentText()])

    @property
    def deed(self) -> RuleDeed | None:
        """The chosen one."""
        item = self.list.currentItem()
        deed = item.data(0, DEED) if item is not None else None
        return deed if isinstance(deed, RuleDeed) else None

    def show_rules(self, names: tuple[str, ...]) -> None:
        """Offer these rules to choose from; the choice stays where its rule does."""
        held = self.wanted.rule
        self.rules.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.rules.clear()
        self.rules.addItem(EVERY_RULE, "")
        for name in names:
            self.rules.addItem(name, name)
        self.rules.setCurrentIndex(max(self.rules.findData(held), 0))
        self.rules.blockSignals(False)  # noqa: FBT003

    def read(self) -> None:
        wanted = self.wanted
        self._reading.run(lambda: self._console.rule_log.deeds(wanted), done=self._show, failed=self._failed)

    def put_chosen_back(self) -> None:
        deed = self.deed
        if deed is not None and deed.decision is not None:
            self._action.setEnabled(False)
            self._background.run(
                self, lambda: self._console.rule_log.put_back(deed), done=self._was_put_back, failed=self._failed
            )

    def _show(self, deeds: tuple[RuleDeed, ...]) -> None:
        chosen = self.deed
        self.list.clear()
        for each in deeds:
            self._add(each, chosen=chosen is not None and _same(each, chosen))
        first = self.list.topLevelItem(0)
        if self.list.currentItem() is None and first is not None:
            self.list.setCurrentItem(first)
        self._say(deeds_words(deeds))
        self._offer()

    def _add(self, deed: RuleDeed, *, chosen: bool) -> None:
        item = tree_row(*row_words(deed))
        item.setData(0, DEED, deed)
        self.list.addTopLevelItem(item)
        if chosen:
            self.list.setCurrentItem(item)

    def _was_put_back(self, decision: Decision | None) -> None:
        self.put_back.emit(decision)
        self.read()

    def _failed(self, error: Exception) -> None:
        self.refused.emit(str(error) if isinstance(error, WarmlineError) else "An unexpected error; the log says how.")
        self._offer()

    def _activate(self, item: QTreeWidgetItem) -> None:
        deed = item.data(0, DEED)
        if isinstance(deed, RuleDeed):
            self.ticket_asked.emit(deed.ticket)

    def _offer(self) -> None:
        deed = self.deed
        self._action.setEnabled(self.isVisible() and deed is not None and deed.decision is not None)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setAccessibleName(words)

    def _lay_out(self) -> None:
        for text in MODES:
            self.modes.addItem(text)
        self.show_rules(())
        self.rules.setAccessibleName("Of which rule")
        self.modes.setAccessibleName("Of which mode")
        self.rules.setMinimumContentsLength(24)
        self.list.setAccessibleName("What rules did")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setHeaderLabels(COLUMNS)
        for column, width in enumerate(WIDTHS):
            self.list.setColumnWidth(column, width)
        self.list.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(label("Show", TextRole.MUTED))
        top.addWidget(self.rules)
        top.addWidget(self.modes)
        top.addStretch()
        top.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)


def _same(one: RuleDeed, other: RuleDeed) -> bool:
    return (one.ticket, one.rule, one.mode, one.at) == (other.ticket, other.rule, other.mode, other.at)


def row_words(deed: RuleDeed) -> tuple[str, str, str, str, str]:
    """One row, column by column."""
    when = f"{deed.at.astimezone():%d %b %H:%M}"
    did = f"{_SUGGESTED if deed.became in _WAITING else _DID[deed.mode]} {deed.group or 'an escalation'}"
    return when, deed.rule, f"#{deed.number}  {deed.subject}".rstrip(), did, became_words(deed)


def became_words(deed: RuleDeed) -> str:
    """What became of it and who made it so; of what was taken back, who had decided it."""
    if not deed.by or deed.became is Became.STANDS:
        return str(deed.became)
    if deed.first is not None:
        return f"{deed.became}; it was {deed.first} by {deed.by}"
    return f"{deed.became} by {deed.by}"


def deeds_words(deeds: tuple[RuleDeed, ...]) -> str:
    """How much it is, in a sentence."""
    if not deeds:
        return "Nothing yet."
    listed = f"The newest {MOST:,}." if len(deeds) >= MOST else f"{len(deeds):,} listed."
    opens = "Enter opens a ticket"
    if any(each.decision is not None for each in deeds):
        opens += ", and what stands can be put back"
    return f"{listed} {_standing_words(deeds)}{opens}."


def _standing_words(deeds: tuple[RuleDeed, ...]) -> str:
    """How many of the moves that rules made by themselves stand; nothing where none is listed."""
    moves = [each for each in deeds if each.mode is Mode.AUTOMATIC and each.became not in _WAITING]
    standing = sum(each.decision is not None for each in moves)
    if not moves:
        return ""
    if standing == 1:
        return "1 move that a rule made by itself stands. "
    return f"{standing:,} moves that rules made by themselves stand. "
