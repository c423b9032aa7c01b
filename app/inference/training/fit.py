"""Fits linear heads: several labels at once, with gaps in what is known of each example."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from app.inference.heads import Head

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

SEED = 7
STEPS = 60  # of L-BFGS; the loss hardly moves then


def fit_many(vectors: "Floats", targets: "Floats", weights: "Floats", *, labels: tuple[str, ...], decay: float) -> Head:
    """One logistic reader a label. `targets` (rows, labels) is 1, 0, or NaN where it is unknown.

    The two sides of every label weigh the same: the square root of their imbalance is undone, so that rare intents
    are learnt without being seen everywhere.
    """
    import numpy as np
    import torch
    from torch.nn import functional

    known = ~np.isnan(targets)
    mass = weights[:, None] * known
    positive = (mass * (targets == 1)).sum(axis=0)
    negative = (mass * (targets == 0)).sum(axis=0)
    balance = np.where(targets == 1, np.sqrt(negative / np.maximum(positive, 1)), 1.0)
    share = torch.tensor(mass * balance / np.maximum(positive, 1)[None, :] / 2, dtype=torch.float32)
    wanted = torch.tensor(np.nan_to_num(targets), dtype=torch.float32)

    def loss(logits: "torch.Tensor") -> "torch.Tensor":
        return (functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * share).sum()

    return _minimise(vectors, loss, labels=labels, decay=decay)


def fit_one(vectors: "Floats", classes: "Floats", weights: "Floats", *, labels: tuple[str, ...], decay: float) -> Head:
    """One reader that chooses between labels; `classes` holds their places. All classes weigh the same."""
    import numpy as np
    import torch
    from torch.nn import functional

    mass = np.array([weights[classes == place].sum() for place in range(len(labels))])
    share = torch.tensor(weights / mass[classes] / len(labels), dtype=torch.float32)
    wanted = torch.tensor(classes, dtype=torch.long)

    def loss(logits: "torch.Tensor") -> "torch.Tensor":
        return (functional.cross_entropy(logits, wanted, reduction="none") * share).sum()

    return _minimise(vectors, loss, labels=labels, decay=decay)


def folds(count: int, *, parts: int) -> "Iterator[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]":
    """Masks of the rows to train on and of those to try on, `parts` times, in a fixed random split."""
    import numpy as np

    place = np.random.default_rng(SEED).permutation(count) % parts
    for part in range(parts):
        yield place != part, place == part


def _minimise(
    vectors: "Floats", loss: "Callable[[torch.Tensor], torch.Tensor]", *, labels: tuple[str, ...], decay: float
) -> Head:
    import numpy as np
    import torch

    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    inputs = torch.tensor((vectors - mean) / spread, dtype=torch.float32)
    weight = torch.zeros(vectors.shape[1], len(labels), requires_grad=True)
    bias = torch.zeros(len(labels), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=STEPS, history_size=10, line_search_fn="strong_wolfe")

    def closure() -> "torch.Tensor":
        optimiser.zero_grad()
        total = loss(inputs @ weight + bias) + decay * (weight**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    learnt = weight.detach().numpy() / spread[:, None]
    return Head(labels, learnt.astype(np.float32), (bias.detach().numpy() - mean @ learnt).astype(np.float32))
