"""The console's life: window first, then the workspace, then the worker; what is in the way is said."""

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap import Workspace, open_workspace, settings_file
from app.errors import SecretsUnavailable, StoreAway, StoreTooNew
from app.secrets import SessionSecrets
from app.service.console import Console
from app.service.team_desk import TeamDesk
from app.settings import ConnectionSettings, Settings
from app.ui import application as ui_application
from app.ui.application import Application, ExceptionHook
from app.ui.notice import Notice
from app.ui.team_form import TeamForm
from app.ui.theme import ThemeName
from app.ui.worker_process import WorkerLaunch

WAIT = 30.0  # seconds, at most; what is waited for takes moments
UNTIL_INPUT_CLOSES = "import sys\nwhile sys.stdin.readline(): pass"
WITH_WORK_LEFT = f"{UNTIL_INPUT_CLOSES}\nimport pathlib, time\ntime.sleep(0.5)\npathlib.Path(sys.argv[1]).touch()"


@dataclass
class Opened:
    """A real workspace, with a worker that does nothing, or that makes a file once it is told to end."""

    workspace: Workspace
    last_work: Path | None = None
    closed: bool = False

    @property
    def console(self) -> Console:
        return self.workspace.console

    @property
    def settings(self) -> Settings:
        return self.workspace.settings

    @property
    def worker(self) -> WorkerLaunch:
        if self.last_work is not None:
            return WorkerLaunch([sys.executable, "-c", WITH_WORK_LEFT, str(self.last_work)])
        return WorkerLaunch([sys.executable, "-c", UNTIL_INPUT_CLOSES])

    def keep_theme(self, name: str) -> None:
        self.workspace.console.keep_theme(name)

    def close(self) -> None:
        self.closed = True
        self.workspace.close()


class Opener:
    """Opens the workspace, after raising what stands in the way."""

    def __init__(self) -> None:
        self.in_the_way: list[Exception] = []
        self.heard: list[str | None] = []
        self.opened: list[Opened] = []
        self.last_work: Path | None = None  # of the workers of what is opened
        self.let_open = Event()
        self.let_open.set()

    def __call__(self, words: str | None) -> Opened:
        self.heard.append(words)
        if self.in_the_way:
            raise self.in_the_way.pop(0)
        assert self.let_open.wait(WAIT)
        self.opened.append(Opened(open_workspace(secrets=SessionSecrets()), self.last_work))
        return self.opened[-1]

    def leave(self) -> None:
        """The team's store, which was in the way, is not asked for again."""
        self.in_the_way.clear()

    def team(self) -> TeamDesk:
        file = settings_file()
        return TeamDesk(settings=file.load, save=file.save, secrets=SessionSecrets())


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def application(qapp: QApplication, opener: Opener) -> Iterator[Application]:
    application = Application(qapp, opener, opener.leave, opener.team)
    yield application
    application.window.close()


def is_open(application: Application) -> Callable[[], bool]:
    return lambda: application.console is not None


def begin_opening(application: Application, qtbot: QtBot) -> None:
    """The window is there, and its workspace is being opened."""
    application.start()
    with qtbot.waitExposed(application.window):
        pass
    application.open()


def test_window_shows_before_the_workspace_is_opened(application: Application, opener: Opener, qtbot: QtBot) -> None:
    application.start()
    assert application.window.isVisible()
    assert opener.heard == []
    assert application.window.start_page.title == "Opening your workspace…"
    qtbot.waitUntil(is_open(application))
    assert application.window.windowTitle() == "Sample workspace - Warmline"


def test_what_is_in_the_way_is_said_and_can_be_tried_again(
    application: Application, opener: Opener, qtbot: QtBot
) -> None:
    opener.in_the_way = [StoreTooNew("store.db was upgraded by a newer Warmline. Install that.")]
    application.start()
    page = application.window.start_page
    qtbot.waitUntil(lambda: page.text == "store.db was upgraded by a newer Warmline. Install that.")
    page.retry_asked.emit()
    qtbot.waitUntil(is_open(application))


def test_a_store_that_is_away_opens_by_itself_once_it_is_back_and_what_waits_is_shown(
    application: Application, opener: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui_application, "AGAIN_MS", 10)
    away = StoreAway("The server of db/team cannot be reached: refused.", kept=["Your draft on #2: “And then”"])
    opener.in_the_way = [SecretsUnavailable("Type the password."), *[away] * 3]
    application.start()
    page = application.window.start_page
    qtbot.waitUntil(lambda: page.title == "Unlock your workspace")
    titles = list[str]()
    page.words_given.emit("correct horse")

    def seen_open() -> bool:
        titles.append(page.title)
        return application.console is not None

    qtbot.waitUntil(seen_open)
    assert "Your team's store cannot be reached" in titles
    assert opener.heard == [None, *["correct horse"] * 4], "nobody types it twice"


def test_a_team_whose_store_stays_away_can_be_left(application: Application, opener: Opener, qtbot: QtBot) -> None:
    opener.in_the_way = [SecretsUnavailable("Type the password."), *[StoreAway("It cannot be reached.")] * 99]
    application.start()
    page = application.window.start_page
    qtbot.waitUntil(lambda: page.title == "Unlock your workspace")
    page.words_given.emit("correct horse")
    qtbot.waitUntil(lambda: page.title == "Your team's store cannot be reached")
    [leave] = [each for each in page.findChildren(QPushButton) if each.isVisible() and "Leave" in each.text()]
    leave.click()
    qtbot.waitUntil(is_open(application))
    assert opener.heard[-1] is None, "the team's password is not for one's own store"


def test_the_address_of_a_store_that_is_away_is_edited_from_the_start_page(
    application: Application, opener: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui_application, "AGAIN_MS", 0)
    settings_file().save(Settings(store_url="postgresql://ana@old.example/warmline"))
    opener.in_the_way = [StoreAway("It cannot be reached.")] * 9999
    application.start()
    page, edit = application.window.start_page, application.address_edit
    qtbot.waitUntil(lambda: page.title == "Your team's store cannot be reached")

    def form() -> TeamForm:
        page.address_asked.emit()
        qtbot.waitUntil(lambda: edit.is_open)
        [shown] = [each for each in application.window.findChildren(TeamForm) if each.isVisible()]
        return shown

    shown = form()
    assert (shown.fields.place.text(), shown.fields.login.text()) == ("old.example/warmline", "ana")
    qtbot.waitUntil(lambda: not application._opening)
    heard = len(opener.heard)
    application._try_again()
    assert len(opener.heard) == heard, "while it is edited it is not looked for"
    shown.reject()  # nothing was changed: it is looked for again
    qtbot.waitUntil(lambda: len(opener.heard) > heard)

    shown = form()
    shown.leave_button.click()
    qtbot.waitUntil(lambda: shown.said != "")
    opener.in_the_way.clear()  # the team's store was
    shown.reject()
    qtbot.waitUntil(is_open(application))
    assert settings_file().load().store_url == ""


def test_what_was_being_opened_is_let_go_once_another_store_is_chosen(
    application: Application, opener: Opener, qtbot: QtBot
) -> None:
    opener.let_open.clear()
    begin_opening(application, qtbot)
    application.address_edit.changed.emit()
    opener.let_open.set()
    qtbot.waitUntil(lambda: [each.closed for each in opener.opened].count(True) == 1)
    qtbot.waitUntil(is_open(application))
    assert application.session is not None
    assert [each for each in opener.opened if not each.closed] == [application.session.opened]
    assert len(opener.heard) == 2


def test_a_workspace_that_is_open_is_not_opened_again(application: Application, opener: Opener, qtbot: QtBot) -> None:
    """Painted late, the window would have asked for it once more."""
    application.start()
    qtbot.waitUntil(is_open(application))
    application.open()
    assert not application._opening
    assert len(opener.heard) == 1


def test_a_window_that_is_closed_looks_for_its_store_no_more(
    application: Application, opener: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener.in_the_way = [StoreAway("It cannot be reached.")] * 9
    application.start()
    page = application.window.start_page
    qtbot.waitUntil(lambda: page.title == "Your team's store cannot be reached")
    application.window.close()
    monkeypatch.setattr(ui_application, "AGAIN_MS", 0)
    assert not application._again.isActive()
    application._try_again()
    assert len(opener.heard) == 1


def test_a_bug_while_opening_is_shown_with_its_details(application: Application, opener: Opener, qtbot: QtBot) -> None:
    opener.in_the_way = [KeyError("nobody thought of this")]
    application.start()
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: bool(raised))
    page = application.window.start_page
    assert page.title == "Your workspace cannot be opened"
    page.retry_asked.emit()
    qtbot.waitUntil(is_open(application))


def test_passphrase_is_asked_for_and_handed_on(application: Application, opener: Opener, qtbot: QtBot) -> None:
    opener.in_the_way = [SecretsUnavailable("There is no keyring; type the passphrase.")]
    application.start()
    page = application.window.start_page
    qtbot.waitUntil(lambda: page.title == "Unlock your workspace")
    page.words_given.emit("correct horse")
    qtbot.waitUntil(is_open(application))
    assert opener.heard == [None, "correct horse"]


def test_closing_ends_the_worker_and_closes_the_store(application: Application, opener: Opener, qtbot: QtBot) -> None:
    application.start()
    qtbot.waitUntil(lambda: application.session is not None and application.session.worker.running)
    assert application.session is not None
    worker = application.session.worker
    application.window.close()
    assert worker.pid == 0
    assert opener.opened[0].closed
    assert application.console is None


def test_no_worker_is_started_where_the_team_has_its_own(application: Application, qtbot: QtBot) -> None:
    settings_file().save(Settings(worker=False))
    application.start()
    qtbot.waitUntil(lambda: application.window.workspace is not None)
    assert application.session is not None
    assert not application.session.worker.running
    assert application.session.worker.pid == 0


def test_workspace_that_opens_after_the_window_was_closed_is_let_go(
    application: Application, opener: Opener, qtbot: QtBot
) -> None:
    begin_opening(application, qtbot)
    application.window.close()
    qtbot.waitUntil(lambda: opener.opened != [] and opener.opened[0].closed)
    assert application.console is None


def test_changed_connections_open_another_workspace(
    application: Application, opener: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    application.start()
    qtbot.waitUntil(is_open(application))
    console = application.console
    assert console is not None
    console.save_connection(ConnectionSettings("archive", "files", str(tmp_path)), "")
    assert application.session is not None
    old = application.session.worker
    gone = list[str]()
    old.destroyed.connect(lambda: gone.append("worker"))
    application.reopen()
    qtbot.waitUntil(lambda: application.window.windowTitle() == "archive - Warmline")
    qtbot.waitUntil(lambda: opener.opened[0].closed and gone == ["worker"])
    assert len(opener.opened) == 2


@pytest.mark.parametrize("closed", [False, True], ids=["going on", "closed meanwhile"])
def test_a_worker_that_is_no_longer_wanted_ends_its_work_first(
    application: Application, opener: Opener, qtbot: QtBot, tmp_path: Path, *, closed: bool
) -> None:
    opener.last_work = tmp_path / "done"
    application.start()
    qtbot.waitUntil(lambda: application.session is not None and application.session.worker.running)
    opener.last_work = None
    application.reopen()
    if closed:
        application.window.close()
        assert (tmp_path / "done").exists()
    qtbot.waitUntil((tmp_path / "done").exists)


def test_another_store_is_opened_once_its_form_is_closed(
    application: Application, opener: Opener, qtbot: QtBot
) -> None:
    application.start()
    qtbot.waitUntil(is_open(application))
    assert application.session is not None
    application.session.view.store_changed.emit("postgresql://ana@db.example/warmline")
    qtbot.waitUntil(lambda: len(opener.opened) == 2 and opener.opened[0].closed)
    qtbot.waitUntil(is_open(application))


def test_chosen_theme_is_kept(application: Application, qtbot: QtBot) -> None:
    application.start()
    qtbot.waitUntil(is_open(application))
    application.theme.choose(ThemeName.DARK)
    qtbot.waitUntil(lambda: settings_file().load().theme == "dark")


def test_unexpected_error_is_logged_with_its_traceback_and_can_be_copied(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    told = list[Notice]()
    hook = ExceptionHook(qapp, told.append)
    try:
        dict[str, str]()["nobody thought of this"]
    except KeyError as error:
        with caplog.at_level(logging.ERROR):
            hook(type(error), error, error.__traceback__)
    [notice] = told
    assert "KeyError" in notice.text
    assert "nobody thought of this" in notice.details
    assert "Traceback" in caplog.text
