"""Small readers on top of the encoder: for tone, for all intents, for manners, for likeness."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import ModelFailed

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]


_HIDDEN = ("hidden.inward", "hidden.bias", "hidden.outward")  # names in the file


@dataclass(frozen=True, slots=True)
class Hidden:
    """Units that are silent below a threshold of their own, and so tell apart what no line can.

    `inward` is (features, units); `outward` (units, labels) is what each adds to the logits.
    """

    inward: "Floats"
    bias: "Floats"
    outward: "Floats"

    def logits(self, vectors: "Floats") -> "Floats":
        import numpy as np

        found: Floats = np.maximum(vectors @ self.inward + self.bias, 0) @ self.outward
        return found


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer over features, with `hidden` units beside it or none; calibration and thresholds are folded in.

    `weight` is (features, labels).
    """

    labels: tuple[str, ...]
    weight: "Floats"
    bias: "Floats"
    hidden: Hidden | None = None

    def logits(self, vectors: "Floats") -> "Floats":
        found: Floats = vectors @ self.weight + self.bias
        return found if self.hidden is None else found + self.hidden.logits(vectors)

    def rescaled(self, scale: "Floats | np.float32", shift: "Floats | float" = 0.0) -> "Head":
        """The head whose logits are these times `scale`, plus `shift`: each a number, or one a label."""
        import numpy as np

        hidden = self.hidden and replace(self.hidden, outward=(self.hidden.outward * scale).astype(np.float32))
        weight, bias = (self.weight * scale).astype(np.float32), (self.bias * scale + shift).astype(np.float32)
        return Head(self.labels, weight, bias, hidden)


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


def _fits(head: Head) -> bool:
    """Whether all parts have the sizes that they need for each other."""
    features, labels = head.weight.shape[0], len(head.labels)
    if head.weight.shape != (features, labels) or head.bias.shape != (labels,):
        return False
    if head.hidden is None:
        return True
    units = head.hidden.bias.size
    shapes = (head.hidden.inward.shape, head.hidden.bias.shape, head.hidden.outward.shape)
    return shapes == ((features, units), (units,), (units, labels))


def load_head(file: Path) -> Head:
    """A head from a safetensors file whose hash was checked before."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(file), framework="numpy") as stored:
            labels = json.loads(stored.metadata()["labels"])
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - it is no mapping
            parts = [tensors[name] for name in _HIDDEN] if tensors.keys() & set(_HIDDEN) else None
            head = Head(tuple(labels), tensors["weight"], tensors["bias"], Hidden(*parts) if parts else None)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ModelFailed(f"The model file {file} cannot be read: {error}. Install Warmline again.") from error
    if not _fits(head):
        raise ModelFailed(f"The model file {file} does not fit its labels. Install Warmline again.")
    return head


def save_head(head: Head, file: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    labels: Sequence[str] = head.labels
    tensors = {"weight": head.weight, "bias": head.bias}
    if head.hidden is not None:
        tensors |= dict(zip(_HIDDEN, (head.hidden.inward, head.hidden.bias, head.hidden.outward), strict=True))
    save_file(
        # Contiguous, since the bytes are written as they lie: a transposed matrix would come back scrambled.
        {name: np.ascontiguousarray(each, np.float32) for name, each in tensors.items()},
        str(file),
        metadata={"labels": json.dumps(list(labels))},
    )
    file.chmod(0o644)
