"""Writes a conversation into one text document, and knows where in it every character of every message is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from app.domain.score import Contribution
from app.domain.tickets import MessageId, Role, Visibility
from app.ui.health_words import ago
from app.ui.intent_words import read_words
from app.ui.manner_words import doubt_words, manner_words
from app.ui.mood_words import Mood, mood_mark, mood_of, reading_tip, reading_words
from app.ui.panes.triage_layout import Layout, Marked, Placed, safe
from app.ui.panes.triage_thread import Mark, Piece, PieceKind, ShownMessage
from app.ui.theme import Colours, Type, sized
from app.ui.tips import tip

INDENT = 28  # by which what agents write is moved in, so that who speaks is seen without colour
PAD = 12  # between a card's edge and its words
GAP = 10  # between cards
NARROW_SPACE, UNBROKEN = "\u2009", "\u00a0"
FOLD, ALL = "fold", "all"  # what links ask for: "fold:3:1", "all:3"


class Writer:
    """Writes one conversation into an empty document."""

    def __init__(
        self,
        document: QTextDocument,
        *,
        tokens: Colours,
        now: datetime,
        contributions: Sequence[Contribution],
        open_folds: Collection[tuple[MessageId, int]],
    ) -> None:
        self._cursor = QTextCursor(document)
        self._tokens = tokens
        self._now = now
        self._contributions = contributions
        self._open = open_folds
        self._base = document.defaultFont()
        self._formats: dict[tuple[PieceKind, bool], QTextCharFormat] = {}
        self.layout = Layout()

    def write(self, messages: Iterable[ShownMessage]) -> Layout:
        self._cursor.beginEditBlock()
        for index, message in enumerate(messages):
            first = self._write_heading(message, first=index == 0)
            for at, piece in enumerate(message.pieces):
                self._write_piece(message, index, at, piece)
            self._write_end(message, index)
            self._close_card()
            self.layout.cards.append((message, first, self._cursor.blockNumber()))
        self._cursor.endEditBlock()
        return self.layout

    def _write_heading(self, message: ShownMessage, *, first: bool) -> int:
        """Who, in which role, when, in which mood, and what all of this message is evidence for."""
        indent = self._indent(message)
        block = QTextBlockFormat()
        block.setLeftMargin(indent + PAD)
        block.setRightMargin(INDENT - indent + PAD)
        block.setTopMargin(PAD if first else PAD + GAP)
        block.setBottomMargin(2)
        if first:
            self._cursor.setBlockFormat(block)
        else:
            self._cursor.insertBlock(block)
        here = self._cursor.blockNumber()
        said, tokens = message.read.message, self._tokens
        self._cursor.insertText(safe(said.author or role_words(message)), self._char(tokens.text, strong=True))
        when = self._char(tokens.muted, small=True)
        when.setToolTip(tip(f"{said.at.astimezone():%A %d %B %Y, %H:%M}"))
        aside = f"  {_joined(role_words(message))}" if said.author else ""
        self._cursor.insertText(f"{aside} {_joined(f'· {ago(said.at, now=self._now)} ago')}", when)
        if said.role is Role.CUSTOMER:
            self._write_mood(message)
        for index in message.whole:
            self._cursor.insertText("   ", when)
            self._write_number(index, _joined(f"{index + 1} {self._contributions[index].label}"))
        block.setTopMargin(0)
        block.setBottomMargin(0)
        self._cursor.insertBlock(block)
        return here

    def _write_mood(self, message: ShownMessage) -> None:
        analysis = message.read.analysis
        sentiment = analysis.sentiment if analysis else None
        mood = mood_of(sentiment)
        bad = mood in {Mood.NEGATIVE, Mood.VERY_NEGATIVE}
        colour = self._tokens.bad if bad else self._tokens.good if mood is Mood.POSITIVE else self._tokens.muted
        shown = self._char(colour, small=True)
        manner = manner_words(analysis.manner) if analysis else ()
        doubt = doubt_words(analysis.sentiment_doubt) if analysis else ""
        about = "\n".join(each for each in (reading_tip(analysis), doubt, read_words(analysis)) if each)
        shown.setToolTip(tip(about))
        self._cursor.insertText(f"   {mood_mark(sentiment)}{UNBROKEN}", shown)
        words = self._char(self._tokens.muted, small=True)
        words.setToolTip(tip(about))
        self._cursor.insertText(_joined(", ".join((reading_words(analysis), *manner))), words)

    def _write_piece(self, message: ShownMessage, index: int, at: int, piece: Piece) -> None:
        if piece.kind is PieceKind.LEFT_OUT:
            self._write_line(
                f"… {piece.end - piece.start:,} characters not shown …", self._char(self._tokens.muted, small=True)
            )
            return
        text = message.read.message.text[piece.start : piece.end]
        if piece.kind is PieceKind.FOLDED and (message.id, at) not in self._open:
            lines = len(text.strip().splitlines())
            self._write_link(f"··· show {lines} quoted or repeated lines", f"{FOLD}:{index}:{at}")
            return
        if piece.kind is PieceKind.FOLDED:
            self._write_link("··· hide these lines", f"{FOLD}:{index}:{at}")
            text, piece = text.strip("\n"), _stripped(piece, text)
        self._write_text(message, piece, safe(text))

    def _write_text(self, message: ShownMessage, piece: Piece, text: str) -> None:
        """The piece in runs: a run ends wherever evidence begins or ends."""
        marks = [mark for mark in message.marks if mark.start < piece.end and mark.end > piece.start]
        cuts = {piece.start, piece.end}
        for mark in marks:
            cuts |= {max(mark.start, piece.start), min(mark.end, piece.end)}
        ordered = sorted(cuts)
        for start, end in pairwise(ordered):
            covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
            run = text[start - piece.start : end - piece.start]
            position = self._cursor.position()
            self._cursor.insertText(run, self._format(piece.kind, marked=bool(covering)))
            self.layout.placed.append(Placed(message.id, start, end, position, run))
            self.layout.marks.extend(
                Marked(position, self._cursor.position(), mark.contribution, mark.end - mark.start) for mark in covering
            )
            self._write_numbers(mark for mark in covering if mark.end == end)

    def _write_numbers(self, ending: Iterable[Mark]) -> None:
        for place, index in enumerate(sorted({mark.contribution for mark in ending if mark.numbered})):
            self._write_number(index, f"{',' if place else NARROW_SPACE}{index + 1}", raised=True)

    def _write_number(self, index: int, text: str, *, raised: bool = False) -> None:
        number = self._char(self._tokens.evidence, small=True, strong=True)
        if raised:
            number.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        number.setToolTip(tip(f"{self._contributions[index].label}: {self._contributions[index].because}"))
        position = self._cursor.position()
        self._cursor.insertText(text, number)
        self.layout.marks.append(Marked(position, self._cursor.position(), index, len(text)))

    def _write_end(self, message: ShownMessage, index: int) -> None:
        said = message.read.message
        muted = self._char(self._tokens.muted, small=True)
        if not said.text.strip():
            self._write_line("This message has no words.", muted)
        if message.left_out:
            self._write_link(f"Show all {len(said.text):,} characters", f"{ALL}:{index}")
        for each in said.attachments:
            self._write_line(safe(f"Attached: {each.name} ({each.media_type}, {_size(each.size)})"), muted)

    def _write_line(self, text: str, shape: QTextCharFormat) -> None:
        """A line of its own."""
        if not self._cursor.atBlockStart():
            self._cursor.insertBlock()
        self._cursor.insertText(text, shape)

    def _write_link(self, text: str, target: str) -> None:
        link = self._char(self._tokens.info, small=True)
        link.setAnchor(True)
        link.setAnchorHref(target)
        link.setFontUnderline(True)
        self._write_line(text, link)
        self._cursor.insertBlock()
        self._cursor.setCharFormat(QTextCharFormat())

    def _close_card(self) -> None:
        """Room below the last line; an empty line that a link left behind goes."""
        if self._cursor.atBlockStart() and self._cursor.block().length() == 1:
            self._cursor.deletePreviousChar()
        block = self._cursor.blockFormat()
        block.setBottomMargin(PAD)
        self._cursor.setBlockFormat(block)

    def _indent(self, message: ShownMessage) -> int:
        return 0 if message.read.message.role is Role.CUSTOMER else INDENT

    def _format(self, kind: PieceKind, *, marked: bool) -> QTextCharFormat:
        if (kind, marked) not in self._formats:
            aside = kind in {PieceKind.ASIDE, PieceKind.FOLDED}
            made = self._char(self._tokens.muted if aside else self._tokens.text)
            if kind is PieceKind.CODE:
                made.setFontFamilies(["DejaVu Sans Mono", "Menlo", "Consolas", "monospace"])
                made.setFontPointSize(self._base.pointSizeF() + Type.SMALL)
            if marked:
                made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                made.setUnderlineColor(QColor(self._tokens.evidence))
            self._formats[kind, marked] = made
        return self._formats[kind, marked]

    def _char(self, colour: str, *, small: bool = False, strong: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        made.setFont(sized(self._base, Type.SMALL if small else Type.BODY, weight=weight))
        made.setForeground(QColor(colour))
        return made


def role_words(message: ShownMessage) -> str:
    said = message.read.message
    return "internal note" if said.visibility is Visibility.INTERNAL else str(said.role)


def _joined(words: str) -> str:
    """Words of which none goes on to the next line without the others."""
    return words.replace(" ", UNBROKEN)


def _stripped(piece: Piece, text: str) -> Piece:
    start = piece.start + len(text) - len(text.lstrip("\n"))
    return Piece(start, start + len(text.strip("\n")), piece.kind)


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} kB"
