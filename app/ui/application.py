"""The console's life: the window first, then the workspace, then the worker; in the end all three are closed."""

import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app.errors import SecretsUnavailable, StoreLocked, WarmlineError
from app.settings import Settings
from app.ui.background import Background
from app.ui.icons import program_icon
from app.ui.main_window import MainWindow
from app.ui.notice import Notice
from app.ui.panes import PANES
from app.ui.theme import Theme, ThemeName
from app.ui.worker_process import WorkerLaunch, WorkerProcess
from app.ui.workspace_view import WorkspaceView

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

log = logging.getLogger(__name__)

SAVING_MS = 10_000  # how long closing waits for notes and drafts to be on the disk


class Opened(Protocol):
    """A workspace as the console needs it: opened below, by a module that knows the store."""

    @property
    def console(self) -> "Console": ...
    @property
    def settings(self) -> Settings: ...
    @property
    def worker(self) -> WorkerLaunch: ...
    def keep_theme(self, name: str) -> None: ...
    def close(self) -> None: ...


Open = Callable[[str | None], Opened]
"""Opens the workspace; given the passphrase or recovery key where a person had to type one. May block."""


class Application(QObject):
    """Opens the workspace behind the window, and opens it anew when its connections change."""

    def __init__(self, qt: QApplication, open_workspace: Open) -> None:
        super().__init__(qt)
        self._open_workspace = open_workspace
        self._opened: Opened | None = None
        self.worker: WorkerProcess | None = None
        self._kept_theme = ThemeName.SYSTEM
        self.background = Background(self)
        self.theme = Theme(qt)
        self.window = MainWindow(self.theme)
        self.window.painted.connect(self.open, Qt.ConnectionType.QueuedConnection)
        self.window.closed.connect(self.close)
        self.window.start_page.retry_asked.connect(self.open)
        self.window.start_page.words_given.connect(self._open_with)
        self.theme.changed.connect(self._keep_theme)

    @property
    def console(self) -> "Console | None":
        """The open workspace's console; None until it is open."""
        return self._opened.console if self._opened is not None else None

    def start(self) -> None:
        self.window.show()

    def open(self) -> None:
        """Open the workspace in the background; the window says so meanwhile."""
        self._open(None)

    def reopen(self) -> None:
        """The connections changed: close the workspace and open what the settings now say."""
        self._close_workspace()
        self.open()

    def close(self) -> None:
        """Save what was typed, stop the worker, close the store."""
        self._close_workspace()

    def tell(self, notice: Notice) -> None:
        self.window.tell(notice)

    def _open_with(self, words: str) -> None:
        self._open(words)

    def _open(self, words: str | None) -> None:
        self.window.start_page.show_opening()
        self.background.run(
            self,
            lambda: _with_worker(self._open_workspace(words)),
            done=self._show,
            failed=self._say_what_is_in_the_way,
        )

    def _show(self, found: tuple[Opened, WorkerLaunch]) -> None:
        opened, launch = found
        self._opened = opened
        self._kept_theme = ThemeName(opened.settings.theme)
        self.theme.choose(self._kept_theme)
        view = WorkspaceView(opened.console, self.background, next(iter(PANES.values())))
        view.connections_changed.connect(self.reopen, Qt.ConnectionType.QueuedConnection)
        name = "Sample workspace" if opened.console.is_sample else _names(opened.settings)
        self.window.show_workspace(view, name=name)
        self.worker = WorkerProcess(launch, self)
        self.worker.troubled.connect(self.window.tell)
        self.worker.recovered.connect(view.notices.withdraw)
        self.worker.start()

    def _say_what_is_in_the_way(self, error: Exception) -> None:
        page = self.window.start_page
        if isinstance(error, SecretsUnavailable | StoreLocked):
            page.ask_words(str(error))
        elif isinstance(error, WarmlineError):
            page.show_failure("Your workspace cannot be opened", str(error))
        else:
            page.show_failure("Your workspace cannot be opened", "An unexpected error; it is in the log.")

    def _keep_theme(self) -> None:
        if self._opened is not None and self._kept_theme != self.theme.name:
            opened, name = self._opened, self.theme.name
            self._kept_theme = name
            self.background.run(
                self, lambda: opened.keep_theme(name), done=lambda _none: None, failed=self._say_theme_not_kept
            )

    def _say_theme_not_kept(self, error: Exception) -> None:
        self.tell(Notice("theme", f"The choice of light or dark could not be saved: {error}"))

    def _close_workspace(self) -> None:
        self.window.drop_workspace()
        if not self.background.close(timeout_ms=SAVING_MS):
            log.warning("closing although something is still being saved")
        if self.worker is not None:
            self.worker.stop()
            self.worker.deleteLater()
            self.worker = None
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def run_console(open_workspace: Open) -> int:
    """Show the window and stay until it is closed; the process's exit status."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Warmline")
    qt.setDesktopFileName("warmline")
    qt.setWindowIcon(program_icon())
    application = Application(qt, open_workspace)
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
    return opened, opened.worker


def _names(settings: Settings) -> str:
    return ", ".join(each.name for each in settings.connections)
