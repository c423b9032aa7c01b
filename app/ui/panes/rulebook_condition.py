"""A rule's condition: as a form of clauses where it fits one, else as text; two views of the same."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.conditions.plain_form import ConditionForm, FormClause, Join, written
from app.domain.conditions.tokens import MOST_CHARACTERS
from app.domain.conditions.vocabulary import Term, Vocabulary
from app.domain.rulebook_findings import Finding
from app.ui.controls import ButtonKind, push_button
from app.ui.labels import TextRole, label, paragraph
from app.ui.panes.plain_editor import PlainEditor
from app.ui.panes.rulebook_clause import ClauseRow, QuietCombo, first_clause
from app.ui.theme import Space

ROOM = 10 * MOST_CHARACTERS  # characters that the field takes in: more is never a condition
LINES = 7
JOINS = [("All of these hold", Join.ALL), ("One of these holds", Join.ANY)]
NO_FORM = "This condition says more than the form can show; its text is the only view of it."


class ConditionFields(QWidget):
    """Shows the form of itself where there is one, unless the text was asked for."""

    edited = Signal(str)  # the condition's text
    refused = Signal(str)

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._form: ConditionForm | None = None
        self._text = ""
        self.rows: list[list[ClauseRow]] = []
        self.as_form, self.as_text = push_button("Form", ButtonKind.QUIET), push_button("Text", ButtonKind.QUIET)
        self.join = QuietCombo("How the clauses combine")
        self.add = push_button("Add a clause")
        self.editor = PlainEditor("Condition as text", most=ROOM)
        self._why = paragraph("", TextRole.SMALL_MUTED)
        self._groups = QVBoxLayout()
        self._pages = (QWidget(), QWidget())  # the form, the text
        self._lay_out()
        self._connect()

    @property
    def form_shown(self) -> bool:
        return not self._pages[0].isHidden()

    @property
    def _terms(self) -> tuple[Term, ...]:
        return tuple(self._vocabulary.terms())

    def offer(self, vocabulary: Vocabulary) -> None:
        """What clauses can ask for from now on; a row that somebody may be working in stays as it is."""
        self._vocabulary = vocabulary

    def show_condition(self, text: str, form: ConditionForm | None, findings: Sequence[Finding]) -> None:
        """What is typed stays as it is where it says the same."""
        if self.editor.typed.strip() != text.replace("\r\n", "\n").strip():
            self.editor.show_text(text)
        self.editor.mark([(each.line, each.column) for each in findings if each.line])
        mine = written(self._current) if self.rows else None
        if form is not None and (mine is None or mine != written(form)):
            self._build(form)
        self._form, self._text = form, text
        self.as_form.setEnabled(form is not None)
        self._why.setText("" if form is not None else NO_FORM)
        self._why.setVisible(form is None and bool(text))
        self._view(0 if form is not None and self.as_form.isChecked() else 1)

    def show_form(self) -> None:
        if self._form is not None:
            self._view(0)

    def show_text(self) -> None:
        self._view(1)

    def go_to(self, line: int, column: int) -> None:
        """Bring a place of the text into sight."""
        self.as_text.setChecked(True)
        self._view(1)
        self.editor.go_to(line, column)

    def add_clause(self) -> None:
        """One more clause in a group of its own."""
        self._rebuild([*self._current.groups, (first_clause(self._terms),)])

    @property
    def _current(self) -> ConditionForm:
        join = Join(self.join.currentData())
        return ConditionForm(join, tuple(tuple(row.clause for row in group) for group in self.rows))

    def _add_to_group(self, at: int) -> None:
        groups = [list(group) for group in self._current.groups]
        groups[at].append(first_clause(self._terms))
        self._rebuild([tuple(group) for group in groups])

    def _remove(self, at: int, place: int) -> None:
        groups = [list(group) for group in self._current.groups]
        del groups[at][place]
        left = [tuple(group) for group in groups if group]
        self._rebuild(left or [(first_clause(self._terms),)])

    def _rebuild(self, groups: Sequence[tuple[FormClause, ...]]) -> None:
        self._build(ConditionForm(self._current.join, tuple(groups)))
        self.rows[-1][-1].fact.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def _build(self, form: ConditionForm) -> None:
        while (item := self._groups.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.join.show_choices(JOINS, form.join)
        self.rows = [self._group(at, group, form.join) for at, group in enumerate(form.groups)]
        self._word()

    def _group(self, at: int, group: Sequence[FormClause], join: Join) -> list[ClauseRow]:
        card = QFrame()
        card.setObjectName("card" if len(group) > 1 else "")
        column = QVBoxLayout(card)
        height = Space.SMALL if len(group) > 1 else 0
        column.setContentsMargins(Space.SMALL, height, Space.SMALL, height)  # rows stand below one another
        column.setSpacing(Space.SMALL)
        rows = [ClauseRow(self._terms, clause, inner=_word_of(join.other)) for clause in group]
        for place, row in enumerate(rows):
            column.addWidget(row)
            row.edited.connect(self._say)
            row.or_asked.connect(partial(self._add_to_group, at))
            row.removal_asked.connect(partial(self._remove, at, place))
        self._groups.addWidget(card)
        return rows

    def _word(self) -> None:
        """Every row begins with the word that joins it to the one above."""
        join = Join(self.join.currentData())
        for at, group in enumerate(self.rows):
            for place, row in enumerate(group):
                row.show_join(_word_of(join.other) if place else _word_of(join) if at else "If")

    def _say(self) -> None:
        self._word()
        text = written(self._current)
        self.editor.show_text(text)
        self.edited.emit(text)

    def _joined(self) -> None:
        self._build(self._current)
        self._say()

    def _typed(self) -> None:
        self.rows = []  # the form follows the text once that is checked
        self.as_form.setEnabled(False)
        self.edited.emit(self.editor.typed.strip())

    def _view(self, page: int) -> None:
        for at, each in enumerate(self._pages):  # no stack: that would be as tall as the taller of both
            each.setVisible(at == page)
        for at, each in enumerate((self.as_form, self.as_text)):
            each.setProperty("chosen", at == page)
            each.setAccessibleDescription("shown" if at == page else "")
            each.style().unpolish(each)
            each.style().polish(each)

    def _connect(self) -> None:
        self.as_form.clicked.connect(self.show_form)
        self.as_text.clicked.connect(self.show_text)
        self.join.currentIndexChanged.connect(self._joined)
        self.add.clicked.connect(self.add_clause)
        self.editor.textChanged.connect(self._typed)
        self.editor.refused.connect(self.refused)

    def _lay_out(self) -> None:
        both = QButtonGroup(self)
        for each in (self.as_form, self.as_text):
            each.setCheckable(True)
            both.addButton(each)
        self.as_form.setChecked(True)
        top = QHBoxLayout()
        top.setSpacing(Space.TIGHT)
        top.addWidget(self.as_form)
        top.addWidget(self.as_text)
        top.addStretch()
        form, text = self._pages
        inside = QVBoxLayout(form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.SMALL)
        self.join.setMinimumContentsLength(len(JOINS[1][0]))
        inside.addWidget(self.join, 0, Qt.AlignmentFlag.AlignLeft)
        self._groups.setSpacing(Space.SMALL)
        inside.addLayout(self._groups)
        inside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch()
        below = QVBoxLayout(text)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(Space.TIGHT)
        self.editor.setFixedHeight(self.editor.fontMetrics().lineSpacing() * LINES)
        below.addWidget(self.editor)
        below.addWidget(label("docs/rulebook.md lists every name.", TextRole.SMALL_MUTED))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._why)
        layout.addWidget(form)
        layout.addWidget(text)


def _word_of(join: Join) -> str:
    return "and" if join is Join.ALL else "or"
