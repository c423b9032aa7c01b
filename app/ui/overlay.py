"""A sheet laid over the window: it has every key until it goes, and then the focus is back where it was.

It is no window of its own, so it needs no window manager to get the keyboard, and no permission to be placed.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QVBoxLayout, QWidget

VEIL = 96  # of 255: what lies behind stays recognisable


class Overlay(QWidget):
    """Covers `parent` and shows `content` in its upper half. Escape, `toggle` or a click beside it dismisses it."""

    dismissed = Signal()

    def __init__(self, content: QWidget, parent: QWidget, *, name: str, toggle: QKeySequence) -> None:
        super().__init__(parent)
        self.content = content
        self._window = parent
        self._toggle = toggle
        self._before = QApplication.focusWidget()
        self.setAccessibleName(name)
        self._sheet = QFrame(self)
        self._sheet.setObjectName("overlay")
        inner = QVBoxLayout(self._sheet)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(content)
        parent.installEventFilter(self)

    def open(self) -> None:
        self.setGeometry(self._window.rect())
        self.place()
        self.show()
        self.raise_()
        self.content.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Go, and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()
        self.dismissed.emit()

    def place(self) -> None:
        """The sheet as large as it wants to be, in the middle, an eighth from the top."""
        self._sheet.adjustSize()
        top = min(self.height() // 8, max(0, self.height() - self._sheet.height()))
        self._sheet.move((self.width() - self._sheet.width()) // 2, top)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:  # no key reaches an action behind the sheet
            event.accept()
            return True
        if event.type() is QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = QKeySequence(event.keyCombination())
        if event.key() == Qt.Key.Key_Escape or self._toggle in {pressed, QKeySequence(event.text())}:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._sheet.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: FBT001 - Qt's signature
        return True  # Tab stays on the sheet

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, VEIL))
        painter.end()


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog over its parent's window, and go back to that afterwards.

    A window manager sees to the keyboard by itself; where there is none (kiosks, bare displays) nobody else would.
    """
    parent = dialog.parentWidget()
    if parent is not None:
        dialog.finished.connect(parent.window().activateWindow)
    dialog.open()
    dialog.activateWindow()
