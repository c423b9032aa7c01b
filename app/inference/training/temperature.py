"""Makes probabilities believable, on rows that were not learnt from."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.inference.heads import Head

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

SCALES = (0.2, 5.0, 80)  # from, to, steps


def cooled(head: Head, vectors: "Floats", classes: "Floats") -> Head:
    """The head with the one factor on all logits folded in at which its probabilities fit best (Guo et al. 2017,
    arXiv:1706.04599).
    """
    import numpy as np

    logits = head.logits(vectors)
    scale = _best(lambda scale: _surprise(logits * scale, classes))
    return head.folded(np.full(len(head.labels), scale), np.zeros(len(head.labels), np.float32))


def shifted(head: Head, vectors: "Floats", classes: "Floats") -> Head:
    """The same with a shift of each class beside the factor (bias-corrected temperature scaling, Alexandari et al.
    2020, arXiv:1901.06852): for a head that learnt as if all classes came equally often, and should tell how often
    they do.
    """
    import numpy as np
    from scipy.optimize import minimize

    logits = head.logits(vectors)

    def loss(parameters: "Floats") -> float:
        return _surprise(logits * np.exp(parameters[0]) + parameters[1:], classes)

    found = minimize(loss, np.zeros(1 + len(head.labels))).x
    scale, shift = np.exp(found[0]), found[1:] - found[1:].mean()
    return head.folded(np.full(len(head.labels), scale), shift)


def _surprise(logits: "Floats", classes: "Floats") -> float:
    """The mean negative log likelihood of the classes."""
    import numpy as np
    from scipy.special import logsumexp

    own = logits[np.arange(len(logits)), classes.astype(int)]
    return float((logsumexp(logits, axis=1) - own).mean())


def _best(loss: Callable[[float], float]) -> "np.float32":
    import numpy as np

    scales = np.geomspace(*SCALES)
    return np.float32(scales[int(np.argmin([loss(float(scale)) for scale in scales]))])
