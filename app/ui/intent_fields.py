"""The fields of one intent of the team's own, each with what is wrong with it beneath."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.taught import IntentDraft
from app.domain.teaching_rules import FIELDS, LEAST, drafted
from app.ui.form_rows import form_rows
from app.ui.labels import TextRole, paragraph
from app.ui.theme import Space

PHRASES = 9  # lines in sight; more are scrolled
NEAR = 4

EXAMPLES = {
    "name": "refund_after_outage",
    "meaning": "The customer wants money back because we were down",
    "positives": "We expect a credit for last week's outage.",
    "near": "Is there an outage right now?",
}


class IntentFields(QWidget):
    """Name, meaning, phrases and near misses; phrases are one a line."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._meaning = QLineEdit(), QLineEdit()
        self._positives, self._near = _lines(PHRASES), _lines(NEAR)
        self._texts: dict[str, QLineEdit | QPlainTextEdit] = {
            "name": self._name,
            "meaning": self._meaning,
            "positives": self._positives,
            "near": self._near,
        }
        names = ("Name", "Meaning", "Phrases, one a line", "Near misses, one a line")
        self._wrong = {field: paragraph("", TextRole.WRONG) for field in FIELDS}
        form = form_rows(self)
        form.setVerticalSpacing(Space.SMALL)
        for field, name in zip(FIELDS, names, strict=True):
            text = self._texts[field]
            text.setAccessibleName(name)
            text.setPlaceholderText(EXAMPLES[field])
            form.addRow(name.partition(",")[0], self._row(field))
        self._about = {field: self._texts[field].accessibleName() for field in FIELDS}
        self.setFocusProxy(self._name)
        for text in self._texts.values():
            text.textChanged.connect(self._edit)

    @property
    def draft(self) -> IntentDraft:
        """What is typed now."""
        return drafted(self._name.text(), self._meaning.text(), self._positives.toPlainText(), self._near.toPlainText())

    def show_draft(self, draft: IntentDraft | None) -> None:
        """Fill the fields with an intent, or with nothing for a new one."""
        shown = draft or IntentDraft("", "", ())
        values = (shown.name, shown.meaning, "\n".join(shown.positives), "\n".join(shown.near))
        for text, value in zip(self._texts.values(), values, strict=True):
            text.blockSignals(True)  # noqa: FBT003 - Qt's signature
            text.setText(value) if isinstance(text, QLineEdit) else text.setPlainText(value)
            text.blockSignals(False)  # noqa: FBT003
        self._name.setReadOnly(draft is not None)  # analyses and corrections carry it
        self.mark({})

    def mark(self, wrong: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first that is."""
        for field in FIELDS:
            problem, text = wrong.get(field, ""), self._texts[field]
            self._wrong[field].setText(problem)
            self._wrong[field].setVisible(bool(problem))
            text.setAccessibleDescription(problem)
            text.setProperty("wrong", bool(problem))
            text.style().unpolish(text)
            text.style().polish(text)
        first = next((field for field in FIELDS if field in wrong), None)
        if first is not None:
            self._texts[first].setFocus()

    def _edit(self) -> None:
        self.mark({})
        self.edited.emit()

    def _row(self, field: str) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._texts[field])
        hints = {
            "positives": f"At least {LEAST}, in customers' own words and in many ways.",
            "near": "What only sounds like it. A handful makes the intent much sharper.",
        }
        if field in hints:
            column.addWidget(paragraph(hints[field], TextRole.SMALL_MUTED))
        column.addWidget(self._wrong[field])
        return row


def _lines(count: int) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * count + 2 * Space.SMALL)
    return made
