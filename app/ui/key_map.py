"""The key map: every action with its key, on one sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.actions import ACTIONS, ActionGroup, key_words
from app.ui.controls import push_button
from app.ui.labels import TextRole, label
from app.ui.theme import Space

COLUMNS = ((ActionGroup.DECIDE, ActionGroup.READ), (ActionGroup.LENSES, ActionGroup.WINDOW))


class KeyMap(QDialog):
    """Read, then Escape, Enter or `?` again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys")
        self.setModal(True)
        close = push_button("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        columns = QHBoxLayout()
        columns.setSpacing(Space.HUGE)
        for groups in COLUMNS:
            columns.addLayout(_column(groups))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.HUGE, Space.LARGE, Space.HUGE, Space.LARGE)
        layout.setSpacing(Space.LARGE)
        layout.addWidget(label("Keys", TextRole.TITLE))
        layout.addLayout(columns)
        layout.addWidget(label("Keys of one letter or digit rest while you type in a field.", TextRole.SMALL_MUTED))
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _column(groups: tuple[ActionGroup, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.LARGE)
    for group in groups:
        column.addLayout(_section(group))
    column.addStretch()
    return column


def _section(group: ActionGroup) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.LARGE)
    grid.setVerticalSpacing(Space.SMALL)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(group, TextRole.HEADING), 0, 0, 1, 2)
    for row, each in enumerate((each for each in ACTIONS if each.group is group), start=1):
        name = label(each.text)
        name.setToolTip(each.tip)
        key = label(key_words(each.name), TextRole.KEY)
        key.setAccessibleName(f"{each.text}: {key_words(each.name)}")
        grid.addWidget(name, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
