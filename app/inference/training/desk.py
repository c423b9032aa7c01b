"""What every step of the recipe works with: the encoder, the data, the phrases and a cache on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.base import Progress
from app.inference.encoder import Encoder
from app.inference.training.embeddings import embedded

if TYPE_CHECKING:
    import numpy as np


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

    def vectors(self, name: str, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """Mean token states (texts, layers * 384), cached under `name`."""
        return embedded(name, texts, encoder=self.encoder, cache=self.cache, progress=self.progress)
