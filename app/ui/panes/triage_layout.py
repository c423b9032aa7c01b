"""Where in a document every character of a conversation stands, and the reverse."""

from dataclasses import dataclass, field

from app.domain.snapshot import Span
from app.domain.tickets import MessageId
from app.ui.panes.triage_thread import ShownMessage

# Characters that Qt would turn into something else, one for one, so that every offset stays what it was.
_SAFE = str.maketrans(
    {
        "\r": "\n",
        "\u2029": "\n",
        "\u2028": "\n",
        "\x00": "\ufffd",
        "\ufdd0": "\ufffd",
        "\ufdd1": "\ufffd",
        "\ufffc": "\ufffd",
    }
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Characters [start, end) of message `message` stand in the document from `position` on, in UTF-16 units."""

    message: MessageId
    start: int
    end: int
    position: int
    text: str

    def at(self, offset: int) -> int:
        return self.position + utf16_length(self.text[: offset - self.start])


@dataclass(frozen=True, slots=True)
class Marked:
    """Positions [start, end) of the document that belong to evidence of `width` characters."""

    start: int
    end: int
    contribution: int
    width: int


@dataclass(slots=True)
class Layout:
    """Where things are in the document, in its order."""

    placed: list[Placed] = field(default_factory=list)
    cards: list[tuple[ShownMessage, int, int]] = field(default_factory=list)  # first and last block number
    marks: list[Marked] = field(default_factory=list)

    def ranges(self, span: Span) -> list[tuple[int, int]]:
        """The document's positions [start, end) that show a span; none where it is folded or left out."""
        found = []
        for each in self.placed:
            start, end = max(span.start, each.start), min(span.end, each.end)
            if each.message == span.message and start < end:
                found.append((each.at(start), each.at(end)))
        return found

    def contributions_at(self, position: int) -> list[int]:
        """The contributions whose words stand at this position, the narrowest first."""
        here = [(mark.width, mark.contribution) for mark in self.marks if mark.start <= position < mark.end]
        return [index for _, index in sorted(here)]

    def card_of(self, message: MessageId) -> tuple[ShownMessage, int, int] | None:
        return next((card for card in self.cards if card[0].id == message), None)


def utf16_length(text: str) -> int:
    """How many units Qt counts where Python counts code points."""
    return len(text) if text.isascii() else len(text) + sum(map("\uffff".__lt__, text))


def safe(text: str) -> str:
    """The text with everything replaced, one for one, that a text document would swallow or split."""
    text = text.replace("\r\n", " \n").translate(_SAFE)
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
