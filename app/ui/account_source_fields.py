"""The fields of one account source, each with what is wrong with it beneath."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.settings import AccountSourceSettings
from app.ui.account_source_rules import KINDS, Asked, Kind, options_of, problems, written_from
from app.ui.connection_fields import KEEP, KEYRING
from app.ui.form_rows import form_rows
from app.ui.labels import TextRole, label, paragraph
from app.ui.marked_field import MarkedField
from app.ui.secret_eye import SecretEye
from app.ui.theme import Space

LINES = 7  # of the large field in sight


class AccountSourceFields(QWidget):
    """Kind, name, address, secret, and queries, rates or fields of one account source."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = QComboBox()
        for kind in KINDS.values():
            self._kind.addItem(kind.title, kind.kind)
        self._kind.setAccessibleName("Kind of account source")
        self._name_line, self._url_line, self._secret_line = QLineEdit(), QLineEdit(), QLineEdit()
        self._asked_text = QPlainTextEdit()
        self._asked_text.setTabChangesFocus(True)
        self._asked_text.setMinimumHeight(self._asked_text.fontMetrics().lineSpacing() * LINES)
        self._name = MarkedField(self._name_line, "Name")
        self._url = MarkedField(self._url_line, "Address")
        self._secret = MarkedField(self._secret_line, "Secret")
        self._asked = MarkedField(self._asked_text, "Queries")
        self._eye = SecretEye(self._secret_line, "the secret")
        self._url_label, self._secret_label, self._asked_label = label(), label(), label()
        self._about = paragraph("", TextRole.SMALL_MUTED)
        self._lay_out()
        self.setFocusProxy(self._name)
        self._kind.currentIndexChanged.connect(self._choose_kind)
        for line in (self._name_line, self._url_line, self._secret_line):
            line.textEdited.connect(self._edit)
        self._asked_text.textChanged.connect(self._edit)
        self.show_source(None)

    @property
    def secret(self) -> str:
        """What was typed as the secret; empty leaves the one in the keyring as it is."""
        return self._secret_line.text()

    def show_source(self, source: AccountSourceSettings | None) -> None:
        """Fill the fields with a source, or with nothing for a new one."""
        shown = source or AccountSourceSettings(name="", kind="sql")
        self._kind.setCurrentIndex(max(0, self._kind.findData(shown.kind)))
        self._name_line.setText(shown.name)
        self._name_line.setReadOnly(source is not None)  # facts carry it
        self._url_line.setText(shown.url)
        self._asked_text.setPlainText(written_from(shown.options, self._shown_kind.asked))
        self._secret_line.clear()
        self._secret_line.setPlaceholderText(KEEP if source else "")
        self._eye.setChecked(False)
        self._mark({})
        self._show_kind()

    def checked(self, *, taken: Collection[str]) -> AccountSourceSettings | None:
        """The source as typed, or None after saying at each field what is wrong with it."""
        kind, written = self._shown_kind, self._asked_text.toPlainText()
        source = AccountSourceSettings(
            name=self._name_line.text().strip(),
            kind=kind.kind,
            url=self._url_line.text().strip() if kind.address else "",
            options=MappingProxyType(options_of(written, kind.asked)),
        )
        wrong = problems(source, written, taken=taken)
        self._mark(wrong)
        return None if wrong else source

    @property
    def _shown_kind(self) -> Kind:
        return KINDS[self._kind.currentData()]

    def _mark(self, wrong: Mapping[str, str]) -> None:
        fields = {"name": self._name, "url": self._url, "asked": self._asked}
        for key, field in fields.items():
            field.mark(wrong.get(key, ""))
        first = next((field for key, field in fields.items() if key in wrong), None)
        if first is not None:
            first.setFocus()

    def _edit(self) -> None:
        self._mark({})
        self.edited.emit()

    def _choose_kind(self) -> None:
        self._show_kind()
        self._edit()

    def _show_kind(self) -> None:
        kind = self._shown_kind
        self._about.setText(kind.about)
        for row, name, field, words in (
            (self._url, kind.address, self._url_line, self._url_label),
            (self._secret_row, kind.secret_label, self._secret_line, self._secret_label),
            (self._asked, kind.asked_label, self._asked_text, self._asked_label),
        ):
            words.setText(name)
            field.setAccessibleName(name)
            self._form.setRowVisible(row, bool(name))
        self._url_line.setPlaceholderText(kind.example)
        self._asked_text.setPlaceholderText(kind.asked_example if kind.asked is not Asked.NOTHING else "")

    def _lay_out(self) -> None:
        secret = QHBoxLayout()
        secret.setSpacing(Space.TIGHT)
        secret.addWidget(self._secret, 1)
        secret.addWidget(self._eye)
        self._secret_row = QWidget()
        rows = QVBoxLayout(self._secret_row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(Space.TIGHT)
        rows.addLayout(secret)
        rows.addWidget(paragraph(KEYRING, TextRole.SMALL_MUTED))
        kind = QVBoxLayout()
        kind.setSpacing(Space.TIGHT)
        kind.addWidget(self._kind)
        kind.addWidget(self._about)
        self._form = form_rows(self)
        self._form.addRow("Source", kind)
        self._form.addRow("Name", self._name)
        self._form.addRow(self._url_label, self._url)
        self._form.addRow(self._secret_label, self._secret_row)
        self._form.addRow(self._asked_label, self._asked)
