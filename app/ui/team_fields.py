"""The fields of a team's store, each with what is wrong with it beneath; a pasted address fills them all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.connection_fields import KEEP
from app.ui.controls import push_button
from app.ui.form_rows import form_rows
from app.ui.labels import TextRole, WholeParagraph
from app.ui.marked_field import MarkedField
from app.ui.secret_eye import SecretEye
from app.ui.team_address import SCHEME, TeamAddress, parts_of, problems, whole_path
from app.ui.theme import Space

KEYRING = (
    "Kept in the keyring of your operating system, never in a file or a log. Where there is no keyring, it is asked "
    "for at each start."
)
VERIFIED = (
    "The server must prove that it is the one in the address. Name a file only where your team has a certificate "
    "authority of its own; it may stay empty."
)


class TeamFields(QWidget):
    """Address, login, password and certificate authority."""

    edited = Signal()

    def __init__(self, url: str) -> None:
        super().__init__()
        self.place, self.login, self.password_line, self.authority = (QLineEdit() for _ in range(4))
        self._marked = {
            "place": MarkedField(self.place, "Address"),
            "login": MarkedField(self.login, "Login"),
        }
        self.place.setPlaceholderText("db.example.org/warmline")
        self.password_line.setAccessibleName("Password")
        self.password_line.setPlaceholderText(KEEP if url else "")
        self.authority.setAccessibleName("Certificate authority")
        self.authority.setPlaceholderText("/etc/ssl/team-ca.pem")
        self._eye = SecretEye(self.password_line, "the password")
        self._browse = push_button("Choose…")
        self._lay_out()
        self.setFocusProxy(self.place)
        self._show(parts_of(url))
        for line in (self.place, self.login, self.password_line, self.authority):
            line.textEdited.connect(self._edit)
        self.place.editingFinished.connect(self._spread)
        self._browse.clicked.connect(self._choose_file)

    @property
    def password(self) -> str:
        """What was typed; empty leaves the one in the keyring as it is."""
        return self.password_line.text()

    def forget_password(self) -> None:
        self.password_line.clear()
        self.password_line.setPlaceholderText(KEEP)

    def checked(self) -> TeamAddress | None:
        """The address as typed, or None after saying at each field what is wrong with it."""
        self._spread()
        address = TeamAddress(
            self.place.text().strip(), self.login.text().strip(), whole_path(self.authority.text().strip())
        )
        wrong = problems(self.place.text(), address)
        for name, field in self._marked.items():
            field.mark(wrong.get(name, ""))
        first = next((field for name, field in self._marked.items() if name in wrong), None)
        if first is not None:
            first.setFocus()
        return None if wrong else address

    def _spread(self) -> None:
        """A whole address was pasted: its parts go where they belong. One with a password stays as it is."""
        typed = self.place.text().strip()
        if not (typed.startswith(SCHEME) or "@" in typed) or "place" in problems(typed, _parts(typed)):
            return
        parts = parts_of(typed)
        self.place.setText(parts.place)
        self.login.setText(parts.login or self.login.text())
        self.authority.setText(parts.authority or self.authority.text())

    def _show(self, address: TeamAddress) -> None:
        self.place.setText(address.place)
        self.login.setText(address.login)
        self.authority.setText(address.authority)

    def _edit(self) -> None:
        for field in self._marked.values():
            field.mark("")
        self.edited.emit()

    def _choose_file(self) -> None:
        kinds = "Certificates (*.pem *.crt);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self, "The server's certificate authority", "", kinds)
        if name:
            self.authority.setText(name)
            self._edit()

    def _lay_out(self) -> None:
        form = form_rows(self)
        form.addRow("Address", self._marked["place"])
        form.addRow("Login", self._marked["login"])
        form.addRow("Password", _with_words(self.password_line, self._eye, KEYRING))
        form.addRow("Certificate authority", _with_words(self.authority, self._browse, VERIFIED))


def _parts(typed: str) -> TeamAddress:
    try:
        return parts_of(typed)
    except ValueError:  # said as the place's problem
        return TeamAddress(typed)


def _with_words(field: QWidget, beside: QWidget, words: str) -> QVBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(Space.TIGHT)
    line.addWidget(field, 1)
    line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(Space.TIGHT)
    column.addLayout(line)
    column.addWidget(WholeParagraph(words, TextRole.SMALL_MUTED))
    return column
