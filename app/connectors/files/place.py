"""How far each file has been read, and whether it still is the file that was read."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.batch import Cursor

COMPARED = 4096  # bytes at the beginning, and before the place, by which a file is known again


@dataclass(frozen=True, slots=True)
class Place:
    """In one file: the byte and the line up to which it was read, and a print of what stood there."""

    offset: int = 0
    lines: int = 0
    fingerprint: str = ""


def places_at(cursor: Cursor) -> dict[str, Place]:
    """The places by file name; none where the cursor is the start or not one of ours."""
    try:
        read = json.loads(cursor)
        return {str(name): Place(int(offset), int(lines), str(seen)) for name, (offset, lines, seen) in read.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def cursor_for(places: Mapping[str, Place]) -> Cursor:
    return Cursor(json.dumps({name: [each.offset, each.lines, each.fingerprint] for name, each in places.items()}))


def place_in(file: BinaryIO, *, offset: int, lines: int) -> Place:
    """The place at a byte, with the print by which `still_holds` knows the file again."""
    return Place(offset, lines, _fingerprint(file, offset))


def still_holds(place: Place, file: BinaryIO, size: int) -> bool:
    """Whether the file only grew since: it is as long, and reads the same at its beginning and before the place.

    Nor may its growth have lengthened the line that was the last one.
    """
    if place.offset > size or _fingerprint(file, place.offset) != place.fingerprint:
        return False
    if place.offset in {0, size}:
        return True
    file.seek(max(0, place.offset - 2))
    around = file.read(4)
    return b"\n" in around[:2] or around[2:3] in {b"\n", b"\r"} or around[2:] == b"\0\n"


def unfinished(places: Mapping[str, Place], sizes: Iterable[tuple[Path, int]]) -> bool:
    """Whether a file is longer than it was read."""
    return any(size > places.get(path.name, Place()).offset for path, size in sizes)


def _fingerprint(file: BinaryIO, offset: int) -> str:
    file.seek(0)
    head = file.read(min(COMPARED, offset))
    file.seek(max(0, offset - COMPARED))
    return hashlib.sha256(head + file.read(min(COMPARED, offset))).hexdigest()[:16]
