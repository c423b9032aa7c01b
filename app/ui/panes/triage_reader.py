"""The conversation as one read-only text, however many messages it has: cards are painted behind it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from app.domain.score import Contribution
from app.domain.snapshot import Span
from app.domain.tickets import MessageId, Role, Visibility
from app.ui.panes.triage_document import FOLD, GAP, INDENT, PAD, Writer
from app.ui.panes.triage_layout import Layout
from app.ui.panes.triage_thread import ShownMessage
from app.ui.theme import Colours, Radius, Space, colours

EDGE = Space.LARGE  # around the whole text
BAR = 3  # width of the mark at the left of an internal note


class Reader(QTextBrowser):
    """Shows plain text only: nothing is loaded, no link leads out of it, nothing a customer wrote is markup."""

    contribution_chosen = Signal(int)  # by clicking its words, or moving the caret onto them
    whole_message_asked = Signal(object)  # a ShownMessage of which only a part is shown

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._clock = clock
        self._messages: tuple[ShownMessage, ...] = ()
        self._contributions: tuple[Contribution, ...] = ()
        self._open_folds: set[tuple[MessageId, int]] = set()
        self._layout = Layout()
        self._chosen: int | None = None
        self._moving = False
        self.setObjectName("reader")
        self.setAccessibleName("Conversation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self.cursorPositionChanged.connect(self._look_at_caret)

    @property
    def layout_of_text(self) -> Layout:
        """Where the words stand in the document."""
        return self._layout

    def show_thread(self, messages: Sequence[ShownMessage], contributions: Sequence[Contribution]) -> None:
        """Another conversation, from its end: what came last is what matters first."""
        self._open_folds.clear()
        self._chosen = None
        self._fill(messages, contributions)
        self._to_end()

    def renew_thread(self, messages: Sequence[ShownMessage], contributions: Sequence[Contribution]) -> None:
        """The same conversation, with what has come since; the place on the screen is kept."""
        if tuple(messages) == self._messages and tuple(contributions) == self._contributions:
            return
        bar = self.verticalScrollBar()
        place, at_end = bar.value(), bar.value() == bar.maximum()
        self._chosen = None
        self._fill(messages, contributions)
        bar.setValue(bar.maximum() if at_end else place)

    def highlight(self, contribution: int | None) -> None:
        """Mark the words of one contribution, and no others."""
        self._chosen = contribution
        self.setExtraSelections([self._selection(*each) for each in self._ranges(contribution)])
        self.viewport().update()

    def show_words(self, spans: Sequence[Span]) -> None:
        """Mark these words, whatever earned points, and go to the first of them that can be seen.

        Where all are folded away, it goes to their message.
        """
        ranges = [each for span in spans for each in self._layout.ranges(span)]
        self._chosen = None
        self.setExtraSelections([self._selection(*each) for each in ranges])
        self.viewport().update()
        if ranges:
            self._bring(ranges[0][0])
        elif spans:
            self.go_to_message(spans[0].message)

    def go_to(self, contribution: int, *, occurrence: int = 0) -> None:
        """Scroll to words of a contribution; beyond the last occurrence it begins anew."""
        ranges = self._ranges(contribution) or self._headings(contribution)
        if ranges:
            self._bring(ranges[occurrence % len(ranges)][0])

    def occurrences(self, contribution: int) -> int:
        """In how many places the evidence of a contribution can be seen."""
        return len(self._ranges(contribution) or self._headings(contribution))

    def go_to_message(self, message: MessageId) -> None:
        if (card := self._layout.card_of(message)) is not None:
            self._bring(self.document().findBlockByNumber(card[1]).position())

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """Nothing, ever: no image, no style sheet, no file."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and self._messages:
            bar = self.verticalScrollBar()
            place, chosen = bar.value(), self._chosen
            self._fill(self._messages, self._contributions)
            self.highlight(chosen)
            bar.setValue(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = colours(self.palette())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(tokens.canvas))
        painter.translate(0, -self.verticalScrollBar().value())
        top = self.verticalScrollBar().value() + event.rect().top()
        bottom = top + event.rect().height()
        for message, first, last in self._layout.cards:
            card = self._card(message, first, last)
            if card.top() > bottom:
                break
            if card.bottom() >= top:
                _paint_card(painter, card, message, tokens, chosen=self._chosen in message.whole)
        painter.end()
        super().paintEvent(event)

    def _card(self, message: ShownMessage, first: int, last: int) -> QRectF:
        document, shape = self.document(), self.document().documentLayout()
        top = shape.blockBoundingRect(document.findBlockByNumber(first))
        end = shape.blockBoundingRect(document.findBlockByNumber(last))
        indent = 0 if message.read.message.role is Role.CUSTOMER else INDENT
        width = self.viewport().width() - 2 * EDGE - INDENT
        return QRectF(EDGE + indent, top.top() - PAD / 2 - 2, width, end.bottom() - top.top() + PAD + 2)

    def _fill(self, messages: Sequence[ShownMessage], contributions: Sequence[Contribution]) -> None:
        self._messages, self._contributions = tuple(messages), tuple(contributions)
        self._moving = True
        self.document().clear()
        self.document().setDefaultFont(self.font())
        self.document().setDocumentMargin(EDGE)
        writer = Writer(
            self.document(),
            tokens=colours(self.palette()),
            now=self._clock(),
            contributions=self._contributions,
            open_folds=self._open_folds,
        )
        self._layout = writer.write(self._messages)
        self.setExtraSelections([])
        self._moving = False

    def _ranges(self, contribution: int | None) -> list[tuple[int, int]]:
        if contribution is None or contribution >= len(self._contributions):
            return []
        return [each for span in self._contributions[contribution].evidence for each in self._layout.ranges(span)]

    def _headings(self, contribution: int) -> list[tuple[int, int]]:
        return [(mark.start, mark.end) for mark in self._layout.marks if mark.contribution == contribution]

    def _selection(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        shape = QTextCharFormat()
        shape.setBackground(QColor(colours(self.palette()).evidence_soft))
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, shape
        return made

    def _bring(self, position: int) -> None:
        """Move the caret there without choosing anything, and have it in the upper third of the view."""
        self._moving = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - self.viewport().height() // 3)
        self._moving = False

    def _to_end(self) -> None:
        self._moving = True
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._moving = False

    def _look_at_caret(self) -> None:
        if self._moving or self.textCursor().hasSelection():
            return
        found = self._layout.contributions_at(self.textCursor().position())
        if found and self._chosen not in found:
            self.contribution_chosen.emit(found[0])

    def _follow(self, url: QUrl) -> None:
        kind, _, rest = url.toString().partition(":")
        index, _, piece = rest.partition(":")
        message = self._messages[int(index)]
        if kind != FOLD:
            self.whole_message_asked.emit(message)
            return
        self._open_folds ^= {(message.id, int(piece))}
        place, chosen = self.verticalScrollBar().value(), self._chosen
        self._fill(self._messages, self._contributions)
        self.highlight(chosen)
        self.verticalScrollBar().setValue(place)


def _paint_card(painter: QPainter, card: QRectF, message: ShownMessage, tokens: Colours, *, chosen: bool) -> None:
    internal = message.read.message.visibility is Visibility.INTERNAL
    ground = tokens.caution_soft if internal else tokens.surface
    painter.setPen(QPen(QColor(tokens.evidence if chosen else tokens.line), 2 if chosen else 1))
    painter.setBrush(QColor(tokens.evidence_soft if chosen else ground))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
    if internal:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.caution))
        painter.drawRoundedRect(QRectF(card.left(), card.top() + GAP, BAR, card.height() - 2 * GAP), 1.5, 1.5)
