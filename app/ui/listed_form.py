"""What forms with a list at the left have in common: what they say, how they wait, and where things stand."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import WarmlineError
from app.ui.background import Background
from app.ui.icons import IconLabel
from app.ui.labels import paragraph
from app.ui.theme import Space

T = TypeVar("T")


class ResultLine(QWidget):
    """What the last deed came to, with a sign before it; nothing at first."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("info", "info")
        self._words = paragraph()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)

    @property
    def words(self) -> str:
        return self._words.text()

    def say(self, words: str, icon: str, token: str) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._icon.show_icon(icon, token)
        self._icon.setVisible(bool(words))

    def clear(self) -> None:
        self.say("", "info", "info")


class SlowDeeds:
    """Runs what may take long for a form; meanwhile its buttons rest, and a failure is said in its result."""

    def __init__(
        self,
        owner: QObject,
        background: Background,
        result: ResultLine,
        buttons: Sequence[QPushButton],
        *,
        rested: Callable[[], None] = lambda: None,
    ) -> None:
        """`rested` is called once the buttons can be pressed again, for those of them that not always may."""
        self._owner = owner
        self._background = background
        self._result = result
        self._buttons = buttons
        self._rested = rested

    def run(self, doing: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """`doing` ends the sentence "Could not ..."."""

        def finished(result: T) -> None:
            self._rest(resting=False)
            done(result)

        def failed(error: Exception) -> None:
            self._rest(resting=False)
            known = isinstance(error, WarmlineError)
            words = str(error) if known else f"Could not {doing}: an unexpected error."
            self._result.say(words, "circle-alert", "bad")

        self._rest(resting=True)
        self._background.run(self._owner, work, done=finished, failed=failed)

    def _rest(self, *, resting: bool) -> None:
        for button in self._buttons:
            button.setDisabled(resting)
        if not resting:
            self._rested()


def lay_out_form(
    form: QWidget,
    left: Sequence[QWidget],
    fields: QWidget,
    result: ResultLine,
    *,
    remove: QPushButton,
    buttons: Sequence[QPushButton],
) -> None:
    """`remove` stands apart from the other buttons, at the foot of the fields."""
    listed = QVBoxLayout()
    listed.setSpacing(Space.SMALL)
    for widget in left:
        listed.addWidget(widget)
    foot = QHBoxLayout()
    foot.setSpacing(Space.SMALL)
    foot.addWidget(remove)
    foot.addStretch()
    for button in buttons:
        foot.addWidget(button)
    right = QVBoxLayout()
    right.setSpacing(Space.MEDIUM)
    right.addWidget(fields)
    right.addWidget(result)
    right.addStretch()
    right.addLayout(foot)
    layout = QHBoxLayout(form)
    layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
    layout.setSpacing(Space.LARGE)
    layout.addLayout(listed)
    layout.addLayout(right, 1)
