"""Fits a hidden layer of rectified units, for labels that a line does not tell apart and that have phrases enough."""

from typing import TYPE_CHECKING, Any

from app.inference.heads import Head, Hidden
from app.inference.training.fit import SEED, shares, standardised
from app.inference.training.rates import rising_and_falling

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

UNITS = 512  # of 128, 256 and 512 the best on phrases set aside
PASSES = 15  # of 8 and 15
BATCH = 256
RATE = 1e-3
DECAY = 0.02  # of AdamW
WARM = 0.05  # share of the steps during which the rate rises
UNSEEN_UNITS = 0.5  # share that is left out at each step
UNSEEN_FEATURES = 0.1


def fit_hidden(vectors: "Floats", targets: "Floats", weights: "Floats", *, labels: tuple[str, ...]) -> Head:
    """One reader of all `labels`, whose linear part says nothing; the arguments and the loss are those of `fit_many`.

    By AdamW, in small batches whose order only the seed decides, with units and features left out at random
    (Srivastava et al. 2014, Journal of Machine Learning Research 15).
    """
    import numpy as np
    import torch
    from torch.nn import functional

    rows, mean, spread = standardised(vectors)
    inputs = torch.tensor(rows)
    wanted = torch.tensor(np.nan_to_num(targets), dtype=torch.float32)
    share = torch.tensor(shares(targets, weights)) * len(vectors)  # so that a batch's mean is of the whole loss
    torch.manual_seed(SEED)
    first, last = torch.nn.Linear(vectors.shape[1], UNITS), torch.nn.Linear(UNITS, len(labels))
    unseen_features, unseen_units = torch.nn.Dropout(UNSEEN_FEATURES), torch.nn.Dropout(UNSEEN_UNITS)
    net = torch.nn.Sequential(unseen_features, first, torch.nn.ReLU(), unseen_units, last)
    steps = PASSES * -(-len(vectors) // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    rates = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rising_and_falling(step, steps, warm=WARM))
    for _ in range(PASSES):
        for some in torch.randperm(len(vectors)).split(BATCH):  # type: ignore[no-untyped-call]
            each = functional.binary_cross_entropy_with_logits(net(inputs[some]), wanted[some], reduction="none")
            optimiser.zero_grad()
            ((each * share[some]).sum() / len(some)).backward()  # type: ignore[no-untyped-call]
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
