"""Small readers on top of the encoder: for tone, for all intents, for manners, for likeness."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import ModelFailed

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]


_HIDDEN = ("hidden.into", "hidden.bias", "hidden.out")  # in the file


@dataclass(frozen=True, slots=True)
class Hidden:
    """Rectified units between features and logits: `into` is (features, units), `out` (units, labels)."""

    into: "Floats"
    bias: "Floats"
    out: "Floats"

    def logits(self, vectors: "Floats") -> "Floats":
        import numpy as np

        found: Floats = np.maximum(vectors @ self.into + self.bias, 0) @ self.out
        return found

    def among(self, columns: Sequence[int], labels: int) -> "Hidden":
        """The same units where there are so many `labels`: they speak of those at `columns`, and of no others."""
        import numpy as np

        out = np.zeros((len(self.bias), labels), np.float32)
        out[:, columns] = self.out
        return replace(self, out=out)


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer over features, and `hidden` units beside it where some labels need them, whose logits are added.

    Calibration and thresholds are folded in. `weight` is (features, labels).
    """

    labels: tuple[str, ...]
    weight: "Floats"
    bias: "Floats"
    hidden: Hidden | None = field(default=None, kw_only=True)

    def logits(self, vectors: "Floats") -> "Floats":
        found: Floats = vectors @ self.weight + self.bias
        if self.hidden is not None:
            found += self.hidden.logits(vectors)
        return found

    def folded(self, scales: "Floats", shifts: "Floats") -> "Head":
        """The head whose logits are this one's times `scales` (labels) plus `shifts` (labels)."""
        import numpy as np

        hidden = self.hidden and replace(self.hidden, out=(self.hidden.out * scales).astype(np.float32))
        bias = (self.bias * scales + shifts).astype(np.float32)
        return Head(self.labels, (self.weight * scales).astype(np.float32), bias, hidden=hidden)


def features(pooled: "Floats") -> "Floats":
    """What heads see of mean token states (..., layers, dimensions): each layer at length one, side by side."""
    import numpy as np

    lengths = np.linalg.norm(pooled, axis=-1, keepdims=True)
    unit: Floats = (pooled / np.maximum(lengths, 1e-9)).reshape(*pooled.shape[:-2], -1).astype(np.float32, copy=False)
    return unit


def sigmoid(logits: "Floats") -> "Floats":
    import numpy as np

    found: Floats = (1 / (1 + np.exp(-np.clip(logits, -60, 60)))).astype(np.float32, copy=False)
    return found


def softmax(logits: "Floats") -> "Floats":
    import numpy as np

    likely: Floats = np.exp(logits - logits.max(axis=-1, keepdims=True))
    likely /= likely.sum(axis=-1, keepdims=True)
    return likely


def tone(logits: "Floats") -> "Floats":
    """Sentiment -1..1 from the logits of negative, neutral, positive: P(positive) - P(negative)."""
    likely = softmax(logits)
    found: Floats = likely[..., 2] - likely[..., 0]
    return found


def doubt(logits: "Floats") -> "Floats":
    """The standard deviation, 0..1, of a tone that is -1, 0 or 1 with these logits."""
    import numpy as np

    likely = softmax(logits)
    mean = likely[..., 2] - likely[..., 0]
    found: Floats = np.sqrt(np.maximum(likely[..., 2] + likely[..., 0] - mean**2, 0.0))
    return found


def load_head(file: Path) -> Head:
    """A head from a safetensors file whose hash was checked before."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(file), framework="numpy") as stored:
            labels = json.loads(stored.metadata()["labels"])
            deep = not set(_HIDDEN).isdisjoint(stored.keys())
            hidden = Hidden(*map(stored.get_tensor, _HIDDEN)) if deep else None
            head = Head(tuple(labels), stored.get_tensor("weight"), stored.get_tensor("bias"), hidden=hidden)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ModelFailed(f"The model file {file} cannot be read: {error}. Install Warmline again.") from error
    if not _fits(head):
        raise ModelFailed(f"The model file {file} does not fit its labels. Install Warmline again.")
    return head


def _fits(head: Head) -> bool:
    labels = (len(head.labels),)
    if head.weight.shape[1:] != labels or head.bias.shape != labels:
        return False
    return head.hidden is None or (
        head.hidden.into.shape == (*head.weight.shape[:1], *head.hidden.bias.shape)
        and head.hidden.out.shape == (*head.hidden.bias.shape, *labels)
    )


def save_head(head: Head, file: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    labels: Sequence[str] = head.labels
    tensors = {"weight": head.weight, "bias": head.bias}
    if head.hidden is not None:
        tensors |= zip(_HIDDEN, (head.hidden.into, head.hidden.bias, head.hidden.out), strict=True)
    save_file(
        # Contiguous, since the bytes are written as they lie: a transposed matrix would come back scrambled.
        {name: np.ascontiguousarray(each, np.float32) for name, each in tensors.items()},
        str(file),
        metadata={"labels": json.dumps(list(labels))},
    )
    file.chmod(0o644)
