"""Takes the README's pictures from the running program, on its sample workspace, in light and in dark."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.service.console import Console
    from app.ui.application import Application

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (1440, 900)
PICTURED = "sample:1089"  # the same advice twice, and a customer who bills by what does not work
LONGEST_WALK = 40  # presses of J
PATIENCE = 300.0  # seconds; a slow machine reads the sample's messages in one minute


def main() -> int:
    """Start the console on a fresh sample workspace, wait until all is read, and save the pictures."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["WARMLINE_HOME"] = home
        from PySide6.QtWidgets import QApplication

        qt = QApplication(sys.argv[:1])
        application = started(qt)
        for path in take_all(qt, application, PICTURES):
            print(path.relative_to(ROOT))
        application.window.close()
        settle(qt)
    return 0


def started(qt: "QApplication") -> "Application":
    """The console on the sample workspace: everything read and in order, a ticket chosen, its first evidence shown."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from app.commands.opened_workspace import Opening
    from app.ui.application import Application

    opening = Opening()
    application = Application(qt, opening, opening.leave, opening.team)
    window = application.window
    window.resize(*SIZE)
    application.start()
    wait(qt, lambda: application.console is not None and everything_is_read(application.console))
    window.activateWindow()
    settle(qt, seconds=3.0)
    for _ in range(LONGEST_WALK):
        if window.current_ticket() == PICTURED:
            break
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
        settle(qt)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_E)
    settle(qt)
    return application


def everything_is_read(console: "Console") -> bool:
    from app.domain.health import WorkerState
    from app.domain.queue import Lens

    rows = console.rows(console.queue(Lens.ALL))
    idle = console.health().worker.state is WorkerState.IDLE
    return idle and len(rows) > 50 and all(row.points is not None for row in rows)


def take_all(qt: "QApplication", application: "Application", folder: Path) -> list[Path]:
    """Save the window and each of its three panes, light and dark, into `folder`."""
    from app.ui.panes.triage import TriagePane
    from app.ui.theme import ThemeName

    window = application.window
    pane = window.workspace.pane if window.workspace is not None else None
    if not isinstance(pane, TriagePane):
        raise TypeError("The workspace does not show the triage pane.")
    parts = {"triage": window, "queue": pane.queue, "conversation": pane.conversation, "decision": pane.decision}
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for theme in (ThemeName.LIGHT, ThemeName.DARK):
        application.theme.choose(theme)
        settle(qt)
        for name, widget in parts.items():
            path = folder / f"{name}-{theme.value}.png"
            if not widget.grab().save(str(path)):
                raise OSError(f"{path} could not be written.")
            saved.append(path)
    return saved


def wait(qt: "QApplication", done: Callable[[], bool]) -> None:
    """Let the program run until `done`."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("The program did not get there; look into its log folder.")
        settle(qt, seconds=0.1)


def settle(qt: "QApplication", *, seconds: float = 0.5) -> None:
    """Let the program paint and answer for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        qt.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
