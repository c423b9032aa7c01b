"""Vectors of phrases, alone and among other sentences, as the reader of messages would see them; each read once."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import CRITICAL
from app.inference.encoder import Encoder, Window
from app.inference.heads import features
from app.inference.taught.logistic import Scale, scale_of
from app.inference.training.phrases import Example, examples, toned
from app.inference.windows import WINDOW
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

EVERYDAY = 240  # phrases that stand for all that customers otherwise write; more cost seconds and change little
BESIDE = 2  # sentences around a phrase in a made-up message
MOST_KEPT = 8000  # vectors in memory, some 70 MB at most
SEED = 7


class Phrasebook:
    """Reads phrases with the encoder, and remembers; knows the phrases that came with the program."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._shipped = examples(folder)
        self._calm = [text for text, tone in toned(folder) if tone == 1]
        self._kept: dict[str, Floats] = {}
        self._scale: Scale | None = None

    def read(self, texts: Sequence[str]) -> "Floats":
        """(texts, 2, features): each text alone, and in the midst of a made-up message."""
        import numpy as np

        news = [each for each in dict.fromkeys(texts) if each not in self._kept]
        for text, vectors in zip(news, self._read(news), strict=True):
            self._kept[text] = vectors
        found = np.stack([self._kept[each] for each in texts])
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def everyday(self) -> list[str]:
        """A fixed sample of what customers and agents write, about as much of every intent."""
        random = Random(SEED)  # noqa: S311 - a sample, no secret
        by_kind: dict[str, list[str]] = {}
        for each in self._shipped:
            by_kind.setdefault(_kind(each), []).append(each.text)
        share = -(-EVERYDAY // len(by_kind))
        chosen = [text for _, texts in sorted(by_kind.items()) for text in random.sample(texts, min(share, len(texts)))]
        return sorted(random.sample(chosen, min(EVERYDAY, len(chosen))))

    def shipped(self, intent: str) -> Mapping[str, bool]:
        """The program's own phrases of an intent, and those that only sound like it."""
        return {
            each.text: intent in each.present for each in self._shipped if intent in each.present or each.near == intent
        }

    def scale(self) -> Scale:
        """How features of everyday phrases are spread."""
        if self._scale is None:
            vectors = self.read(self.everyday())
            self._scale = scale_of(vectors.reshape(-1, vectors.shape[-1]))
        return self._scale

    def _read(self, texts: Sequence[str]) -> "list[Floats]":
        import numpy as np

        if not texts:
            return []
        tokens = self._encoder.tokens([reword(each) for each in [*texts, *self._calm]])
        calm = tokens[len(texts) :]
        windows = [_window([each[:WINDOW]], 0) for each in tokens[: len(texts)]]
        windows += [_among(text, each[:WINDOW], calm) for text, each in zip(texts, tokens, strict=False)]
        pooled = self._encoder.encode(windows)
        seen = features(np.stack([each.parts[0] for each in pooled]))
        return [np.stack(pair) for pair in zip(seen[: len(texts)], seen[len(texts) :], strict=True)]


def _kind(example: Example) -> str:
    """What a phrase is a phrase of, roughly: its rarest intent."""
    if example.near:
        return f"near {example.near}"
    grave = sorted(example.present & set(CRITICAL))
    return grave[0] if grave else min(example.present, default="")


def _among(text: str, tokens: Sequence[int], calm: Sequence[Sequence[int]]) -> Window:
    """The phrase with calm sentences around it: always the same ones, wherever it is taught."""
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    random = Random(seed)  # noqa: S311 - a sample, no secret
    parts = [list(each) for each in random.sample(list(calm), BESIDE)]
    place = random.randint(0, BESIDE)
    room = WINDOW - len(tokens)
    for part in parts:
        del part[max(room, 0) :]
        room -= len(part)
    return _window([*parts[:place], list(tokens), *parts[place:]], place)


def _window(parts: Sequence[Sequence[int]], place: int) -> Window:
    """These parts in one window, of which only the one at `place` is wanted."""
    before = sum(len(each) for each in parts[:place])
    return Window(tuple(token for each in parts for token in each), ((before, before + len(parts[place])),))
