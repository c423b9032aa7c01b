"""What the window shows until the workspace is open: that it opens, what is in the way, and what to do about it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.actions import ActionName, act, key_words
from app.ui.controls import ButtonKind, push_button
from app.ui.icons import IconLabel
from app.ui.labels import TextRole, label, paragraph
from app.ui.secret_eye import SecretEye
from app.ui.theme import Space
from app.ui.tips import tip

WIDTH = 460
KEPT_SHOWN = 6  # lines of what waits: the page says that it is safe, the console shows it all
NOTHING_KEPT = "Nothing that you did here waits for it."
SOMETHING_KEPT = "Whatever you did here and it has not got is kept on this machine, and sent then."


class StartPage(QWidget):
    """One sentence in the middle, and where it helps a field or a button."""

    words_given = Signal(str)  # the passphrase or recovery key that a person typed
    retry_asked = Signal()
    address_asked = Signal()  # of the team's store, which may have moved
    leave_asked = Signal()  # to use a store of one's own instead of the team's, which is away

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("lock", "muted", size=24)
        self._title = label("", TextRole.TITLE)
        self._text = paragraph("", TextRole.MUTED)
        self._kept = paragraph("")
        self._words = QLineEdit()
        self._words.setAccessibleName("Passphrase, recovery key or password")
        self._words.setPlaceholderText("Passphrase, recovery key or password")
        self._eye = SecretEye(self._words, "what I type")
        self._button = push_button("Try again", ButtonKind.PRIMARY)
        self._copy = push_button("Copy details", ButtonKind.QUIET)
        self._edit = push_button("Edit the address…", ButtonKind.QUIET)
        self._edit.setToolTip(
            tip(f"Where the team's store has moved, or you have another login ({key_words(ActionName.TEAM_STORE)})")
        )
        self._edit_action = act(self, ActionName.TEAM_STORE, self.address_asked.emit)
        self._leave = push_button("Leave the team's store", ButtonKind.QUIET)
        self._leave.setToolTip(
            tip("Use a store of your own; you can join a team again in the window. What waits is kept.")
        )
        self._details = ""
        self._field = QWidget()
        self._lay_out()
        self._words.returnPressed.connect(self._press)
        self._button.clicked.connect(self._press)
        self._copy.clicked.connect(self._copy_details)
        self._edit.clicked.connect(self.address_asked)
        self._leave.clicked.connect(self.leave_asked)
        self.show_opening()

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def kept(self) -> str:
        """What is said of what waits on this machine; "" where it is not the question."""
        return self._kept.text() if self._kept.isVisibleTo(self) else ""

    def show_opening(self) -> None:
        self._show("hourglass", "muted", "Opening your workspace…", "")

    def show_failure(self, title: str, text: str, *, details: str = "") -> None:
        """Something is in the way, and `text` says what to do about it; `details` are for copying."""
        self._show("circle-alert", "bad", title, text)
        self._details = details
        self._copy.setVisible(bool(details))
        self._button.setText("Try again")
        self._button.show()
        self._button.setFocus()

    def show_away(self, text: str, kept: Sequence[str] | None) -> None:
        """The team's store cannot be reached and is looked for again and again; `kept` waits here for it.

        None is that it cannot be told what does.
        """
        words = f"{text} This window goes on by itself as soon as it answers."
        lines = _kept_words(kept)
        if (self.text, self._kept.text()) == (words, lines) and self._kept.isVisibleTo(self):
            return  # nothing new: a screen reader need not say it all again
        self._show("cloud-off", "muted", "Your team's store cannot be reached", words)
        self._kept.setText(lines)
        self._kept.show()
        self.setAccessibleName(f"{self.title} {words} {lines}")
        self._offer_team(possible=True)
        self._button.setText("Try now")
        self._button.show()
        self._button.setFocus()

    def ask_words(self, text: str) -> None:
        """The store's key must be typed; `text` says why."""
        self._show("lock", "muted", "Unlock your workspace", text)
        self._button.setText("Unlock")
        self._button.show()
        self._field.show()
        self._words.clear()
        self._words.setFocus()

    def _show(self, icon: str, token: str, title: str, text: str) -> None:
        self._icon.show_icon(icon, token)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._kept.hide()
        self._field.hide()
        self._button.hide()
        self._copy.hide()
        self._offer_team(possible=False)
        self.setAccessibleName(f"{title} {text}".strip())

    def _offer_team(self, *, possible: bool) -> None:
        """What can be changed about a team's store that is away."""
        self._edit.setVisible(possible)
        self._edit_action.setEnabled(possible)
        self._leave.setVisible(possible)

    def _press(self) -> None:
        if self._field.isHidden():
            self.retry_asked.emit()
        elif self._words.text():
            words = self._words.text()
            self._words.clear()
            self.words_given.emit(words)

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)

    def _lay_out(self) -> None:
        field = QHBoxLayout(self._field)
        field.setContentsMargins(0, 0, 0, 0)
        field.setSpacing(Space.TIGHT)
        field.addWidget(self._words, 1)
        field.addWidget(self._eye)
        column = QWidget()
        column.setFixedWidth(WIDTH)
        inner = QVBoxLayout(column)
        inner.setSpacing(Space.MEDIUM)
        for widget in (self._icon, self._title, self._text, self._kept, self._field):
            inner.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SMALL)
        buttons.addWidget(self._button)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._edit)
        buttons.addWidget(self._leave)
        buttons.addStretch()
        inner.addLayout(buttons)
        across = QHBoxLayout()  # stretches, not an alignment: an aligned item is never asked its height for width
        across.addStretch()
        across.addWidget(column)
        across.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)


def _kept_words(kept: Sequence[str] | None) -> str:
    if not kept:
        return SOMETHING_KEPT if kept is None else NOTHING_KEPT
    more = [f"… and {len(kept) - KEPT_SHOWN} more"] if len(kept) > KEPT_SHOWN else []
    heading = f"Kept on this machine and sent then ({len(kept)}):"
    return "\n".join([heading, *(f"•  {each}" for each in kept[:KEPT_SHOWN]), *more])
