"""The key map: every action with its key, on one sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.actions import ACTIONS, ActionGroup, key_words
from app.ui.labels import TextRole, label
from app.ui.theme import Space
from app.ui.tips import tip

COLUMNS = (
    (ActionGroup.DECIDE, ActionGroup.READ),
    (ActionGroup.LENSES, ActionGroup.WINDOW),
    (ActionGroup.HANDOFFS, ActionGroup.RULES),
)


class KeyMap(QWidget):
    """Read, then Escape or `?` again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys: " + "; ".join(f"{each.text}, {key_words(each.name)}" for each in ACTIONS))
        columns = QHBoxLayout()
        columns.setSpacing(Space.HUGE)
        for groups in COLUMNS:
            columns.addLayout(_column(groups))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.HUGE, Space.LARGE, Space.HUGE, Space.LARGE)
        layout.setSpacing(Space.LARGE)
        layout.addWidget(label("Keys", TextRole.TITLE))
        layout.addLayout(columns)
        layout.addWidget(
            label("Keys of one letter or digit rest while you type. Escape closes this sheet.", TextRole.SMALL_MUTED)
        )


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
        name.setToolTip(tip(each.tip))
        key = label(key_words(each.name), TextRole.KEY)
        key.setAccessibleName(f"{each.text}: {key_words(each.name)}")
        grid.addWidget(name, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    return grid
