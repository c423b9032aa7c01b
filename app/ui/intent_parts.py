"""The widgets of the form for intents, and where they stand. What they do is the form's business."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.taught import Correction, IntentDraft, intent_title
from app.ui.controls import ButtonKind, push_button
from app.ui.icons import IconLabel
from app.ui.intent_fields import IntentFields
from app.ui.intent_figures import IntentFigures
from app.ui.labels import TextRole, label, paragraph
from app.ui.theme import Space
from app.ui.tips import tip

NEW = "New intent"
LEFT = 240  # width of the lists


class IntentParts:
    """Lists at the left; at the right an intent's fields and figures, or a correction."""

    def __init__(self, parent: QWidget) -> None:
        self.intents, self.corrections = _list("Your team's intents"), _list("Corrections")
        self.fields = IntentFields()
        self.figures = IntentFigures()
        self._correction = paragraph()
        self._correction_about = paragraph("", TextRole.MUTED)
        self._result_icon = IconLabel("info", "info")
        self.result = paragraph()
        self.undo = push_button("Undo")
        self.test = push_button("Try")
        self.save = push_button("Save", ButtonKind.PRIMARY)
        self.delete = push_button("Delete", ButtonKind.QUIET)
        self.take_back = push_button("Take back")
        self.close_button = push_button("Close")
        self._none = paragraph("None yet. On a ticket, X says that an intent was misread.", TextRole.SMALL_MUTED)
        self._pages = QStackedWidget()
        self._after: tuple[str, str, str, bool] | None = None
        self._lay_out(parent)
        self.say("", "info", "info")

    @property
    def selected_intent(self) -> str:
        """The name of the intent at hand; "" for a new one."""
        row = self.intents.currentRow()
        text = self.intents.item(row).text() if row >= 0 else NEW
        return "" if text == NEW else text

    def list_all(self, names: Sequence[str], corrections: Sequence[str], *, select: str) -> None:
        """Fill the lists, choosing an intent or the new one."""
        for listed, lines in ((self.intents, [*names, NEW]), (self.corrections, corrections)):
            listed.blockSignals(True)  # noqa: FBT003 - Qt's signature
            listed.clear()
            listed.addItems(list(lines))
            for row, line in enumerate(lines):
                listed.item(row).setToolTip(tip(line))
            listed.setCurrentRow(-1)
            listed.blockSignals(False)  # noqa: FBT003
        self.intents.blockSignals(True)  # noqa: FBT003
        self.intents.setCurrentRow(names.index(select) if select in names else len(names))
        self.intents.blockSignals(False)  # noqa: FBT003
        self.corrections.setVisible(bool(corrections))
        self._none.setVisible(not corrections)

    def show_intent(self, draft: IntentDraft | None) -> None:
        _choose_nothing(self.corrections)
        self._pages.setCurrentIndex(0)
        self.fields.show_draft(draft)
        self.figures.show_figures(None)
        for button in (self.test, self.save):
            button.show()
        self.take_back.hide()
        self._say_what_waits()

    def show_figures_at_once(self) -> None:
        """Bring them into sight, on a small screen too."""
        self._page.adjustSize()
        self._scrolled.ensureWidgetVisible(self.figures)

    def show_correction(self, correction: Correction) -> None:
        _choose_nothing(self.intents)
        self._pages.setCurrentIndex(1)
        deed = "is" if correction.present else "is not"
        self._correction.setText(f"“{correction.text}”\n{deed} {intent_title(correction.intent)}.")
        self._correction_about.setText(
            f"{correction.by} said so on {correction.at.astimezone():%d %b %Y, %H:%M}. The models were moved just so "
            "far that they read this sentence, and others of the same meaning, accordingly."
        )
        for button in (self.test, self.save, self.delete):
            button.hide()
        self.take_back.show()
        self.say("", "info", "info")

    def say(self, words: str, icon: str, token: str, *, undo: bool = False) -> None:
        self.result.setText(words)
        self.result.setAccessibleName(words)
        self._result_icon.show_icon(icon, token)
        self._result_icon.setVisible(bool(words))
        self.undo.setVisible(undo)

    def say_after(self, words: str, icon: str, token: str, *, undo: bool = False) -> None:
        """Say it once the lists are read anew, which clears what was said."""
        self._after = (words, icon, token, undo)

    def rest(self, *, resting: bool) -> None:
        for button in (self.test, self.save, self.delete, self.undo, self.take_back):
            button.setDisabled(resting)

    def _say_what_waits(self) -> None:
        words, icon, token, undo = self._after or ("", "info", "info", False)
        self._after = None
        self.say(words, icon, token, undo=undo)

    def _lay_out(self, parent: QWidget) -> None:
        layout = QHBoxLayout(parent)
        layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.LARGE)
        layout.addLayout(self._left())
        right = QVBoxLayout()
        right.setSpacing(Space.MEDIUM)
        self._page = _page(self.fields, self.figures)
        self._scrolled = _scrolled(self._page)
        self._pages.addWidget(self._scrolled)
        self._pages.addWidget(_page(self._correction, self._correction_about))
        right.addWidget(self._pages, 1)
        result = QHBoxLayout()
        result.setSpacing(Space.SMALL)
        result.addWidget(self._result_icon, 0, Qt.AlignmentFlag.AlignTop)
        result.addWidget(self.result, 1)
        result.addWidget(self.undo)
        right.addLayout(result)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SMALL)
        buttons.addWidget(self.delete)
        buttons.addStretch()
        for button in (self.close_button, self.take_back, self.test, self.save):
            buttons.addWidget(button)
        right.addLayout(buttons)
        layout.addLayout(right, 1)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(Space.SMALL)
        left.addWidget(label("Your team's intents", TextRole.HEADING))
        left.addWidget(self.intents, 3)
        left.addWidget(label("Corrections", TextRole.HEADING))
        left.addWidget(self.corrections, 2)
        left.addWidget(self._none, 2, Qt.AlignmentFlag.AlignTop)
        return left


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setFixedWidth(LEFT)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _choose_nothing(listed: QListWidget) -> None:
    """One thing is at hand at a time."""
    listed.blockSignals(True)  # noqa: FBT003 - Qt's signature
    listed.setCurrentRow(-1)
    listed.blockSignals(False)  # noqa: FBT003


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, Space.SMALL, 0)
    column.setSpacing(Space.LARGE)
    for each in widgets:
        column.addWidget(each)
    column.addStretch()
    return page


def _scrolled(page: QWidget) -> QScrollArea:
    """Figures need room that a small screen has not."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
