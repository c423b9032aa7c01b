"""Text on the screen: always plain, so that nothing a customer wrote is ever taken for markup."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.tips import tip


class TextRole(StrEnum):
    """What a piece of text is for; the style sheet knows how each looks."""

    BODY = "body"
    SMALL = "small"
    MUTED = "muted"
    SMALL_MUTED = "small muted"
    HEADING = "heading"
    TITLE = "title"
    KEY = "key"  # a key to press, drawn as one
    CHIP = "chip"  # a word that marks something
    WRONG = "wrong"  # what is wrong with what was typed


def label(text: str = "", role: TextRole = TextRole.BODY, *, parent: QWidget | None = None) -> QLabel:
    """A label on one line."""
    made = QLabel(text, parent)
    _dress(made, role)
    return made


def paragraph(text: str = "", role: TextRole = TextRole.BODY, *, parent: QWidget | None = None) -> QLabel:
    """A label that wraps, and whose text can be selected and copied."""
    made = label(text, role, parent=parent)
    _wrap(made)
    policy = made.sizePolicy()  # keeps its height for width
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    made.setSizePolicy(policy)
    return made


class WholeParagraph(QLabel):
    """A paragraph that holds the height which its words need at its width.

    For the rows of forms: what is nested in a QFormLayout is given the height of a wider one where room is short, and
    the last line was cut at its lower edge.
    """

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self, role)
        _wrap(self)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._hold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold()

    def _hold(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class ElidedLabel(QLabel):
    """A label on one line that ends in "…" where there is no room; its tool tip then has all of it."""

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fitting = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip(tip("" if fitting == self.text() else self.text()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), fitting)
        painter.end()


class YieldingLabel(ElidedLabel):
    """As wide as its words where there is room for them; where there is not, it gives way down to a few letters."""

    LEAST = 56  # device-independent pixels

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY, parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """A label asks for all of its words."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self.LEAST), whole.height())


def _dress(text: QLabel, role: TextRole) -> None:
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setProperty("role", role.value)


def _wrap(text: QLabel) -> None:
    text.setWordWrap(True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
