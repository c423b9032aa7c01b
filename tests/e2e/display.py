"""A screen of its own for a real program: Xvfb, and keys that are typed on it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.ended_with_us import ended_with_us
from tests.waiting import comes_true

PATIENCE = 300.0  # seconds, for a machine that has better things to do
AGAIN = 20.0  # seconds after which a person presses a key again that did nothing
PROBE = "fig"  # letters that are no key of any pane: typed to see whether a field has the keyboard
POLL = 0.2  # seconds between two looks at the screen, each a process

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
        deadline = time.monotonic() + PATIENCE
        while not re.search(title, self.focused()):
            assert time.monotonic() < deadline, f"no window is called {title}: {self.seen()}"
            self._asked("search", "--onlyvisible", "--name", title, "windowfocus")
            time.sleep(POLL)

    def windows(self, title: str) -> list[str]:
        """The windows on the screen now whose title matches, the topmost last, as X numbers them."""
        return self._asked("search", "--onlyvisible", "--name", title).split()

    def shows(self, title: str) -> bool:
        """Whether a window whose title matches is on the screen now."""
        return bool(self.windows(title))

    def focused(self) -> str:
        """The title of the window that has the keyboard; "" where none has."""
        return self._asked("getwindowfocus", "getwindowname").strip()

    def seen(self) -> str:
        """What is on the screen, in words."""
        titles = [self._asked("getwindowname", each).strip() for each in self.windows(".")]
        shown = ", ".join(f"“{each}”" for each in titles) or "no window"
        return f"on the screen: {shown}; the keyboard: “{self.focused()}”"

    def press(self, *keys: str) -> None:
        """Press keys one after another, as X calls them: "1", "j", "ctrl+k", "Return"."""
        self._xdotool("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "20", "--", text)

    def press_until(
        self,
        done: Callable[[], bool],
        *keys: str,
        typed: str = "",
        then: Sequence[str] = (),
        every: float = AGAIN,
        only: Callable[[], bool] = lambda: True,
    ) -> None:
        """Press keys and type as a person does: again, after so many seconds, where nothing came of it.

        A window that is still busy with what was before does nothing on a key that needs what that brings. So all of it
        must do no harm when it is done twice. `only` tells whether the keys go where they are meant to.
        """
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, f"{' '.join([*keys, *then])} was pressed in vain, {self.seen()}"
            if only():
                self._take_keyboard()
                self._press_all(keys, typed, then)
            comes_true(done, seconds=every, every=POLL)

    def picture(self, path: Path) -> None:
        """Save what is on the screen."""
        subprocess.run([sys.executable, "-c", GRAB, str(path)], env=self.environment, check=True, timeout=60)

    def _press_all(self, keys: Sequence[str], typed: str, then: Sequence[str]) -> None:
        if keys:
            self.press(*keys)
        if typed:
            self.type(typed)
        if then:
            self.press(*then)

    def _take_keyboard(self) -> None:
        """Where no window has the keyboard, as after one has closed, the topmost gets it."""
        if not self.focused() and (windows := self.windows(".")):
            self._asked("windowfocus", windows[-1])

    def _asked(self, *arguments: str) -> str:
        """What xdotool says; "" where there is no such window, or it has gone meanwhile."""
        command = ["xdotool", *arguments]
        run = partial(subprocess.run, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return run(command, check=False, timeout=PATIENCE, text=True).stdout

    def _xdotool(self, *arguments: str) -> None:
        run = partial(subprocess.run, env=self.environment, stdout=subprocess.DEVNULL)
        run(["xdotool", *arguments], check=True, timeout=PATIENCE)


@contextmanager
def virtual_display() -> Iterator[Display]:
    """A screen of 1440 by 900 that is gone afterwards; it stays as it is whoever comes and goes meanwhile."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        ended_with_us(command),
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
