"""Vectors of training texts, computed once and kept on disk, so that an interrupted run goes on where it was."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.base import Progress
from app.inference.encoder import DIMENSIONS, SHA256, Encoder, Window
from app.inference.windows import WINDOW
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

CHUNK = 2000  # texts between two saves


def embedded(
    name: str, texts: Sequence[str], *, encoder: Encoder, cache: Path, progress: Progress
) -> "np.ndarray[Any, Any]":
    """Mean token states of each text, (texts, layers * 384) float32, from the cache where it has them."""
    import numpy as np

    cache.mkdir(parents=True, exist_ok=True)
    found = []
    for start in range(0, len(texts), CHUNK):
        chunk = [reword(text) for text in texts[start : start + CHUNK]]
        file = cache / f"{name}-{start}-{_digest(chunk, encoder)}.npy"
        if not file.exists():
            progress(f"Reading {name}: {start + len(chunk):,} of {len(texts):,}")
            tokens = encoder.tokens(chunk)
            pooled = encoder.encode([Window(tuple(each[:WINDOW])) for each in tokens])
            _save(file, np.stack([each.whole for each in pooled]).astype(np.float16))
        found.append(np.load(file).astype(np.float32))
    return np.concatenate(found).reshape(len(texts), len(encoder.layers) * DIMENSIONS)


def _save(file: Path, vectors: "np.ndarray[Any, Any]") -> None:
    import numpy as np

    part = file.with_suffix(".part.npy")
    np.save(part, vectors)
    part.replace(file)


def _digest(texts: Sequence[str], encoder: Encoder) -> str:
    seen = hashlib.sha256(f"{SHA256} {encoder.layers}".encode())
    for text in texts:
        seen.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return seen.hexdigest()[:16]
