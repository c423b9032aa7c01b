"""Joining the team's store from the window: tried on a real server before anything is kept, and said in words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.secrets import TEAM_PASSWORD, SessionSecrets
from app.ui.background import Background
from app.ui.panes.triage import TriagePane
from app.ui.team_address import TeamAddress, parts_of, problems
from app.ui.team_form import TeamForm
from app.ui.theme import Theme
from app.ui.workspace_view import WorkspaceView
from tests.builders import NOW, id_of
from tests.store import postgres_server
from tests.store.postgres_server import Server
from tests.ui.handoffs_bench import PATIENCE

if TYPE_CHECKING:
    from app.service.console import Console

WHOLE = "postgresql://ana_ortiz@db.example:5433/warmline?sslrootcert=/etc/ca.pem&target_session_attrs=any"


@pytest.fixture
def form(qtbot: QtBot, theme: Theme, console: "Console", background: Background) -> TeamForm:
    return opened(qtbot, console, background)


def opened(qtbot: QtBot, console: "Console", background: Background) -> TeamForm:
    form = TeamForm(console.team, background, url=console.team.url)
    qtbot.addWidget(form)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    with qtbot.waitExposed(form):
        form.show()
    return form


def said(form: TeamForm, qtbot: QtBot) -> str:
    """What the form says in the end."""
    qtbot.waitUntil(lambda: form.said not in {"", "Asking…"}, timeout=2 * PATIENCE)
    return form.said


def test_a_whole_address_comes_apart_and_is_put_together_again() -> None:
    parts = parts_of(WHOLE)
    assert parts == TeamAddress("db.example:5433/warmline?target_session_attrs=any", "ana_ortiz", "/etc/ca.pem")
    assert parts_of(parts.url) == parts
    assert parts_of("db.example/warmline").url == "postgresql://db.example/warmline"
    assert TeamAddress("h/d", "o'neil@x").url == "postgresql://o%27neil%40x@h/d"


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ("", "place", "Name the server"),
        ("db.example", "place", "ends with the database"),
        ("mysql://a@db.example/warmline", "place", "PostgreSQL"),
        ("postgresql://a:secret@db.example/warmline", "place", "Leave the password out"),
        ("a@db.example/warmline?password=x", "place", "Leave the password out"),
        ("db.example:port/warmline", "place", "not an address"),
        ("db.example/warmline", "login", "login that your lead"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(typed: str, field: str, why: str) -> None:
    assert why in problems(typed, parts_of(typed))[field]


def test_what_can_be_tried_has_no_problem(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    typed = f"ana@db.example/warmline?sslrootcert={tmp_path}/ca.pem"
    assert problems(typed, parts_of(typed)) == {}


def test_a_file_is_named_in_full_in_the_address(
    form: TeamForm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    form.fields.place.setText("ana@db.example/warmline")
    named = []
    for typed in ("~/ca.pem", "ca.pem", "/etc/ca.pem", "system", ""):
        form.fields.authority.setText(typed)
        address = form.fields.checked()
        assert address is not None
        named.append(address.authority)
    assert named == [f"{tmp_path}/ca.pem"] * 2 + ["/etc/ca.pem", "system", ""]


def test_a_file_that_is_not_there_is_said_and_not_looked_for_by_the_window(form: TeamForm, qtbot: QtBot) -> None:
    form.fields.place.setText("ana@db.example/warmline?sslrootcert=/nowhere/ca.pem")
    form.test_button.click()
    assert "There is no file /nowhere/ca.pem" in said(form, qtbot)


def test_a_pasted_address_fills_the_fields_and_a_wrong_one_is_marked(form: TeamForm) -> None:
    fields = form.fields
    QTest.keyClicks(fields.place, WHOLE)
    QTest.keyClick(fields.place, Qt.Key.Key_Tab)
    assert (fields.login.text(), fields.authority.text()) == ("ana_ortiz", "/etc/ca.pem")
    fields.place.setText("postgresql://ana:secret@db.example/warmline")
    form.test_button.click()
    assert "Leave the password out" in fields.place.accessibleDescription()
    assert form.said == ""
    QTest.keyClick(fields.place, Qt.Key.Key_End)
    QTest.keyClicks(fields.place, "x")
    assert fields.place.accessibleDescription() == ""


def test_a_server_that_is_not_there_is_a_sentence_and_nothing_is_kept(
    form: TeamForm, qtbot: QtBot, console: "Console", secrets: SessionSecrets
) -> None:
    form.fields.place.setText("127.0.0.1:9/warmline")  # the discard port: nobody listens
    form.fields.login.setText("ana_ortiz")
    form.fields.password_line.setText("secret")
    form.join_button.click()
    assert not form.join_button.isEnabled()
    assert "cannot be reached" in said(form, qtbot)
    assert form.join_button.isEnabled()
    assert (console.team.url, secrets.read(TEAM_PASSWORD)) == ("", None)


def test_what_the_form_changed_last_is_passed_on_once_it_is_closed(
    qtbot: QtBot, theme: Theme, console: "Console", background: Background
) -> None:
    view = WorkspaceView(console, background, TriagePane)
    qtbot.addWidget(view)
    passed: list[str] = []
    view.store_changed.connect(passed.append)
    for changes in (["postgresql://ana@db.example/warmline", ""], []):
        view.open_team_store()
        form = next(each for each in view.findChildren(TeamForm) if each.isVisible())
        for each in changes:
            form.changed.emit(each)
        form.reject()
    assert passed == [""]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that asks Ana for a password, with a team of which she is one."""
    with postgres_server.needed(), postgres_server.running() as server:
        server.demand("local all ana_ortiz scram-sha-256")
        yield server


def founded(server: Server, name: str, *, login: str) -> tuple[str, str]:
    """A team's store with Ana in it: its address for her, and her password."""
    from app.domain.team import Person, Rank
    from app.store.store import open_store

    url = server.create(name)
    lead = open_store(url, key=None)
    lead.people.found()
    password = lead.people.add(Person(login, "Ana Ortiz", Rank.SPECIALIST), at=NOW)
    lead.close()
    return url.replace("postgres@", f"{login}@"), password


@pytest.mark.postgres
def test_who_joins_at_another_address_is_told_what_waits_for_the_one_before(
    qtbot: QtBot, theme: Theme, secrets: SessionSecrets, server: Server, background: Background, own_home: Path
) -> None:
    from app.bootstrap import settings_file
    from app.domain.journal import DraftKept
    from app.service.membership import journal, waiting_here
    from app.service.team_desk import TeamDesk

    before, file = "postgresql://ana_ortiz@127.0.0.1:9/warmline", settings_file()
    file.save(replace(file.load(), store_url=before))
    held = journal(before, secrets)
    held.keep(DraftKept(id_of("1"), "And then", NOW, "Ana Ortiz"))
    held.keep(DraftKept(id_of("2"), "Not mine", NOW, "Bob Lindgren"))
    held.close()
    form = TeamForm(TeamDesk(settings=file.load, save=file.save, secrets=secrets), background, url=before)
    qtbot.addWidget(form)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    form.show()
    url, password = founded(server, "moved", login="ana_moved")
    form.fields.place.setText(url)
    form.fields.password_line.setText(password)
    form.join_button.click()
    qtbot.waitUntil(lambda: form.said.startswith("Joined."), timeout=PATIENCE)
    assert form.said.endswith("is kept on this machine for it: Your draft on #1: “And then”, and 1 more.")
    assert len(waiting_here(before, secrets) or ()) == 2
    assert waiting_here(url, secrets) == ()

    QTest.keyClick(form.along_button, Qt.Key.Key_Space)  # the server has moved, and it is the same team
    qtbot.waitUntil(lambda: form.said.startswith("1 thing of yours will be sent there"), timeout=PATIENCE)
    assert not form.along_button.isVisible()
    assert waiting_here(before, secrets) == ("Your draft on #2: “Not mine”",)
    assert waiting_here(url, secrets) == ("Your draft on #1: “And then”",)


@pytest.mark.postgres
def test_a_wrong_password_is_said_a_right_one_joins_and_leaving_goes_back(
    form: TeamForm,
    qtbot: QtBot,
    console: "Console",
    secrets: SessionSecrets,
    server: Server,
    background: Background,
    own_home: Path,
) -> None:
    from app.bootstrap import settings_file

    url, password = founded(server, "joined", login="ana_ortiz")
    changed: list[str] = []
    form.changed.connect(changed.append)
    form.fields.place.setText(url)
    form.fields.password_line.setText("wrong")
    form.test_button.click()
    assert "did not accept the password" in said(form, qtbot)
    form.fields.password_line.setText(password)
    form.test_button.click()
    qtbot.waitUntil(lambda: form.said.startswith("You are Ana Ortiz, specialist."), timeout=PATIENCE)
    assert form.said == "You are Ana Ortiz, specialist. 1 person in the team, 0 open tickets."
    assert (console.team.url, changed) == ("", [])

    QTest.keyClick(form.fields.password_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.said.startswith("Joined."), timeout=PATIENCE)
    assert changed == [console.team.url]
    assert settings_file().load().store_url == console.team.url == form.fields.checked().url  # type: ignore[union-attr]
    assert secrets.read(TEAM_PASSWORD) == password
    assert password not in settings_file().path.read_text()
    assert form.fields.password == ""

    again = opened(qtbot, console, background)
    place = again.fields.place.text()  # the same store, written otherwise
    again.fields.place.setText(f"{place}{'&' if '?' in place else '?'}connect_timeout=9")
    again.test_button.click()  # with the password that is kept
    assert said(again, qtbot).startswith("You are Ana Ortiz")
    again.leave_button.click()
    qtbot.waitUntil(lambda: "store of your own" in again.said, timeout=PATIENCE)
    assert settings_file().load().store_url == ""
