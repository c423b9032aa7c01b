"""Fits a hidden layer of rectified units, for labels that a line does not tell apart and that have rows enough."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.inference.heads import Head, Hidden
from app.inference.training.fit import SEED, shares, standardised
from app.inference.training.lessons import OUTSIDE
from app.inference.training.rates import rising_and_falling

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

UNITS = 512  # for several labels of 128, 256 and 512 the best on phrases set aside
BATCH = 256
RATE = 1e-3
WARM = 0.05  # share of the steps during which the rate rises
UNSEEN_FEATURES = 0.1  # share that is left out at each step
OUTSIDE_WEIGHT = 10.0  # of a row that is of no class; of 4 and 10 the better on CLINC150's validation file

Loss = Callable[["torch.Tensor", "torch.Tensor"], "torch.Tensor"]
"""The mean loss of some rows, from their logits and their numbers."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How long and how freely is learnt: passes over all rows, the decay of AdamW, the share of units left out."""

    passes: int
    decay: float
    unseen_units: float


SEVERAL = Manner(passes=15, decay=0.02, unseen_units=0.5)  # of 8 and 15 passes
ONE = Manner(passes=25, decay=0.1, unseen_units=0.7)  # of six manners the best on CLINC150's validation file


def fit_hidden(vectors: "Floats", targets: "Floats", weights: "Floats", *, labels: tuple[str, ...]) -> Head:
    """One reader of all `labels`, whose linear part says nothing; arguments and loss are those of `fit_many`."""
    import numpy as np
    import torch
    from torch.nn import functional

    wanted = torch.tensor(np.nan_to_num(targets), dtype=torch.float32)
    share = torch.tensor(shares(targets, weights)) * len(vectors)  # so that a batch's mean is of the whole loss

    def loss(logits: "torch.Tensor", some: "torch.Tensor") -> "torch.Tensor":
        each = functional.binary_cross_entropy_with_logits(logits, wanted[some], reduction="none")
        return (each * share[some]).sum() / len(some)

    return _fit(vectors, labels, SEVERAL, loss)


def fit_hidden_one(vectors: "Floats", classes: "Floats", *, labels: tuple[str, ...]) -> Head:
    """One reader that chooses between labels, or none of them for a row of the class `OUTSIDE`.

    That none of them is meant has a logit of 0, whatever is read; so the exponentials of the others' logits come to
    more than one together where one of them is meant.
    """
    import numpy as np
    import torch
    from torch.nn import functional

    inside = classes != OUTSIDE
    wanted = torch.tensor(np.where(inside, classes, len(labels)).astype(np.int64))
    weights = torch.tensor(np.where(inside, 1.0, OUTSIDE_WEIGHT).astype(np.float32))

    def loss(logits: "torch.Tensor", some: "torch.Tensor") -> "torch.Tensor":
        choices = torch.cat([logits, torch.zeros(len(some), 1)], dim=1)
        return (functional.cross_entropy(choices, wanted[some], reduction="none") * weights[some]).mean()

    return _fit(vectors, labels, ONE, loss)


def _fit(vectors: "Floats", labels: tuple[str, ...], manner: Manner, loss: Loss) -> Head:
    """By AdamW, in small batches whose order only the seed decides, with units and features left out at random
    (Srivastava et al. 2014, Journal of Machine Learning Research 15).
    """
    import torch

    rows, mean, spread = standardised(vectors)
    inputs = torch.tensor(rows)
    torch.manual_seed(SEED)
    first, last = torch.nn.Linear(vectors.shape[1], UNITS), torch.nn.Linear(UNITS, len(labels))
    unseen_features, unseen_units = torch.nn.Dropout(UNSEEN_FEATURES), torch.nn.Dropout(manner.unseen_units)
    net = torch.nn.Sequential(unseen_features, first, torch.nn.ReLU(), unseen_units, last)
    steps = manner.passes * -(-len(vectors) // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=manner.decay)
    rates = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rising_and_falling(step, steps, warm=WARM))
    for _ in range(manner.passes):
        for some in torch.randperm(len(vectors)).split(BATCH):  # type: ignore[no-untyped-call]
            optimiser.zero_grad()
            loss(net(inputs[some]), some).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            rates.step()
    return _head(first, last, labels, mean, spread)


def _head(
    first: "torch.nn.Linear", last: "torch.nn.Linear", labels: tuple[str, ...], mean: "Floats", spread: "Floats"
) -> Head:
    """The layers as they read features that are not standardised."""
    import numpy as np

    into, bias, out, shift = (each.detach().numpy() for each in (first.weight.T, first.bias, last.weight.T, last.bias))
    into = into / spread[:, None]
    hidden = Hidden(into.astype(np.float32), (bias - mean @ into).astype(np.float32), out)
    return Head(labels, np.zeros((len(mean), len(labels)), np.float32), shift, hidden=hidden)
