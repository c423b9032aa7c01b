"""Fits heads with hidden units: several labels at once, with gaps in what is known of each example."""

from typing import TYPE_CHECKING, Any

from app.inference.heads import Head, Hidden
from app.inference.training.fit import SEED, shares
from app.inference.training.rates import rising_and_falling

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

UNITS = 96  # of each net
NETS = 3  # whose mean is kept: which mistakes one makes is partly chance
PASSES = 8
BATCH = 256
RATE = 1e-3
WARM = 0.3  # share of the steps during which the rate rises
DECAY = 0.2
UNSEEN_FEATURES, UNSEEN_UNITS = 0.1, 0.5  # shares that are left out at each step


def fit_hidden(vectors: "Floats", targets: "Floats", weights: "Floats", labels: tuple[str, ...]) -> Head:
    """The mean of `NETS` nets with one hidden layer, as one head. Arguments and balance are those of `fit_many`."""
    import numpy as np

    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    rows, share = (vectors - mean) / spread, shares(targets, weights) * len(vectors)
    nets = [_net(rows, np.nan_to_num(targets), share, seed=SEED + number) for number in range(NETS)]
    inward = np.concatenate([inward for inward, *_ in nets], axis=1)
    bias = np.concatenate([bias for _, bias, *_ in nets])
    outward = np.concatenate([outward for _, _, outward, _ in nets]) / NETS
    middle = np.mean([middle for *_, middle in nets], axis=0)
    inward /= spread[:, None]
    hidden = Hidden(inward, (bias - mean @ inward).astype(np.float32), outward.astype(np.float32))
    return Head(labels, np.zeros((vectors.shape[1], len(labels)), np.float32), middle.astype(np.float32), hidden)


def _net(rows: "Floats", targets: "Floats", share: "Floats", *, seed: int) -> "tuple[Floats, Floats, Floats, Floats]":
    """What one net has learnt: (features, units), units, (units, labels), labels."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    inputs, wanted, mass = torch.tensor(rows), torch.tensor(targets), torch.tensor(share)
    inner, outer = torch.nn.Linear(rows.shape[1], UNITS), torch.nn.Linear(UNITS, targets.shape[1])
    parameters = [*inner.parameters(), *outer.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    batches = [batch for _ in range(PASSES) for batch in torch.split(torch.randperm(len(inputs)), BATCH)]
    rates = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rising_and_falling(step, len(batches), warm=WARM))
    for batch in batches:
        seen = functional.dropout(inputs[batch], UNSEEN_FEATURES)
        units = functional.dropout(functional.relu(inner(seen)), UNSEEN_UNITS)
        each = functional.binary_cross_entropy_with_logits(outer(units), wanted[batch], reduction="none")
        optimiser.zero_grad()
        (each * mass[batch]).mean().backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        rates.step()
    inward, bias = _plain(inner.weight).T, _plain(inner.bias)
    return inward, bias, _plain(outer.weight).T, _plain(outer.bias)


def _plain(parameter: "torch.Tensor") -> "Floats":
    found: Floats = parameter.detach().numpy()
    return found
