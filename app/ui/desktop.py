"""Calls the person who is at another program, through the desktop's own notifications where it has any."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from app.ui.icons import program_icon
from app.ui.tips import tip


class Desktop(QObject):
    """Notifications come from an icon in the desktop's tray; where there is no tray, nobody can be called."""

    answered = Signal()  # the person clicked the notification, or the icon
    followed = Signal(object)  # what the notification that they clicked was about

    def __init__(self, parent: QObject | None = None, *, tray: QSystemTrayIcon | None = None) -> None:
        """`tray` stands in for the icon that is made where the desktop has a place for it."""
        super().__init__(parent)
        self._about: object = None  # of the notification that was shown last: only that can be clicked
        self._tray = tray or _icon(self)
        if self._tray is not None:
            self._tray.setToolTip(tip("Warmline"))
            self._tray.messageClicked.connect(self._clicked)
            self._tray.activated.connect(self._activated)
            self._tray.show()

    @property
    def can_call(self) -> bool:
        return self._tray is not None

    def call(self, title: str, text: str, about: object = None) -> None:
        """Show a notification, which leads to what it is about; nothing happens where there is no tray."""
        if self._tray is not None:
            self._about = about
            self._tray.showMessage(title, text, program_icon())

    def _clicked(self) -> None:
        self.answered.emit()
        if self._about is not None:
            self.followed.emit(self._about)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.answered.emit()


def _icon(parent: QObject) -> QSystemTrayIcon | None:
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        return QSystemTrayIcon(program_icon(), parent)
    return None
