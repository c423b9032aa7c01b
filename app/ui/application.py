"""The console's life: the window first, then the workspace, then the worker; in the end all three are closed."""

import logging
import sys
import traceback
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.errors import SecretsUnavailable, StoreAway, StoreLocked, WarmlineError
from app.ui.address_edit import AddressEdit, Team
from app.ui.background import Background
from app.ui.icons import program_icon
from app.ui.main_window import MainWindow
from app.ui.notice import Notice
from app.ui.session import SAVING_MS, Opened, Session, load_panes
from app.ui.theme import Theme, ThemeName
from app.ui.worker_process import WorkerLaunch, WorkerProcess

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

log = logging.getLogger(__name__)

AGAIN_MS = 3_000  # until a team's store that was away is looked for again

Open = Callable[[str | None], Opened]
"""Opens the workspace; given the passphrase or recovery key where a person had to type one. May block."""

Leave = Callable[[], None]
"""Has the next opening open a store of one's own instead of the team's. May block."""


class Application(QObject):
    """Opens the workspace behind the window, and opens it anew when its connections change."""

    def __init__(self, qt: QApplication, open_workspace: Open, leave_team: Leave, team: Team) -> None:
        super().__init__(qt)
        self._open_workspace = open_workspace
        self._leave_team = leave_team
        self._opening = False
        self._asked = 0  # how often another store was chosen: what was being opened before is let go
        self._closed = False
        self._typed: str | None = None  # the password of a store that is away, for the next try
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._try_again)
        self._kept_theme = ThemeName.SYSTEM
        self.session: Session | None = None
        self.background = Background(self)
        self.theme = Theme(qt)
        self.window = MainWindow(self.theme)
        self.address_edit = AddressEdit(team, self.background, self.window, self)
        self.window.painted.connect(self.open, Qt.ConnectionType.QueuedConnection)
        self.window.closed.connect(self.close)
        self.window.start_page.retry_asked.connect(self.open)
        self.window.start_page.words_given.connect(self._open_with)
        self.window.start_page.address_asked.connect(self.address_edit.open)
        self.window.start_page.leave_asked.connect(self._leave)
        self.address_edit.changed.connect(self._open_another)
        self.address_edit.left_alone.connect(self._try_again)
        self.address_edit.failed.connect(self._say_what_is_in_the_way)
        self.theme.changed.connect(self._keep_theme)

    @property
    def console(self) -> "Console | None":
        """The open workspace's console; None until it is open."""
        return self.session.opened.console if self.session is not None else None

    def start(self) -> None:
        self.window.show()

    def open(self) -> None:
        """Open the workspace in the background; the window says so meanwhile. One that is open already stays."""
        self._open(self._typed)

    def reopen(self) -> None:
        """The connections changed: leave the workspace and open what the settings now say."""
        self.window.drop_workspace()
        if self.session is not None:
            self.session.retire(self.background)
            self.session = None
        self.open()

    def close(self) -> None:
        """Save what was typed, close the store, stop the worker. A workspace that is still being opened is let go."""
        self._closed = True
        self._again.stop()
        self.window.drop_workspace()
        if self.session is not None:
            self.session.close()
            self.session = None
        for retired in self.findChildren(WorkerProcess, options=Qt.FindChildOption.FindDirectChildrenOnly):
            retired.stop()
        self.background.close(timeout_ms=SAVING_MS)

    def tell(self, notice: Notice) -> None:
        self.window.tell(notice)

    def _open_with(self, words: str) -> None:
        self._open(words)

    def _open(self, words: str | None) -> None:
        if not self._opening and self.session is None:
            self.window.start_page.show_opening()
            self._look(words)

    def _leave(self) -> None:
        self._again.stop()
        self.background.run(self, self._leave_team, done=self._left, failed=self._say_what_is_in_the_way)

    def _left(self, _none: None) -> None:
        if self.session is None:
            self._open_another()

    def _open_another(self) -> None:
        """Open what the settings say now, whatever is being opened at this moment."""
        if not self._closed:
            self._asked += 1
            self._opening, self._typed = False, None
            self.reopen()

    def _try_again(self) -> None:
        """The page stays as it is meanwhile. While a person edits the address, it is not looked for."""
        busy = self._opening or self.address_edit.is_open
        if not busy and not self._closed and self.session is None:
            self._look(self._typed)

    def _look(self, words: str | None) -> None:
        self._opening, self._typed = True, words
        self._again.stop()
        self.background.run(
            self,
            lambda: _with_worker(self._open_workspace(words)),
            done=partial(self._show, self._asked),
            failed=partial(self._fail, self._asked),
        )

    def _fail(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self._say_what_is_in_the_way(error)

    def _show(self, asked: int, found: tuple[Opened, WorkerLaunch]) -> None:
        opened, launch = found
        if self._closed or asked != self._asked:
            opened.close()
            return
        self._opening, self._typed = False, None
        self._kept_theme = ThemeName(opened.settings.theme)
        self.theme.choose(self._kept_theme)
        self.session = Session(opened, launch, self)
        self.session.view.connections_changed.connect(self.reopen, Qt.ConnectionType.QueuedConnection)
        self.session.view.account_sources_changed.connect(self.reopen, Qt.ConnectionType.QueuedConnection)
        self.session.view.store_changed.connect(self.reopen, Qt.ConnectionType.QueuedConnection)
        self.window.show_workspace(self.session.view, name=self.session.name)
        if opened.settings.worker:
            self.session.worker.start()

    def _say_what_is_in_the_way(self, error: Exception) -> None:
        self._opening = False
        page = self.window.start_page
        if isinstance(error, StoreAway):
            page.show_away(str(error), error.kept)
            self._again.start(AGAIN_MS)
            return
        self._typed = None
        if isinstance(error, SecretsUnavailable | StoreLocked):
            page.ask_words(str(error))
        elif isinstance(error, WarmlineError):
            page.show_failure("Your workspace cannot be opened", str(error))
        else:
            page.show_failure("Your workspace cannot be opened", "An unexpected error; it is in the log.")

    def _keep_theme(self) -> None:
        if self.session is not None and self._kept_theme != self.theme.name:
            opened, name = self.session.opened, self.theme.name
            self._kept_theme = name
            self.session.background.run(
                self, lambda: opened.keep_theme(name), done=_nothing_to_say, failed=self._say_theme_not_kept
            )

    def _say_theme_not_kept(self, error: Exception) -> None:
        self.tell(Notice("theme", f"The choice of light or dark could not be saved: {error}"))


def run_console(open_workspace: Open, leave_team: Leave, team: Team) -> int:
    """Show the window and stay until it is closed; the process's exit status."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Warmline")
    qt.setDesktopFileName("warmline")
    qt.setWindowIcon(program_icon())
    application = Application(qt, open_workspace, leave_team, team)
    sys.excepthook = ExceptionHook(qt, application.tell)
    application.start()
    return qt.exec()


class ExceptionHook:
    """An error that nobody expected: in the log with its traceback, and on the screen with a way to copy it."""

    def __init__(self, qt: QApplication, tell: Callable[[Notice], None]) -> None:
        self._qt = qt
        self._tell = tell

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._qt.quit()
            return
        log.error("unexpected error", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self._tell(
            Notice(
                "unexpected error",
                f"Something unexpected went wrong ({kind.__name__}). What you typed is kept. "
                "Copy the details and send them to whoever looks after Warmline.",
                details=details,
            )
        )


def _with_worker(opened: Opened) -> tuple[Opened, WorkerLaunch]:
    """Both are asked for in the background: the worker's greeting takes secrets out of the keyring, which may wait."""
    load_panes()
    return opened, opened.worker


def _nothing_to_say(_result: None) -> None:
    """It worked, and that is seen already."""
