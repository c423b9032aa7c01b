"""The mean of several courses, which reads what it has not seen better than any one of them.

Weights that were learnt from the same start can be averaged (Wortsman et al. 2022, arXiv:2203.05482), and are then read
at the cost of one.
"""

from collections.abc import Sequence
from pathlib import Path

from app.inference.adapter import changes, save_adapter
from app.inference.heads import Head


def mean_adapter(files: Sequence[Path], file: Path) -> None:
    """Write the mean of the adapters in `files`, exactly: its ranks are theirs together."""
    import torch

    courses = [changes(each) for each in files]
    found = {}
    for name in courses[0]:
        downs, ups = zip(*(course[name] for course in courses), strict=True)
        found[name] = (torch.cat([each.float() for each in downs]), torch.cat([each.float() for each in ups], dim=1))
    save_adapter({name: (down, up / len(files)) for name, (down, up) in found.items()}, file)


def mean_head(heads: Sequence[Head]) -> Head:
    """One head of the same labels; all of them are lines."""
    import numpy as np

    weights, biases = (np.stack(each) for each in zip(*((head.weight, head.bias) for head in heads), strict=True))
    return Head(heads[0].labels, weights.mean(axis=0), biases.mean(axis=0))
