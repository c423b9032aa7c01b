"""How dialogs begin, and how one about a ticket is laid out: its subject, what is asked, what is said and done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.labels import TextRole, paragraph
from app.ui.theme import Space


def begin_form(form: QDialog, title: str, *, size: tuple[int, int]) -> None:
    """A form of the whole workspace: over its window, and gone with all that was typed once it is closed."""
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.setWindowTitle(title)
    form.setModal(True)
    form.resize(*size)


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
