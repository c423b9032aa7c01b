"""One clause of a condition as a row: the fact, how it is looked at, and what it is compared with."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from app.domain.conditions.plain_form import FormClause, Given, Relation, relations_of, value_for
from app.domain.conditions.vocabulary import INTENT, SIGNAL, Kind, Term
from app.ui.controls import IconButton
from app.ui.labels import TextRole, label
from app.ui.theme import Space
from app.ui.tips import tip

LARGEST = 1e12
DECIMALS = 4
JOIN_WIDTH = 36  # "and" and "or" below one another


class QuietCombo(QComboBox):
    """A choice that the wheel passes by: scrolling the form must not change a rule."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def show_choices(self, choices: Sequence[tuple[str, object]], chosen: object) -> None:
        """These words with what they stand for; one that is not among them is shown too, so that nothing is lost."""
        wanted = [*choices]
        if chosen not in [value for _, value in wanted]:
            wanted.append((str(chosen), chosen))
        if wanted == [(self.itemText(at), self.itemData(at)) for at in range(self.count())]:
            self.choose(chosen)
            return
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.clear()
        for words, value in wanted:
            self.addItem(words, value)
        self.blockSignals(False)  # noqa: FBT003
        self.choose(chosen)

    def choose(self, value: object) -> None:
        """Nobody is told: it is not a person's choice."""
        values = [self.itemData(at) for at in range(self.count())]
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.setCurrentIndex(values.index(value) if value in values else -1)
        self.blockSignals(False)  # noqa: FBT003


class NumberField(QDoubleSpinBox):
    """Numbers as one writes them: no zeros behind, and the wheel passes by."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDecimals(DECIMALS)
        self.setRange(-LARGEST, LARGEST)
        self.setGroupSeparatorShown(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:
        whole, _, rest = f"{value:,.{DECIMALS}f}".partition(".")
        return f"{whole}.{rest}".rstrip("0").rstrip(".")

    def valueFromText(self, text: str) -> float:
        try:
            return float(text.replace(",", ""))
        except ValueError:
            return self.value()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ClauseRow(QWidget):
    """Says each change at once. What a person does not touch stays exactly as it was written."""

    edited = Signal()
    or_asked = Signal()
    removal_asked = Signal()

    def __init__(self, terms: Sequence[Term], clause: FormClause, *, inner: str, parent: QWidget | None = None) -> None:
        """`inner` is the word that joins it to another one of its group, "or" or "and"."""
        super().__init__(parent)
        self._terms = {each.name: each for each in terms}
        self.clause = clause
        self.join = label("", TextRole.SMALL_MUTED)
        self.fact = QuietCombo("Fact")
        self.relation = QuietCombo("Comparison")
        self.number = NumberField("Value")
        self.text = QLineEdit()
        self.text.setAccessibleName("Value")
        self.choice = QuietCombo("Value")
        self.more = IconButton("plus", f"Add one with “{inner}”")
        self.remove = IconButton("x", "Remove this clause")
        self._values = QStackedWidget()
        for each in (self.number, self.text, self.choice, label()):
            self._values.addWidget(each)
        self.fact.show_choices([(term_title(each), each.name) for each in terms], clause.name)
        self._lay_out()
        self._show()
        self._connect()

    def show_join(self, words: str) -> None:
        self.join.setText(words)
        self.setAccessibleName(f"{words} {self.words}")

    @property
    def words(self) -> str:
        clause = self.clause
        value = "" if clause.value is None else f" {clause.value}"
        return f"{term_title(self._terms[clause.name])} {clause.relation}{value}"

    def _show(self) -> None:
        """The widgets as the clause says."""
        clause, term = self.clause, self._terms[self.clause.name]
        self.relation.show_choices([(str(each), each) for each in relations_of(term)], clause.relation)
        self.fact.setToolTip(tip(term.about))
        page = 3
        for widget in (self.number, self.text, self.choice):
            widget.blockSignals(True)  # noqa: FBT003 - Qt's signature
        if isinstance(clause.value, float):
            page = 0
            self.number.setSingleStep(0.05 if term.high == 1 else 1)
            self.number.setValue(clause.value)
        elif clause.value is not None and term.choices:
            page = 2
            self.choice.show_choices([(each, each) for each in term.choices], clause.value)
        elif clause.value is not None:
            page = 1
            if self.text.text() != clause.value:
                self.text.setText(clause.value)
        for widget in (self.number, self.text, self.choice):
            widget.blockSignals(False)  # noqa: FBT003
        self._values.setCurrentIndex(page)

    def _change(self, **changes: object) -> None:
        name = str(changes.get("name", self.clause.name))
        term = self._terms[name]
        wanted = changes.get("relation", self.clause.relation)
        relation = next((each for each in relations_of(term) if each is wanted), relations_of(term)[0])
        value: Given = value_for(term, relation, self.clause.value)
        if "value" in changes:
            given = changes["value"]
            value = given if isinstance(given, float | str) else None
        self.clause = FormClause(name, relation, value)
        self._show()
        self.edited.emit()

    def _fact_chosen(self) -> None:
        self._change(name=self.fact.currentData())

    def _relation_chosen(self) -> None:
        self._change(relation=Relation(self.relation.currentData()))

    def _number_typed(self, number: float) -> None:
        self._change(value=number)

    def _text_typed(self, text: str) -> None:
        self._change(value=text)

    def _choice_made(self) -> None:
        self._change(value=self.choice.currentData())

    def _connect(self) -> None:
        self.fact.currentIndexChanged.connect(self._fact_chosen)
        self.relation.currentIndexChanged.connect(self._relation_chosen)
        self.number.valueChanged.connect(self._number_typed)
        self.text.textChanged.connect(self._text_typed)
        self.choice.currentIndexChanged.connect(self._choice_made)
        self.more.clicked.connect(self.or_asked)
        self.remove.clicked.connect(self.removal_asked)

    def _lay_out(self) -> None:
        self.join.setFixedWidth(JOIN_WIDTH)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.join)
        layout.addWidget(self.fact, 5)
        layout.addWidget(self.relation, 3)
        layout.addWidget(self._values, 3)
        layout.addWidget(self.more)
        layout.addWidget(self.remove)


def term_title(term: Term) -> str:
    """ "Signal: low sentiment", "Account: renewal days"."""
    for prefix, title in ((SIGNAL, "Signal"), (INTENT, "Intent")):
        if term.name.startswith(prefix):
            return f"{title}: {term.name.removeprefix(prefix).replace('_', ' ')}"
    family, _, name = term.name.rpartition(".")
    words = name.replace("_", " ")
    return f"{family.capitalize()}: {words}" if family else f"Ticket: {words}"


def first_clause(terms: Sequence[Term]) -> FormClause:
    """What a new row begins with."""
    term = next((each for each in terms if each.kind is Kind.NUMBER and each.low == 0 and each.high == 1), terms[0])
    relation = relations_of(term)[0]
    return FormClause(term.name, relation, value_for(term, relation, None))
