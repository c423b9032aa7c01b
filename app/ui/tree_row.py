"""Rows of lists with columns: a cell that is cut off can be read whole in its tool tip."""

from PySide6.QtWidgets import QTreeWidgetItem

from app.ui.tips import tip


def tree_row(*cells: str) -> QTreeWidgetItem:
    """A row that belongs to no list yet."""
    row = QTreeWidgetItem(list(cells))
    for column, words in enumerate(cells):
        row.setToolTip(column, tip(words))
    return row
