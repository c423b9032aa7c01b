"""Takes the README's pictures from the running program, on its sample workspace, in light and in dark."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (1440, 900)
PATIENCE = 300.0  # seconds; a slow machine reads the sample's messages in one minute


def main() -> int:
    """Start the console on a fresh sample workspace, wait until all is read, and save the pictures."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["WARMLINE_HOME"] = home
        take_all(PICTURES)
    return 0


def take_all(folder: Path) -> None:
    """Save every picture into `folder`."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.bootstrap import open_workspace
    from app.commands.opened_workspace import OpenedWorkspace
    from app.domain.health import WorkerState
    from app.domain.queue import Lens
    from app.ui.application import Application
    from app.ui.panes.triage import TriagePane
    from app.ui.theme import ThemeName

    qt = QApplication(sys.argv[:1])
    opened: list[OpenedWorkspace] = []

    def opening(words: str | None) -> OpenedWorkspace:
        opened.append(OpenedWorkspace(open_workspace(words=words)))
        return opened[-1]

    application = Application(qt, opening)
    window = application.window
    window.resize(*SIZE)
    application.start()
    wait(qt, lambda: window.workspace is not None)
    console = opened[-1].console

    def everything_is_read() -> bool:
        rows = console.rows(console.queue(Lens.ALL))
        idle = console.health().worker.state is WorkerState.IDLE
        return idle and len(rows) > 50 and all(row.points is not None for row in rows)

    wait(qt, everything_is_read)
    assert window.workspace is not None
    pane = window.workspace.pane
    assert isinstance(pane, TriagePane)
    QTest.keyClick(window, Qt.Key.Key_R)
    wait(qt, lambda: pane.current_ticket() is not None)
    QTest.keyClick(window, Qt.Key.Key_E)
    folder.mkdir(parents=True, exist_ok=True)
    for theme in (ThemeName.LIGHT, ThemeName.DARK):
        application.theme.choose(theme)
        settle(qt)
        parts = {"triage": window, "queue": pane.queue, "conversation": pane.conversation, "decision": pane.decision}
        for name, widget in parts.items():
            path = folder / f"{name}-{theme.value}.png"
            if not widget.grab().save(str(path)):
                raise OSError(f"{path} could not be written.")
            print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
    window.close()
    settle(qt)


def wait(qt: "object", done: Callable[[], bool]) -> None:
    """Let the program run until `done`."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("The program did not get there; look into its log folder.")
        settle(qt, seconds=0.1)


def settle(qt: "object", *, seconds: float = 1.0) -> None:
    """Let the program paint and answer for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        qt.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
