"""The button beside a secret that shows what was typed."""

from PySide6.QtWidgets import QLineEdit

from app.ui.controls import IconButton


class SecretEye(IconButton):
    """Hides the letters of its field, and shows them while it is switched on."""

    def __init__(self, field: QLineEdit, what: str) -> None:
        """`what` ends the words "Show ..."."""
        super().__init__("eye", f"Show {what}")
        self._field = field
        self._what = what
        self.setCheckable(True)
        self.toggled.connect(self._show)
        self._show(shown=False)

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.describe("eye-off" if shown else "eye", f"{'Hide' if shown else 'Show'} {self._what}")
