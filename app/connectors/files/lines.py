"""The lines of a file one by one, in whatever encoding, with the bytes at which each ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.connectors.mail_text import decode

CHUNK = 1 << 20  # bytes read at once
MAX_LINE = 64 << 20  # bytes; a longer line is passed over without being held in memory
SNIFFED = 256  # bytes that tell the encoding

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end. `text` is None where it is longer than `MAX_LINE`."""

    number: int  # from 1
    end: int  # the byte after it, in the file
    text: str | None
    whole: bool  # it ends in a line end, so nothing more will be written to it
    odd: bool = False  # it is not in the file's encoding, and was read as Windows-1252


class Lines:
    """Reads forward from any line of which the start is known."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        head = file.read(SNIFFED)
        self._encoding, self._start = _encoding(head)
        self._newline = "\n".encode(self._encoding)

    def after(self, offset: int, number: int) -> Iterator[Line]:
        """The lines that start at byte `offset` and later; `number` is how many lines lie before."""
        offset = max(offset, self._start)
        self._file.seek(offset)
        held, searched, skipped = bytearray(), 0, 0
        while True:
            end = self._find(held, searched)
            if end >= 0:
                number += 1
                offset += skipped + end
                raw = bytes(held[:end])
                del held[:end]
                searched = 0
                yield self._line(raw, number, offset, skipped=skipped, whole=True)
                skipped = 0
                continue
            if len(held) > MAX_LINE:
                keep = len(held) % len(self._newline)
                skipped += len(held) - keep
                del held[: len(held) - keep]
            searched = max(0, len(held) - len(held) % len(self._newline))
            chunk = self._file.read(CHUNK)
            if not chunk:
                break
            held += chunk
        if held or skipped:
            yield self._line(bytes(held), number + 1, offset + skipped + len(held), skipped=skipped, whole=False)

    def _find(self, held: bytearray, start: int) -> int:
        """Where the first line of `held` ends, its line end included; -1 where it does not end there."""
        width = len(self._newline)
        at = held.find(self._newline, start)
        while at >= 0 and at % width:  # half of one character and half of the next
            at = held.find(self._newline, at + 1)
        return at + width if at >= 0 else -1

    def _line(self, raw: bytes, number: int, end: int, *, skipped: int, whole: bool) -> Line:
        if skipped or len(raw) > MAX_LINE:
            return Line(number, end, None, whole)
        try:
            text, odd = raw.decode(self._encoding), False
        except UnicodeDecodeError:
            text = decode(raw, None) if self._encoding == "utf-8" else raw.decode(self._encoding, errors="replace")
            odd = True
        return Line(number, end, text.rstrip("\r\n").removeprefix("\ufeff"), whole, odd)


def _encoding(head: bytes) -> tuple[str, int]:
    """The encoding that the beginning of a file shows, and how many bytes its mark takes."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4:
        return "utf-16-le", 0
    if len(head) >= 4 and head[::2].count(0) > len(head) // 4:
        return "utf-16-be", 0
    return "utf-8", 0
