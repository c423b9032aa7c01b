"""How a dialog about a ticket is laid out: what it is about, what is asked, and at its foot what is said and done."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.labels import TextRole, paragraph
from app.ui.theme import Space


def lay_out_dialog(
    dialog: QDialog,
    subject: str,
    *asked: QWidget | QLayout,
    growing: QWidget | QLayout | None = None,
    says: QWidget | None = None,
    cancel: QPushButton,
    confirm: QPushButton,
) -> None:
    """`growing`, one of `asked`, takes the room that is left; `says` stands beside the buttons."""
    foot = QHBoxLayout()
    foot.setSpacing(Space.SMALL)
    if says is None:
        foot.addStretch()
    else:
        foot.addWidget(says, 1)
    foot.addWidget(cancel)
    foot.addWidget(confirm)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
    layout.setSpacing(Space.SMALL)
    layout.addWidget(paragraph(subject, TextRole.HEADING))
    for each in asked:
        stretch = 1 if each is growing else 0
        if isinstance(each, QWidget):
            layout.addWidget(each, stretch)
        else:
            layout.addLayout(each, stretch)
    layout.addLayout(foot)
