"""Waits for a dialog that a key opens."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget

D = TypeVar("D", bound=QDialog)


def opened_dialog(
    pane: QWidget, kind: type[D], press: Callable[[], None], wait: Callable[[Callable[[], bool]], object]
) -> D:
    """The dialog of `pane` that was not there before `press`. They are not counted: one of before may go meanwhile."""
    before = pane.findChildren(kind)
    opened = list[D]()

    def found() -> bool:
        opened[:] = [each for each in pane.findChildren(kind) if each not in before]
        return bool(opened)

    press()
    wait(found)
    return opened[0]
