"""A place for notifications where the test's platform has none."""

from typing import Any

from PySide6.QtWidgets import QSystemTrayIcon


class Tray(QSystemTrayIcon):
    """A tray that remembers what was shown from it."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str]] = []

    def show(self) -> None:
        """There is no place for it."""

    def showMessage(self, title: str, text: str, *rest: Any) -> None:
        self.shown.append((title, text))
