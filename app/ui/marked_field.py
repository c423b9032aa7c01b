"""Something to type in, and under it what is wrong with what was typed."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.labels import TextRole, WholeParagraph


class MarkedField(QWidget):
    """Takes the focus for the field that is in it."""

    def __init__(self, field: QLineEdit | QPlainTextEdit, name: str) -> None:
        super().__init__()
        self._field = field
        field.setAccessibleName(name)
        self._wrong = WholeParagraph("", TextRole.WRONG)
        self._wrong.hide()
        self.setFocusProxy(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(field)
        layout.addWidget(self._wrong)

    def mark(self, problem: str) -> None:
        self._wrong.setText(problem)
        self._wrong.setVisible(bool(problem))
        self._field.setAccessibleDescription(problem)
        self._field.setProperty("wrong", bool(problem))
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)
