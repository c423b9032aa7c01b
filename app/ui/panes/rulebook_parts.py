"""The widgets of the rulebook's pane, and where they stand. What they do is the pane's business."""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.rulebook_findings import Finding, Severity
from app.ui.actions import ActionName
from app.ui.background import Background
from app.ui.controls import ActionButton, ButtonKind, push_button
from app.ui.delegates.rulebook_row import RulebookDelegate
from app.ui.icons import IconLabel, icon
from app.ui.item_models.rulebook_model import RulebookModel
from app.ui.labels import ElidedLabel, TextRole, label, paragraph
from app.ui.panes.plain_editor import PlainEditor
from app.ui.panes.rulebook_changes import ChangesView
from app.ui.panes.rulebook_deeds import DeedsView
from app.ui.panes.rulebook_effect import EffectView
from app.ui.panes.rulebook_form import RuleForm
from app.ui.theme import Space, colours
from app.ui.tips import tip

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

LEFT = 320  # width of the list
MOST = 1_000_000  # characters of a rulebook
FINDINGS = 4  # in sight
FINDING = Qt.ItemDataRole.UserRole
_LINE = re.compile(r"line (\d+), column (\d+)")
_ICONS = {Severity.ERROR: ("circle-alert", "bad"), Severity.WARNING: ("triangle-alert", "caution")}


class Page(IntEnum):
    """The views of the rulebook, in their order."""

    RULE = 0
    TEXT = 1
    CHANGES = 2
    EFFECT = 3
    DEEDS = 4


TITLES = {
    Page.RULE: "Rule",
    Page.TEXT: "Whole text",
    Page.CHANGES: "Changes",
    Page.EFFECT: "What would match now",
    Page.DEEDS: "What rules did",
}


class RulebookParts:
    """The list of rules at the left; at the right a view, what is wrong, and what can be done."""

    def __init__(
        self, parent: QWidget, console: "Console", background: Background, actions: Mapping[ActionName, QAction]
    ) -> None:
        self.model = RulebookModel(parent)
        self.rules = QListView()
        self.tabs = QTabBar()
        self.form = RuleForm(console.rulebook.known)
        self.text = PlainEditor("The whole rulebook as text", most=MOST)
        self.changes = ChangesView()
        self.effect = EffectView(console, background, actions[ActionName.MATCH_NOW])
        self.deeds = DeedsView(console, background, actions[ActionName.PUT_BACK])
        self.findings = QListWidget()
        self.state = ElidedLabel("Reading the rulebook…", TextRole.MUTED)
        self.discard = push_button("Discard the edits", ButtonKind.QUIET)
        self.save = ActionButton(actions[ActionName.SAVE_RULES], ButtonKind.PRIMARY)
        self.banner = Banner()
        self.unreadable = paragraph("", TextRole.MUTED)
        self._state_icon = IconLabel("info", "muted")
        self._pages = QStackedWidget()
        self._rule_page = QStackedWidget()
        self._lay_out(parent, actions)

    @property
    def page(self) -> Page:
        return Page(self._pages.currentIndex())

    def show_page(self, page: Page) -> None:
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.tabs.setCurrentIndex(page)
        self.tabs.blockSignals(False)  # noqa: FBT003
        self._pages.setCurrentIndex(page)

    def show_rule_page(self, *, readable: bool, why: str) -> None:
        """The form, or why there is none."""
        self.unreadable.setText(why)
        self._rule_page.setCurrentIndex(0 if readable else 1)

    def say(self, words: str, icon: str, tone: str) -> None:
        self.state.setText(words)
        self.state.setAccessibleName(words)
        self._state_icon.show_icon(icon, tone)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self.findings.clear()
        for each in findings:
            item = QListWidgetItem(f"{str(each.severity).capitalize()}: {each.words}")
            name, tone = _ICONS[each.severity]
            item.setIcon(icon(name, getattr(colours(self.findings.palette()), tone)))
            item.setData(FINDING, each)
            item.setToolTip(tip(each.words))
            self.findings.addItem(item)
        height = self.findings.sizeHintForRow(0) * min(len(findings), FINDINGS) + Space.LARGE
        self.findings.setFixedHeight(height)
        self.findings.setVisible(bool(findings))

    def _lay_out(self, parent: QWidget, actions: Mapping[ActionName, QAction]) -> None:
        self.rules.setModel(self.model)
        self.rules.setItemDelegate(RulebookDelegate(self.rules))
        self.rules.setAccessibleName("Rules")
        self.rules.setFrameShape(QFrame.Shape.NoFrame)
        self.rules.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.setAccessibleName("What is wrong")
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.setIconSize(QSize(16, 16))
        self.findings.hide()
        self.tabs.setAccessibleName("Views of the rulebook")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for page in Page:
            self.tabs.addTab(TITLES[page])
        layout = QHBoxLayout(parent)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._left(actions))
        layout.addLayout(self._right(actions), 1)

    def _left(self, actions: Mapping[ActionName, QAction]) -> QWidget:
        left = QWidget()
        left.setFixedWidth(LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, Space.LARGE, 0, Space.SMALL)
        column.setSpacing(Space.SMALL)
        title = label("Rulebook", TextRole.TITLE)
        title.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.rules, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        buttons.setSpacing(Space.TIGHT)
        names = (
            ActionName.ADD_RULE,
            ActionName.COPY_RULE,
            ActionName.REMOVE_RULE,
            ActionName.RULE_UP,
            ActionName.RULE_DOWN,
            ActionName.UNDO_RULE_EDIT,
        )
        for name in names:
            buttons.addWidget(ActionButton(actions[name], ButtonKind.ICON))
        buttons.addStretch()
        column.addLayout(buttons)
        return left

    def _right(self, actions: Mapping[ActionName, QAction]) -> QVBoxLayout:
        self._rule_page.addWidget(self.form)
        nothing = QWidget()
        words = QVBoxLayout(nothing)
        words.setContentsMargins(0, Space.LARGE, 0, 0)
        words.addWidget(self.unreadable)
        words.addStretch()
        self._rule_page.addWidget(nothing)
        for view in (self._rule_page, self.text, self.changes, self.effect, self.deeds):
            self._pages.addWidget(view)
        foot = QHBoxLayout()
        foot.setSpacing(Space.SMALL)
        foot.addWidget(self._state_icon)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.discard)
        foot.addWidget(ActionButton(actions[ActionName.PUT_BACK_RULES], ButtonKind.PLAIN, short="Put back"))
        foot.addWidget(self.save)
        right = QVBoxLayout()
        right.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        right.setSpacing(Space.MEDIUM)
        right.addWidget(self.tabs)
        right.addWidget(self.banner)
        right.addWidget(self._pages, 1)
        right.addWidget(self.findings)
        right.addLayout(foot)
        return right


class Banner(QFrame):
    """Says that somebody else has changed the file, and asks whose edits go on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "caution")
        self._words = paragraph()
        self.take_theirs = push_button("Take theirs")
        self.keep_mine = push_button("Go on with mine")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(IconLabel("triangle-alert", "caution"))
        layout.addWidget(self._words, 1)
        layout.addWidget(self.take_theirs)
        layout.addWidget(self.keep_mine)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    def ask(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(f"Warning: {words}")
        self.show()


def place_in_text(finding: Finding) -> tuple[int, int] | None:
    """Line and column of the whole text that a finding names; None where it names none."""
    found = _LINE.search(finding.says)
    return (int(found[1]), int(found[2])) if found and not finding.rule else None
