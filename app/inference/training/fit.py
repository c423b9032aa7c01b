"""Fits linear heads: several labels at once, with gaps in what is known of each example."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.inference.encoder import DIMENSIONS
from app.inference.heads import Head

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

SEED = 7
STEPS = 60  # of L-BFGS; the loss hardly moves then
LONG = 80  # where there are many classes
SCALE = math.sqrt(DIMENSIONS)  # so that a feature of a unit vector varies by about one


def fit_many(vectors: "Floats", targets: "Floats", weights: "Floats", *, labels: tuple[str, ...], decay: float) -> Head:
    """One logistic reader a label. `targets` (rows, labels) is 1, 0, or NaN where it is unknown.

    `weights` is of the rows, or of each label in each row; `shares` says what comes of it.
    """
    import numpy as np
    import torch
    from torch.nn import functional

    share = torch.tensor(shares(targets, weights))
    wanted = torch.tensor(np.nan_to_num(targets), dtype=torch.float32)

    def loss(logits: "torch.Tensor") -> "torch.Tensor":
        return (functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * share).sum()

    return _minimise(vectors, loss, labels=labels, decay=decay)


def shares(targets: "Floats", weights: "Floats") -> "Floats":
    """(rows, labels): what the loss of each label in each row counts, 0 where nothing is known; for `fit_many`.

    The two sides of every label weigh the same: the square root of their imbalance is undone, so that rare intents
    are learnt without being seen everywhere.
    """
    import numpy as np

    known = ~np.isnan(targets)
    mass = weights.reshape(len(weights), -1) * known
    positive = (mass * (targets == 1)).sum(axis=0)
    negative = (mass * (targets == 0)).sum(axis=0)
    balance = np.where(targets == 1, np.sqrt(negative / np.maximum(positive, 1)), 1.0)
    found: Floats = (mass * balance / np.maximum(positive, 1)[None, :] / 2).astype(np.float32)
    return found


def fit_one(vectors: "Floats", wanted: "Floats", *, labels: tuple[str, ...], decay: float) -> Head:
    """One reader that chooses between labels; `wanted` (rows, labels) is how much each should have of a row.

    Features are unit vectors a layer; `decay` is of the sum of squares, against the mean loss of a row, once they are
    stretched by `SCALE`.
    """
    import numpy as np
    import torch
    from torch.nn import functional

    inputs, share = torch.tensor(vectors * SCALE), torch.tensor(wanted)
    weight = torch.zeros(vectors.shape[1], len(labels), requires_grad=True)
    bias = torch.zeros(len(labels), requires_grad=True)

    def loss() -> "torch.Tensor":
        each = (share * functional.log_softmax(inputs @ weight + bias, dim=1)).sum(dim=1)
        return decay * (weight**2).sum() - each.mean()

    _descend([weight, bias], loss, steps=LONG)
    return Head(labels, (weight.detach().numpy() * SCALE).astype(np.float32), bias.detach().numpy())


def standardised(vectors: "Floats") -> "tuple[Floats, Floats, Floats]":
    """The features with mean 0 and spread 1, and the mean and spread that they had."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    return ((vectors - mean) / spread).astype("float32"), mean, spread


def _minimise(
    vectors: "Floats", loss: "Callable[[torch.Tensor], torch.Tensor]", *, labels: tuple[str, ...], decay: float
) -> Head:
    import numpy as np
    import torch

    rows, mean, spread = standardised(vectors)
    inputs = torch.tensor(rows)
    weight = torch.zeros(vectors.shape[1], len(labels), requires_grad=True)
    bias = torch.zeros(len(labels), requires_grad=True)
    _descend([weight, bias], lambda: loss(inputs @ weight + bias) + decay * (weight**2).sum(), steps=STEPS)
    learnt = weight.detach().numpy() / spread[:, None]
    return Head(labels, learnt.astype(np.float32), (bias.detach().numpy() - mean @ learnt).astype(np.float32))


def _descend(parameters: "list[torch.Tensor]", loss: "Callable[[], torch.Tensor]", *, steps: int) -> None:
    """Move the parameters to where the loss is least, by L-BFGS."""
    import torch

    optimiser = torch.optim.LBFGS(parameters, max_iter=steps, history_size=10, line_search_fn="strong_wolfe")

    def closure() -> "torch.Tensor":
        optimiser.zero_grad()
        total = loss()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(closure)  # type: ignore[no-untyped-call]
