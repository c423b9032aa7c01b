"""What every step of the recipe works with: the encoder, the data, the phrases and a cache on disk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.base import Progress
from app.inference.encoder import Encoder, Window
from app.inference.heads import features
from app.inference.training.embeddings import embedded
from app.inference.windows import WINDOW
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Desk:
    """`sources` holds the public data sets; `models` the phrases and what comes out."""

    encoder: Encoder
    sources: Path
    models: Path
    cache: Path
    progress: Progress

    @property
    def phrases(self) -> Path:
        return self.models / "phrases"

    def messages(self, name: str, texts: Sequence[str]) -> "Floats":
        """Features of each text read as a whole message, cached under `name`; of a long one its start is read."""
        return self._features(name, whole(texts, self.encoder))

    def sentences(self, name: str, texts: Sequence[str]) -> "Floats":
        """Features of each text read as the one sentence of a message, cached under `name`."""
        return self._features(name, alone(texts, self.encoder))

    def _features(self, name: str, windows: Sequence[Window]) -> "Floats":
        states = embedded(name, windows, encoder=self.encoder, cache=self.cache, progress=self.progress)
        return shaped(states, self.encoder)


def shaped(states: "Floats", encoder: Encoder) -> "Floats":
    """What heads see of mean token states (texts, layers * 384)."""
    return features(states.reshape(len(states), len(encoder.layers), -1))


def whole(texts: Sequence[str], encoder: Encoder) -> list[Window]:
    """Each text as one window, the start of it where it is longer."""
    return [Window(tuple(each[:WINDOW])) for each in encoder.tokens([reword(text) for text in texts])]


def alone(texts: Sequence[str], encoder: Encoder) -> list[Window]:
    """Each text as one window with one part, as a message of a single sentence is read."""
    return [replace(each, parts=((0, len(each.tokens)),)) for each in whole(texts, encoder)]
