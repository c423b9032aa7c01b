"""Picks the sentences of a monstrous text that are read at all, before the costly steps see them."""

from collections.abc import Sequence

from app.domain.prose import Range

MOST = 300_000  # characters, twice of what the windows hold of plain English: beyond, memory and time would grow


def sampled(sentences: Sequence[Range]) -> tuple[tuple[Range, ...], float]:
    """Sentences of `MOST` characters about, in order, and their share of all characters, 0..1.

    A third is from the start, a third from the end, and a third is an even sample of those between.
    """
    total = sum(end - start for start, end in sentences)
    if total <= MOST:
        return tuple(sentences), 1.0
    first = _reach(sentences)
    last = len(sentences) - _reach(sentences[::-1])
    between = sentences[first:last]
    step = -(-3 * sum(end - start for start, end in between) // MOST) or 1
    kept = (*sentences[:first], *between[::step], *sentences[last:])
    return kept, sum(end - start for start, end in kept) / total


def _reach(sentences: Sequence[Range]) -> int:
    """How many of the first sentences make up a third of `MOST`."""
    length = 0
    for count, (start, end) in enumerate(sentences):
        length += end - start
        if 3 * length > MOST:
            return count
    return len(sentences)
