"""What of each message is shown, folded or left out, and which of its words earned points. No widgets; may be slow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.opened import OpenTicket
from app.domain.prose import Prose, prose
from app.domain.score import Contribution
from app.domain.snapshot import Read, Snapshot
from app.domain.tickets import MessageId, Visibility

SHOWN = 12_000  # characters of one message that are shown at once; the rest on request
AROUND = 240  # characters shown around evidence beyond that
CLOSE = 160  # characters between two marks of one contribution that one number is enough for
FOLDED_LINES = 3  # quoted history or a signature of fewer lines is not worth folding
FOLDED_LENGTH = 200  # nor is one that is shorter than this


class PieceKind(Enum):
    """Why a piece of a message is apart from its neighbours."""

    WORDS = "words"
    ASIDE = "aside"  # short quotes and signatures: shown, with less weight
    CODE = "code"
    FOLDED = "folded"  # long quotes, signatures, disclaimers: a line that opens
    LEFT_OUT = "left out"  # beyond what is shown at once


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of a message's text."""

    start: int
    end: int
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of a message's text that earned the points of the contribution with this index."""

    start: int
    end: int
    contribution: int
    numbered: bool = True  # False where the next words of the same contribution follow at once, and bear its number


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message as it is to be shown. `whole` names the contributions for which all of it is the evidence."""

    read: Read
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...] = ()
    whole: tuple[int, ...] = ()

    @property
    def id(self) -> MessageId:
        return self.read.message.id

    @property
    def left_out(self) -> int:
        """How many characters are not shown at once."""
        return sum(each.end - each.start for each in self.pieces if each.kind is PieceKind.LEFT_OUT)


Shown = tuple[OpenTicket, tuple[ShownMessage, ...]]


def with_thread(opened: OpenTicket | None) -> Shown | None:
    """The ticket, and its conversation made ready to be shown; None where there is no ticket."""
    if opened is None:
        return None
    contributions = opened.triage.score.contributions if opened.triage else ()
    return opened, thread_of(opened.snapshot, contributions)


def thread_of(snapshot: Snapshot, contributions: Iterable[Contribution]) -> tuple[ShownMessage, ...]:
    """The conversation, oldest first. Takes up to a second for a message of a megabyte."""
    marks: dict[MessageId, list[Mark]] = {}
    for index, each in enumerate(contributions):
        for span in each.evidence:
            marks.setdefault(span.message, []).append(Mark(span.start, span.end, index))
    return tuple(_shown(read, marks.get(read.message.id, [])) for read in snapshot.thread)


def _shown(read: Read, marks: list[Mark]) -> ShownMessage:
    text = read.message.text
    kept = (
        prose(text) if read.message.visibility is Visibility.PUBLIC else Prose(((0, len(text)),))
    )  # notes are no mail
    words = sum(end - start for start, end in kept.spans)
    whole = [mark for mark in marks if mark.end - mark.start >= max(words, 1)]
    parts = [mark for mark in marks if mark not in whole and mark.start < mark.end]
    pieces = _pieces(text, kept.spans, kept.code, parts)
    return ShownMessage(
        read=read,
        pieces=tuple(_shortened(pieces, parts)),
        marks=_numbered(parts),
        whole=tuple(dict.fromkeys(mark.contribution for mark in whole)),
    )


def _numbered(marks: list[Mark]) -> tuple[Mark, ...]:
    """In their order; of several close together for one contribution, only the last bears its number."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.contribution))
    seen: dict[int, int] = {}  # where the next mark of a contribution begins
    found = []
    for mark in reversed(ordered):
        following = seen.get(mark.contribution)
        seen[mark.contribution] = mark.start
        found.append(replace(mark, numbered=following is None or following - mark.end > CLOSE))
    return tuple(reversed(found))


def _pieces(
    text: str, spans: Iterable[tuple[int, int]], code: Iterable[tuple[int, int]], marks: list[Mark]
) -> list[Piece]:
    """The whole text in pieces, in order and without gaps, except for space at its ends."""
    kept = sorted([(*each, PieceKind.WORDS) for each in spans] + [(*each, PieceKind.CODE) for each in code])
    pieces: list[Piece] = []
    last = 0
    for start, end, kind in [*kept, (len(text), len(text), PieceKind.WORDS)]:
        if last < start:
            pieces.append(Piece(last, start, _between(text, last, start, marks)))
        if start < end:
            pieces.append(Piece(start, end, kind))
        last = end
    return _without_outer_space(text, pieces)


def _between(text: str, start: int, end: int, marks: list[Mark]) -> PieceKind:
    """What a stretch is that its author did not write, or not as prose."""
    part = text[start:end]
    within_line = start > 0 and "\n" not in text[start - 1 : end].rstrip(" ")
    if within_line or not part.strip():
        return PieceKind.WORDS  # markup, or space between paragraphs
    if any(mark.start < end and mark.end > start for mark in marks):
        return PieceKind.ASIDE
    lines = sum(1 for line in part.splitlines() if line.strip())
    return PieceKind.FOLDED if lines >= FOLDED_LINES and len(part) >= FOLDED_LENGTH else PieceKind.ASIDE


def _without_outer_space(text: str, pieces: list[Piece]) -> list[Piece]:
    while pieces and not text[pieces[-1].start : pieces[-1].end].strip():
        pieces.pop()
    while pieces and not text[pieces[0].start : pieces[0].end].strip():
        pieces.pop(0)
    return pieces


def _shortened(pieces: Iterable[Piece], marks: list[Mark]) -> Iterator[Piece]:
    """The pieces with what is beyond `SHOWN` left out, except around evidence."""
    room = SHOWN
    for piece in pieces:
        length = piece.end - piece.start
        if piece.kind is PieceKind.FOLDED or length <= room:
            room -= length if piece.kind is not PieceKind.FOLDED else 0
            yield piece
            continue
        if room > 0:
            yield Piece(piece.start, piece.start + room, piece.kind)
        yield from _windows(piece, piece.start + max(room, 0), marks)
        room = 0


def _windows(piece: Piece, begin: int, marks: list[Mark]) -> Iterator[Piece]:
    """From `begin` on, only what is around evidence."""
    for mark in sorted(marks, key=lambda each: each.start):
        start, end = max(mark.start - AROUND, begin), min(mark.end + AROUND, piece.end)
        if start >= end or mark.end <= begin:
            continue
        if start > begin:
            yield Piece(begin, start, PieceKind.LEFT_OUT)
        yield Piece(start, end, piece.kind)
        begin = end
    if begin < piece.end:
        yield Piece(begin, piece.end, PieceKind.LEFT_OUT)
