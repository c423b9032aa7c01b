"""Puts phrases among other sentences, as messages do, so that a reader of sentences learns to look past neighbours."""

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from app.domain.prose import prose, sentences
from app.inference.encoder import DIMENSIONS, Encoder, Window
from app.inference.training.desk import Desk, shaped
from app.inference.training.embeddings import save_array
from app.inference.training.fit import SEED
from app.inference.windows import packed
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

TOGETHER = 3  # phrases in one message at most, and as many fillers


def in_context(desk: Desk, texts: Sequence[str], fillers: Sequence[str], *, turn: int) -> "Floats":
    """Features of each text as part of a message, cached; another message for each `turn`."""
    import numpy as np

    file = desk.cache / f"context-{turn}-{_digest([*texts, *fillers], desk.encoder)}.npy"
    if not file.exists():
        desk.progress(f"Reading {len(texts):,} phrases within messages, turn {turn + 1}")
        save_array(file, _states(texts, fillers, desk.encoder, turn).astype(np.float16))
    states: Floats = np.load(file).astype(np.float32)
    return shaped(states, desk.encoder)


def in_place(desk: Desk, texts: Sequence[str]) -> "list[Floats]":
    """Features of every sentence of each text, where it stands, as the analyzer reads them."""
    import numpy as np

    found = []
    for text in texts:
        states = np.concatenate([each.parts for each in desk.encoder.encode(sentence_windows(text, desk.encoder))])
        found.append(shaped(states.reshape(len(states), -1), desk.encoder))
    return found


def sentence_windows(text: str, encoder: Encoder) -> Sequence[Window]:
    """A text as the analyzer reads it, with its sentences as parts."""
    ranges = sentences(text, prose(text).spans)
    return packed(encoder.tokens([reword(text[start:end]) for start, end in ranges])).windows


def _states(texts: Sequence[str], fillers: Sequence[str], encoder: Encoder, turn: int) -> "Floats":
    import numpy as np

    tokens = encoder.tokens([reword(text) for text in [*texts, *fillers]])
    windows, owners = messages(tokens, count=len(texts), random=Random(SEED + turn))  # noqa: S311 - a sample, no secret
    states = np.zeros((len(texts), len(encoder.layers), DIMENSIONS), np.float32)
    for pooled, owned in zip(encoder.encode(windows), owners, strict=True):
        for vector, owner in zip(pooled.parts, owned, strict=True):
            if owner < len(texts):
                states[owner] = vector
    return states.reshape(len(texts), -1)


def messages(
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
    seen = f"{encoder.identity} {encoder.layers} {TOGETHER}\0" + "\0".join(texts)
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:16]
