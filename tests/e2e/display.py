"""A screen of its own for a real program: Xvfb, and keys that are typed on it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.exit(not application.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""


class Display:
    """One virtual screen. Everything is done with keys; there is no mouse."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def await_window(self, title: str) -> None:
        """Wait until a window of that title is on the screen, and give it the keyboard as a window manager would."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", title, "windowfocus")

    def shows(self, title: str) -> bool:
        """Whether a window of that title is on the screen now."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        found = subprocess.run(command, env=self.environment, check=False, timeout=60, stdout=subprocess.DEVNULL)
        return found.returncode == 0

    def press(self, *keys: str) -> None:
        """Press keys one after another, as X calls them: "1", "j", "ctrl+k", "Return"."""
        self._xdotool("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "20", text)

    def picture(self, path: Path) -> None:
        """Save what is on the screen."""
        subprocess.run([sys.executable, "-c", GRAB, str(path)], env=self.environment, check=True, timeout=60)

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True, timeout=60, stdout=subprocess.DEVNULL)


@contextmanager
def virtual_display() -> Iterator[Display]:
    """A screen of 1440 by 900 that is gone afterwards."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield Display(f":{number.readline().strip()}")
    finally:
        server.terminate()
        server.wait()
