"""Small linear readers on top of the encoder: for tone, for all intents, for manners, for likeness."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import ModelFailed

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer over features; calibration and thresholds are folded into it. `weight` is (features, labels)."""

    labels: tuple[str, ...]
    weight: "Floats"
    bias: "Floats"

    def logits(self, vectors: "Floats") -> "Floats":
        found: Floats = vectors @ self.weight + self.bias
        return found


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
            head = Head(tuple(labels), stored.get_tensor("weight"), stored.get_tensor("bias"))
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ModelFailed(f"The model file {file} cannot be read: {error}. Install Warmline again.") from error
    if head.weight.shape[1:] != (len(labels),) or head.bias.shape != (len(labels),):
        raise ModelFailed(f"The model file {file} does not fit its labels. Install Warmline again.")
    return head


def save_head(head: Head, file: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    labels: Sequence[str] = head.labels
    save_file(
        # Contiguous, since the bytes are written as they lie: a transposed matrix would come back scrambled.
        {name: np.ascontiguousarray(each, np.float32) for name, each in (("weight", head.weight), ("bias", head.bias))},
        str(file),
        metadata={"labels": json.dumps(list(labels))},
    )
    file.chmod(0o644)
