"""Puts phrases among other sentences, as messages do, so that a reader of sentences learns to look past neighbours."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import Progress
from app.inference.encoder import DIMENSIONS, SHA256, Encoder, Window
from app.inference.training.fit import SEED
from app.inference.windows import packed
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

TOGETHER = 3  # phrases in one message at most, and as many fillers


def in_context(
    texts: Sequence[str], fillers: Sequence[str], *, encoder: Encoder, turn: int, cache: Path, progress: Progress
) -> "np.ndarray[Any, Any]":
    """Mean token states (texts, layers * 384) of each text as part of a message; another message for each `turn`."""
    import numpy as np

    file = cache / f"context-{turn}-{_digest([*texts, *fillers], encoder)}.npy"
    if file.exists():
        found: np.ndarray[Any, Any] = np.load(file).astype(np.float32)
        return found
    progress(f"Reading {len(texts):,} phrases within messages, turn {turn + 1}")
    tokens = encoder.tokens([reword(text) for text in [*texts, *fillers]])
    windows, owners = _messages(tokens, count=len(texts), random=Random(SEED + turn))  # noqa: S311 - a sample, no secret
    states = np.zeros((len(texts), len(encoder.layers), DIMENSIONS), np.float32)
    for pooled, owned in zip(encoder.encode(windows), owners, strict=True):
        for vector, owner in zip(pooled.parts, owned, strict=True):
            if owner < len(texts):
                states[owner] = vector
    cache.mkdir(parents=True, exist_ok=True)
    np.save(file, states.reshape(len(texts), -1))
    return states.reshape(len(texts), -1)


def _messages(
    tokens: Sequence[Sequence[int]], *, count: int, random: Random
) -> tuple[list[Window], list[tuple[int, ...]]]:
    """Windows in which each of the first `count` texts occurs once; whom each part belongs to."""
    order = random.sample(range(count), count)
    windows: list[Window] = []
    owners: list[tuple[int, ...]] = []
    while order:
        chosen = [order.pop() for _ in range(min(random.randint(1, TOGETHER), len(order)))]
        chosen += [random.randrange(count, len(tokens)) for _ in range(random.randint(1, TOGETHER))]
        random.shuffle(chosen)
        layout = packed([tokens[index] for index in chosen])
        windows.extend(layout.windows)
        owners.extend(tuple(chosen[place] for place in each) for each in layout.owners)
    return windows, owners


def _digest(texts: Sequence[str], encoder: Encoder) -> str:
    seen = f"{SHA256} {encoder.layers} {TOGETHER}\0" + "\0".join(texts)
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:16]
