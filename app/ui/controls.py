"""Buttons: one for an action with its key on it, one for anything else."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.ui.icons import themed_icon
from app.ui.tips import tip


class ButtonKind(StrEnum):
    """How much a button asks to be pressed."""

    PRIMARY = "primary"  # at most one in sight
    PLAIN = "plain"
    QUIET = "quiet"
    ICON = "icon"


class ActionButton(QToolButton):
    """A button for a declared action: its text and its key, enabled when the action is."""

    def __init__(
        self, action: QAction, kind: ButtonKind = ButtonKind.PLAIN, parent: QWidget | None = None, *, short: str = ""
    ) -> None:
        super().__init__(parent)
        self._short = short  # what it shows where there is no room for all of the action's text
        self.setDefaultAction(action)
        self.setProperty("kind", kind.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonIconOnly if kind is ButtonKind.ICON else Qt.ToolButtonStyle.ToolButtonTextOnly
        )
        self._name()
        action.changed.connect(self._name)

    def _name(self) -> None:
        action = self.defaultAction()
        key = action.shortcut().toString()
        self.setAccessibleName(action.text())
        self.setAccessibleDescription(f"Key {key}" if key else "")
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextOnly and key:
            self.setText(f"{self._short or action.text()}   {key}")


class IconButton(QToolButton):
    """A button that shows only an icon; `text` is its accessible name and its tool tip."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = name
        self.setProperty("kind", ButtonKind.ICON.value)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.describe(name, text)

    def describe(self, name: str, text: str) -> None:
        """Show another icon, with what it now means."""
        self._icon = name
        self.setIcon(themed_icon(name, self.palette()))
        self.setToolTip(tip(text))
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.setIcon(themed_icon(self._icon, self.palette()))


def push_button(text: str, kind: ButtonKind = ButtonKind.PLAIN, parent: QWidget | None = None) -> QPushButton:
    made = QPushButton(text, parent)
    made.setProperty("kind", kind.value)
    made.setAutoDefault(False)
    return made
