"""The form of account sources: try, save, rank and remove one, with the secret where secrets belong."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.secrets import SessionSecrets, account_source_secret
from app.service.console import Console
from app.ui.account_source_form import AccountSourceForm, AccountSources
from app.ui.account_source_rules import Asked, options_of, written_from
from app.ui.background import Background
from app.ui.theme import Theme


class Form:
    """The form as a person handles it: by the names of its fields and buttons."""

    def __init__(self, form: AccountSourceForm) -> None:
        self.widget = form

    def field(self, name: str) -> QLineEdit:
        return next(each for each in self.widget.findChildren(QLineEdit) if each.accessibleName() == name)

    def type(self, name: str, text: str) -> None:
        self.field(name).clear()
        QTest.keyClicks(self.field(name), text)

    @property
    def asked(self) -> QPlainTextEdit:
        [found] = self.widget.findChildren(QPlainTextEdit)
        return found

    def press(self, text: str) -> None:
        button = next(each for each in self.widget.findChildren(QPushButton) if each.text() == text)
        QTest.keyClick(button, Qt.Key.Key_Space)

    def choose_kind(self, title: str) -> None:
        [combo] = self.widget.findChildren(QComboBox)
        combo.setCurrentText(title)

    @property
    def rows(self) -> QListWidget:
        [found] = self.widget.findChildren(QListWidget)
        return found

    @property
    def listed(self) -> list[str]:
        return [self.rows.item(row).text() for row in range(self.rows.count())]


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, console: Console, background: Background) -> Form:
    widget = AccountSourceForm(console, background)
    qtbot.addWidget(widget)
    widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    with qtbot.waitExposed(widget):
        widget.show()
    return Form(widget)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "accounts.csv").write_text("domain,name,value\nacme.example,Acme,84000\nodd.example,Odd,much\n")
    return folder


def test_a_folder_is_tested_saved_ranked_and_removed(form: Form, qtbot: QtBot, console: Console, export: Path) -> None:
    form.choose_kind("Folder of CSV files")
    form.type("Name", "crm")
    form.type("Folder", str(export))
    form.press("Test")
    qtbot.waitUntil(lambda: "It answers" in form.widget.said, timeout=30_000)
    assert "Value a year: $84,000" in form.widget.said
    assert "accounts.csv, line 3" in form.widget.said
    assert "Not known: renewal" in form.widget.said
    with qtbot.waitSignal(form.widget.changed):
        form.press("Save")
    assert [(each.name, each.kind, each.url) for each in console.account_sources.all()] == [
        ("crm", "csv_folder", str(export))
    ]
    console.account_sources.raise_rank("crm")
    with qtbot.waitSignal(form.widget.changed) as changed:
        form.press("Remove")
    assert changed.args == [AccountSources(())]
    assert console.account_sources.all() == ()


def test_a_database_keeps_its_queries_and_its_password_apart(
    form: Form, qtbot: QtBot, console: Console, secrets: SessionSecrets
) -> None:
    form.type("Name", "warehouse")
    form.type("Address", "postgresql://reader@127.0.0.1:9/crm")
    form.type("Password", "very-secret")
    form.asked.setPlainText("accounts: SELECT domain, arr AS value\nFROM customers\n\nDROP TABLE customers")
    form.press("Save")
    qtbot.waitUntil(lambda: "could write" in form.widget.said, timeout=30_000)
    assert console.account_sources.all() == ()
    form.asked.setPlainText("accounts: SELECT domain, arr AS value\nFROM customers")
    with qtbot.waitSignal(form.widget.changed):
        form.press("Save")
    [kept] = console.account_sources.all()
    assert dict(kept.options) == {"query accounts": "SELECT domain, arr AS value\nFROM customers"}
    assert secrets.read(account_source_secret("warehouse")) == "very-secret"
    assert b"very-secret" not in (paths.config_dir() / "settings.toml").read_bytes()
    assert form.field("Password").text() == ""
    form.press("Test")
    qtbot.waitUntil(lambda: "cannot be used" in form.widget.said, timeout=30_000)
    assert "very-secret" not in form.widget.said


def test_the_one_moved_up_is_listed_first(form: Form, qtbot: QtBot, console: Console, export: Path) -> None:
    for name in ("crm", "billing"):
        form.rows.setCurrentRow(form.rows.count() - 1)
        form.choose_kind("Folder of CSV files")
        form.type("Name", name)
        form.type("Folder", str(export))
        with qtbot.waitSignal(form.widget.changed):
            form.press("Save")
    with qtbot.waitSignal(form.widget.changed):
        form.press("Move up")
    assert form.listed == ["billing", "crm", "New account source"]
    assert [each.name for each in console.account_sources.all()] == ["billing", "crm"]


def test_what_is_wrong_is_said_beside_its_field(form: Form, console: Console) -> None:
    form.choose_kind("The helpdesk's custom fields")
    assert not form.field("").isVisible()
    form.asked.setPlainText("Contract value value")
    form.press("Save")
    assert "Give the source a name" in form.field("Name").accessibleDescription()
    assert "the = is missing" in form.asked.accessibleDescription()
    assert console.account_sources.all() == ()


@pytest.mark.parametrize(
    ("asked", "written", "options"),
    [
        (Asked.QUERIES, "SELECT 1", {"query facts": "SELECT 1"}),
        (Asked.QUERIES, "a: SELECT x::int\n\nb b:\nWITH y AS (SELECT 1) SELECT 2", None),
        (Asked.FIELDS, "A = b = value", {"field A = b": "value"}),
        (Asked.RATES, "eur = 1.08\n\n", {"rate eur": "1.08"}),
        (Asked.NOTHING, "whatever", {}),
    ],
)
def test_what_is_typed_becomes_options_and_comes_back(
    asked: Asked, written: str, options: dict[str, str] | None
) -> None:
    made = options_of(written, asked)
    expected = options or {"query a": "SELECT x::int", "query b b": "WITH y AS (SELECT 1) SELECT 2"}
    assert made == (expected if options is None else options)
    assert options_of(written_from(made, asked), asked) == made


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
