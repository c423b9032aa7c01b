"""Lists of which each row stands for a value: those that a dialog lets one choose from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QVBoxLayout

from app.ui.labels import TextRole, label
from app.ui.theme import Space

VALUE = Qt.ItemDataRole.UserRole


def value_list(name: str) -> QListWidget:
    """An empty list, called so for those who hear it; rows keep what they stand for under `VALUE`."""
    made = QListWidget()
    made.ensurePolished()  # or its rows are measured before they have their padding
    made.setAccessibleName(name)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def chosen_value(of: QListWidget) -> object:
    """What the chosen row stands for; None where none is chosen, or it stands for nothing."""
    chosen = of.selectedItems()
    return chosen[0].data(VALUE) if chosen else None


def add_side_by_side(lists: QHBoxLayout, *titled: tuple[str, QListWidget]) -> None:
    """Give each list its title and an equal share of the width."""
    lists.setSpacing(Space.MEDIUM)
    for title, each in titled:
        column = QVBoxLayout()
        column.setSpacing(Space.TIGHT)
        column.addWidget(label(title, TextRole.SMALL_MUTED))
        column.addWidget(each)
        lists.addLayout(column, 1)
