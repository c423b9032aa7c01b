"""Packs the sentences of a text into windows that the encoder reads, none left out and none cut off silently."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from app.inference.encoder import Window

log = logging.getLogger(__name__)

WINDOW = 126  # tokens, with the two special ones 128: what the encoder was trained on
MOST = 256  # windows of one text, some 25,000 words; beyond, an even sample is read, and that is logged


@dataclass(frozen=True, slots=True)
class Packed:
    """Windows of one text; `owners` names the sentence that each part of each window belongs to.

    `share` of the text's tokens, 0..1, are in the windows.
    """

    windows: tuple[Window, ...]
    owners: tuple[tuple[int, ...], ...]
    share: float = 1.0


def packed(sentences: Sequence[Sequence[int]]) -> Packed:
    """Sentences, given as tokens, in windows of about equal length, in order.

    A sentence longer than a window is read in pieces, each of them a part that it owns. Of a text with more than
    `MOST` windows the first and the last third of that number are read, and an even sample of those between.
    """
    pieces = [
        (owner, tuple(tokens[start : start + WINDOW]))
        for owner, tokens in enumerate(sentences)
        for start in range(0, len(tokens), WINDOW)
    ]
    total = sum(len(tokens) for _, tokens in pieces)
    full = -(-total // max(-(-total // WINDOW), 1))  # the length at which the fewest windows come out even
    groups: list[list[tuple[int, tuple[int, ...]]]] = []
    length = WINDOW
    for piece in pieces:
        if length + len(piece[1]) > WINDOW or length >= full:
            groups.append([])
            length = 0
        groups[-1].append(piece)
        length += len(piece[1])
    kept = [groups[index] for index in _sample(len(groups))]
    windows = tuple(_window([tokens for _, tokens in group]) for group in kept)
    share = sum(len(window.tokens) for window in windows) / total if total else 1.0
    return Packed(windows, tuple(tuple(owner for owner, _ in group) for group in kept), share)


def _window(parts: Sequence[tuple[int, ...]]) -> Window:
    tokens: list[int] = []
    ranges = []
    for part in parts:
        ranges.append((len(tokens), len(tokens) + len(part)))
        tokens.extend(part)
    return Window(tuple(tokens), tuple(ranges))


def _sample(count: int) -> list[int]:
    """Which of so many windows are read."""
    if count <= MOST:
        return list(range(count))
    log.warning(
        "A text of %d windows is too long: %d of them are read, from its start, its end and evenly between.",
        count,
        MOST,
    )
    third = MOST // 3
    middle = MOST - 2 * third
    between = count - 2 * third
    evenly = [third + index * between // middle for index in range(middle)]
    return [*range(third), *evenly, *range(count - third, count)]
