"""The form: test, save and remove a connection, with the secret where secrets belong."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.secrets import SessionSecrets, connection_secret
from app.service.console import Console
from app.ui.background import Background
from app.ui.connection_form import ConnectionForm, Connections
from app.ui.theme import Theme


class Form:
    """The form as a person handles it: by the names of its fields and buttons."""

    def __init__(self, form: ConnectionForm) -> None:
        self.widget = form

    def field(self, name: str) -> QLineEdit:
        return next(each for each in self.widget.findChildren(QLineEdit) if each.accessibleName() == name)

    def type(self, name: str, text: str) -> None:
        field = self.field(name)
        field.clear()
        QTest.keyClicks(field, text)

    def press(self, text: str) -> None:
        button = next(each for each in self.widget.findChildren(QPushButton) if each.text() == text)
        QTest.keyClick(button, Qt.Key.Key_Space)

    def choose_kind(self, title: str) -> None:
        [combo] = self.widget.findChildren(QComboBox)
        combo.setCurrentText(title)

    @property
    def listed(self) -> list[str]:
        [listed] = self.widget.findChildren(QListWidget)
        return [listed.item(row).text() for row in range(listed.count())]


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, console: Console, background: Background) -> Form:
    widget = ConnectionForm(console, background)
    qtbot.addWidget(widget)
    widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    with qtbot.waitExposed(widget):
        widget.show()
    return Form(widget)


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.jsonl"
    line = {"id": "1", "messages": [{"role": "customer", "at": "2026-03-02T12:00:00Z", "text": "Hello"}]}
    path.write_text(json.dumps(line) + "\n")
    return path


def test_a_file_is_tested_saved_and_listed(form: Form, qtbot: QtBot, console: Console, tickets: Path) -> None:
    form.choose_kind("Files")
    form.type("Name", "archive")
    form.type("File or folder", str(tickets))
    form.press("Test")
    qtbot.waitUntil(lambda: "1 file" in form.widget.said)
    with qtbot.waitSignal(form.widget.changed) as changed:
        form.press("Save")
    assert [each.name for each in changed.args[0].all] == ["archive"]
    assert [each.url for each in console.connections()] == [str(tickets)]
    assert form.listed == ["archive", "New connection"]
    assert "Saved" in form.widget.said


def test_the_secret_goes_to_the_secrets_and_nowhere_else(
    form: Form, qtbot: QtBot, secrets: SessionSecrets, own_home: Path
) -> None:
    form.type("Name", "support")
    form.type("Address", "https://rt.example.com")
    form.type("Token or password", "1-14-very-secret")
    with qtbot.waitSignal(form.widget.changed):
        form.press("Save")
    assert secrets.read(connection_secret("support")) == "1-14-very-secret"
    assert b"very-secret" not in (paths.config_dir() / "settings.toml").read_bytes()
    assert form.field("Token or password").text() == ""


def test_a_wrong_field_is_said_beside_it_and_nothing_is_tried(form: Form, console: Console) -> None:
    form.type("Name", "support")
    form.type("Address", "http://rt.example.com")
    form.press("Save")
    assert "Use https://" in form.field("Address").accessibleDescription()
    assert form.field("Name").accessibleDescription() == ""
    assert console.connections() == ()
    form.type("Address", "https://rt.example.com")
    assert form.field("Address").accessibleDescription() == ""


def test_a_helpdesk_that_does_not_answer_is_a_sentence_and_the_buttons_come_back(form: Form, qtbot: QtBot) -> None:
    form.type("Name", "support")
    form.type("Address", "http://127.0.0.1:9")  # the discard port: nobody listens
    form.type("Token or password", "token")
    form.press("Test")
    assert form.widget.said == "Asking…"
    qtbot.waitUntil(lambda: form.widget.said not in {"", "Asking…"}, timeout=30_000)
    assert "127.0.0.1" in form.widget.said
    assert all(button.isEnabled() for button in form.widget.findChildren(QPushButton))


def test_a_connection_is_removed_with_its_secret(
    form: Form, qtbot: QtBot, console: Console, secrets: SessionSecrets
) -> None:
    form.type("Name", "support")
    form.type("Address", "https://rt.example.com")
    form.type("Token or password", "token")
    with qtbot.waitSignal(form.widget.changed):
        form.press("Save")
    with qtbot.waitSignal(form.widget.changed) as changed:
        form.press("Remove")
    assert changed.args == [Connections(())]
    assert console.connections() == ()
    assert secrets.read(connection_secret("support")) is None


def test_name_of_a_saved_connection_stays_since_its_tickets_carry_it(form: Form, qtbot: QtBot) -> None:
    form.type("Name", "support")
    form.type("Address", "https://rt.example.com")
    with qtbot.waitSignal(form.widget.changed):
        form.press("Save")
    assert form.field("Name").isReadOnly()
    [listed] = form.widget.findChildren(QListWidget)
    listed.setCurrentRow(1)
    assert not form.field("Name").isReadOnly()
    assert form.field("Name").text() == ""


def test_the_eye_shows_the_secret_until_another_connection_is_chosen(form: Form) -> None:
    [eye] = form.widget.findChildren(QToolButton)
    QTest.keyClick(eye, Qt.Key.Key_Space)
    assert form.field("Token or password").echoMode() is QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide the secret"


def test_files_ask_for_no_login_and_no_secret(form: Form) -> None:
    form.choose_kind("Files")
    assert not form.field("Login").isVisible()
    assert not form.field("Token or password").isVisible()
    assert form.field("File or folder").isVisible()


def test_everything_that_takes_the_focus_has_a_name(form: Form) -> None:
    nameless = [
        each
        for each in form.widget.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and not (each.accessibleName() or getattr(each, "text", str)())
        and each.focusProxy() is None
    ]
    assert nameless == []


def test_no_line_of_what_is_said_is_cut(form: Form, qtbot: QtBot) -> None:
    form.type("Address", "http://rt.example.com")
    form.press("Save")
    form.widget.resize(form.widget.minimumSizeHint())

    def whole() -> bool:
        said = [each for each in form.widget.findChildren(QLabel) if each.isVisible() and each.wordWrap()]
        return len(said) >= 4 and all(each.height() >= each.heightForWidth(each.width()) for each in said)

    qtbot.waitUntil(whole, timeout=20_000)
