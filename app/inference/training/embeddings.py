"""Vectors of training texts, computed once and kept on disk, so that an interrupted run goes on where it was."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.base import Progress
from app.inference.encoder import DIMENSIONS, Encoder, Window

if TYPE_CHECKING:
    import numpy as np

CHUNK = 2000  # texts between two saves


def embedded(
    name: str, windows: Sequence[Window], *, encoder: Encoder, cache: Path, progress: Progress
) -> "np.ndarray[Any, Any]":
    """Mean token states (texts, layers * 384), float32, of each window, or of its first part where it has one.

    They come from the cache where it has them, for just this encoder with just this adapter.
    """
    import numpy as np

    found = []
    for start in range(0, len(windows), CHUNK):
        chunk = windows[start : start + CHUNK]
        file = cache / f"{name}-{start}-{_digest(chunk, encoder)}.npy"
        if not file.exists():
            progress(f"Reading {name}: {start + len(chunk):,} of {len(windows):,}")
            pooled = encoder.encode(chunk)
            states = [each.parts[0] if window.parts else each.whole for window, each in zip(chunk, pooled, strict=True)]
            save_array(file, np.stack(states).astype(np.float16))
        found.append(np.load(file).astype(np.float32))
    return np.concatenate(found).reshape(len(windows), len(encoder.layers) * DIMENSIONS)


def save_array(file: Path, vectors: "np.ndarray[Any, Any]") -> None:
    """Write the file whole or not at all; its folder is made where it is missing."""
    import numpy as np

    file.parent.mkdir(parents=True, exist_ok=True)

    part = file.with_suffix(".part.npy")
    np.save(part, vectors)
    part.replace(file)


def _digest(windows: Sequence[Window], encoder: Encoder) -> str:
    seen = hashlib.sha256(f"{encoder.identity} {encoder.layers}".encode())
    for window in windows:
        seen.update(f"{window.tokens} {window.parts}".encode())
    return seen.hexdigest()[:16]
