"""Logistic regression on few rows and many features, exactly and in milliseconds.

Newton's method in the space of the rows: with a few hundred phrases that is a smaller system than the features' own.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

STEPS = 60  # Newton needs about ten, and more where much has to be unlearnt
LENGTHS = tuple(0.5**halved for halved in range(12))  # of a step: what was read too surely is overshot by a whole one
STILL = 1e-3  # logits; the fit is done once no row moves further
FLOOR = 1e-6  # of a row's curvature, where it is read so surely that it hardly counts


@dataclass(frozen=True, slots=True)
class Scale:
    """Where features lie and how far they spread, from everyday phrases: the same for every lesson."""

    mean: "Floats"
    spread: "Floats"

    def rows(self, vectors: "Floats") -> "Floats":
        """Vectors with all features alike, and a last one of ones that stands for the bias."""
        import numpy as np

        scaled = (vectors - self.mean) / (self.spread * np.sqrt(len(self.mean)))
        return np.concatenate([scaled, np.ones((len(vectors), 1))], axis=1).astype(np.float64)

    def unscaled(self, learnt: "Floats") -> "tuple[Floats, float]":
        """Weights over the features as they come, and the bias, from those over `rows`."""
        import numpy as np

        weight = learnt[:-1] / (self.spread * np.sqrt(len(self.mean)))
        return weight, float(learnt[-1] - self.mean @ weight)


def scale_of(vectors: "Floats") -> Scale:
    return Scale(vectors.mean(axis=0), vectors.std(axis=0) + 1e-6)


def logistic(
    kernel: "Floats", wanted: "Floats", weights: "Floats", *, decay: float, start: "Floats | None" = None
) -> "Floats":
    """The share that each row has in the weights that read `wanted` (probabilities) best: `rows.T @ shares` are those.

    `kernel` is `rows @ rows.T`, computed once for however many fits. `decay` times half the square of the weights
    counts as loss. `start` are logits that the rows have already: what is learnt is added to them, and pulled towards
    adding nothing.
    """
    import numpy as np

    begin: Floats = np.zeros(len(kernel)) if start is None else start.astype(np.float64)
    logits: Floats = begin
    shares: Floats = np.zeros(len(kernel))
    loss = _loss(logits, wanted, weights)
    for _ in range(STEPS):
        likely = probability(logits)
        curve = np.maximum(weights * likely * (1 - likely), FLOOR)
        target = (logits - begin) - weights * (likely - wanted) / curve
        step = np.linalg.solve(kernel + np.diag(decay / curve), target) - shares
        way = kernel @ step
        for length in LENGTHS:
            further = logits + length * way
            held = shares + length * step
            smaller = _loss(further, wanted, weights) + decay / 2 * float(held @ (further - begin))
            if smaller <= loss:
                break
        else:
            return shares
        logits, shares, loss = further, held, smaller
        if np.abs(length * way).max() < STILL:
            break
    return shares


def _loss(logits: "Floats", wanted: "Floats", weights: "Floats") -> float:
    import numpy as np

    return float((weights * (np.logaddexp(0, logits) - wanted * logits)).sum())


def probability(logits: "Floats") -> "Floats":
    import numpy as np

    found: Floats = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
    return found


def balanced(wanted: "Floats", weights: "Floats") -> "Floats":
    """Row weights under which neither side drowns: the square root of their imbalance is undone. They average one."""
    import numpy as np

    positive, negative = (weights * wanted).sum(), (weights * (1 - wanted)).sum()
    lifted = weights * np.where(wanted > 0.5, np.sqrt(negative / max(positive, 1e-9)), 1.0)
    found: Floats = lifted * len(lifted) / lifted.sum()
    return found
