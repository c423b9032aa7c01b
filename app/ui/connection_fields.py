"""The fields of one connection, each with what is wrong with it beneath."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.settings import ConnectionSettings
from app.ui.connection_rules import KINDS, Kind, problems
from app.ui.form_rows import form_rows
from app.ui.labels import TextRole, WholeParagraph, label
from app.ui.marked_field import MarkedField
from app.ui.secret_eye import SecretEye
from app.ui.theme import Space

NO_OPTIONS: Mapping[str, str] = MappingProxyType({})
KEYRING = (
    "The secret is kept in the keyring of your operating system, never in a file or a log. Where there is no keyring, "
    "it is forgotten when Warmline closes."
)
KEEP = "unchanged; type to replace it"


class ConnectionFields(QWidget):
    """Kind, name, address, login and secret of one connection."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = NO_OPTIONS
        self._kind = QComboBox()
        for kind in KINDS.values():
            self._kind.addItem(kind.title, kind.connector)
        self._kind.setAccessibleName("Kind of helpdesk")
        self._name_line, self._url_line, self._login_line, self._secret_line = (QLineEdit() for _ in range(4))
        self._name = MarkedField(self._name_line, "Name")
        self._url = MarkedField(self._url_line, "Address")
        self._login = MarkedField(self._login_line, "Login")
        self._secret = MarkedField(self._secret_line, "Token or password")
        self._eye = SecretEye(self._secret_line, "the secret")
        self._url_label = label("Address")
        self._about = WholeParagraph("", TextRole.SMALL_MUTED)
        self._keyring = WholeParagraph(KEYRING, TextRole.SMALL_MUTED)
        self._lay_out()
        self.setFocusProxy(self._name)
        self._kind.currentIndexChanged.connect(self._show_kind)
        for line in (self._name_line, self._url_line, self._login_line, self._secret_line):
            line.textEdited.connect(self._edit)
        self.show_connection(None)

    @property
    def secret(self) -> str:
        """What was typed as the secret; empty leaves the one in the keyring as it is."""
        return self._secret_line.text()

    def show_connection(self, connection: ConnectionSettings | None) -> None:
        """Fill the fields with a connection, or with nothing for a new one."""
        shown = connection or ConnectionSettings(name="", connector="request_tracker")
        self._options = shown.options
        self._kind.setCurrentIndex(max(0, self._kind.findData(shown.connector)))
        self._name_line.setText(shown.name)
        self._name_line.setReadOnly(connection is not None)  # tickets carry it
        self._url_line.setText(shown.url)
        self._login_line.setText(shown.login)
        self._secret_line.clear()
        self._secret_line.setPlaceholderText(KEEP if connection else "")
        self._eye.setChecked(False)
        self._mark({})
        self._show_kind()

    def checked(self, *, taken: Collection[str]) -> ConnectionSettings | None:
        """The connection as typed, or None after saying at each field what is wrong with it."""
        kind = self._shown_kind
        connection = ConnectionSettings(
            name=self._name_line.text().strip(),
            connector=kind.connector,
            url=self._url_line.text().strip(),
            login=self._login_line.text().strip() if kind.remote else "",
            options=self._options,
        )
        wrong = problems(connection, taken=taken)
        self._mark(wrong)
        return None if wrong else connection

    @property
    def _shown_kind(self) -> Kind:
        return KINDS[self._kind.currentData()]

    def _mark(self, wrong: Mapping[str, str]) -> None:
        self._name.mark(wrong.get("name", ""))
        self._url.mark(wrong.get("url", ""))
        first = next((field for key, field in (("name", self._name), ("url", self._url)) if key in wrong), None)
        if first is not None:
            first.setFocus()

    def _edit(self) -> None:
        self._mark({})
        self.edited.emit()

    def _show_kind(self) -> None:
        kind = self._shown_kind
        self._url_label.setText(kind.address)
        self._url_line.setPlaceholderText(kind.example)
        self._url_line.setAccessibleName(kind.address)
        self._about.setText(kind.about)
        for row in (self._login, self._secret_row):
            self._form.setRowVisible(row, kind.remote)

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
        rows.addWidget(self._keyring)
        kind = QVBoxLayout()
        kind.setSpacing(Space.TIGHT)
        kind.addWidget(self._kind)
        kind.addWidget(self._about)
        self._form = form_rows(self)
        self._form.addRow("Helpdesk", kind)
        self._form.addRow("Name", self._name)
        self._form.addRow(self._url_label, self._url)
        self._form.addRow("Login", self._login)
        self._form.addRow("Token or password", self._secret_row)
