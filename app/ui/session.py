"""One workspace from its opening to its end: its view, the work behind it, its worker and its store."""

import logging
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from app.settings import Settings
from app.ui.background import Background
from app.ui.worker_process import WorkerLaunch, WorkerProcess

if TYPE_CHECKING:  # the store's libraries load after first paint
    from app.service.console import Console

log = logging.getLogger(__name__)

SAVING_MS = 10_000  # how long the end waits for notes and drafts to be on the disk


class Opened(Protocol):
    """A workspace as the window needs it: opened below, by a module that knows the store."""

    @property
    def console(self) -> "Console": ...
    @property
    def settings(self) -> Settings: ...
    @property
    def worker(self) -> WorkerLaunch: ...
    def keep_theme(self, name: str) -> None: ...
    def close(self) -> None: ...


def load_panes() -> None:
    """Load the panes' code, which takes a moment: off the window's thread, before a session is made."""
    from app.ui import panes, workspace_view  # noqa: F401 - loading them is all that is wanted


class Session(QObject):
    """Ends in one of two ways: `close` waits, for quitting; `retire` does not, for another workspace in its place."""

    def __init__(self, opened: Opened, launch: WorkerLaunch, parent: QObject) -> None:
        super().__init__(parent)
        self.opened = opened
        self.background = Background(self)
        from app.ui.panes import PANES
        from app.ui.workspace_view import WorkspaceView

        first, *others = PANES.values()
        self.view = WorkspaceView(opened.console, self.background, first, others=others)
        self.worker = WorkerProcess(launch, self)
        self.worker.troubled.connect(self.view.notices.tell)
        self.worker.recovered.connect(self.view.notices.withdraw)

    @property
    def name(self) -> str:
        """What the window is called."""
        if self.opened.console.is_sample:
            return "Sample workspace"
        return ", ".join(each.name for each in self.opened.settings.connections) or "Team store"

    def close(self) -> None:
        """Once the view is gone: wait until all is saved, then end the worker and close the store."""
        self._finish()
        self.worker.stop()

    def retire(self, background: Background) -> None:
        """As `close`, with the waiting done in the background; the worker outlives this object, to end by itself."""
        self.worker.retire()
        self.worker.setParent(self.parent())
        background.run(self, self._finish, done=self._retired, failed=self._retired)

    def _retired(self, _result: object) -> None:
        self.deleteLater()

    def _finish(self) -> None:
        if not self.background.close(timeout_ms=SAVING_MS):
            log.warning("closing although something is still being saved")
        self.opened.close()
