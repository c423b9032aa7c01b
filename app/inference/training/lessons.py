"""What the encoder's adapter is taught, each lesson with a head, a loss and a place in the whole run."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.encoder import Window

if TYPE_CHECKING:
    import numpy as np
    import torch

    Floats = np.ndarray[Any, np.dtype[np.float32]]

Loss = Callable[["torch.Tensor", "torch.Tensor"], "torch.Tensor"]

JITTER = 4  # tokens by which lengths are blurred, so that the same texts do not always meet
OUTSIDE = -1  # the class of what belongs to none
STEEPEST = 10.0  # a rare label's examples weigh at most so many times those that lack it


@dataclass(frozen=True, slots=True)
class Lesson:
    """Windows with the rows of `targets` that each teaches: its parts', in their order, or its own where it has none.

    `targets` is (rows, labels): what is wanted of each label for `one_of`, or 1, 0 and NaN for `several`. `weight`
    scales the loss against other lessons'.
    """

    name: str
    windows: Sequence[Window]
    owners: Sequence[tuple[int, ...]]
    targets: "Floats"
    labels: tuple[str, ...]
    loss: Loss
    passes: float  # how often each window is seen in the whole run
    weight: float = 1.0


def identity(lessons: Sequence[Lesson], *manner: object) -> str:
    """Changes when any of the lessons does, or the manner of teaching: a run is only taken up again where it was."""
    seen = hashlib.sha256(f"{JITTER} {manner}".encode())
    for each in lessons:
        seen.update(f"{each.name} {each.labels} {each.passes} {each.weight} {each.owners}".encode())
        seen.update(each.targets.tobytes())
        for window in each.windows:
            seen.update(f"{window.tokens} {window.parts}".encode())
    return seen.hexdigest()[:16]


def batches(lesson: Lesson, random: Random, *, most: int) -> list[list[int]]:
    """Windows of about equal length together, all of them `passes` times, in batches of `most` tokens."""
    found: list[list[int]] = []
    left = lesson.passes
    while left > 0:
        once = _once(lesson.windows, random, most)
        random.shuffle(once)
        found += once[: round(len(once) * min(left, 1.0))]
        left -= 1
    return found


def _once(windows: Sequence[Window], random: Random, most: int) -> list[list[int]]:
    lengths = [len(each.tokens) + 2 for each in windows]
    blurred = [length + random.random() * JITTER for length in lengths]
    found: list[list[int]] = []
    widest = 0
    for index in sorted(range(len(windows)), key=blurred.__getitem__):
        widest = max(widest, lengths[index])
        if not found or (len(found[-1]) + 1) * widest > most:
            found.append([])
            widest = lengths[index]
        found[-1].append(index)
    return found


def one_of() -> Loss:
    """Cross-entropy against what is wanted of each class, of which a row may want more or less in all."""
    from torch.nn import functional

    def loss(logits: "torch.Tensor", wanted: "torch.Tensor") -> "torch.Tensor":
        return -(wanted * functional.log_softmax(logits, dim=1)).sum(dim=1).mean()

    return loss


def wanted_of(classes: "Floats", shares: "Floats") -> "Floats":
    """(rows, classes) of what `one_of` should find: a row's own class, as much as `shares` says that it weighs.

    A row of the class `OUTSIDE` should leave all of them equally likely.
    """
    import numpy as np

    wanted = np.full((len(classes), len(shares)), 1 / len(shares), np.float32)
    inside = classes != OUTSIDE
    wanted[inside] = np.diag(shares)[classes[inside].astype(int)]
    return wanted


def balanced(classes: "Floats", count: int) -> "Floats":
    """Weights with which all classes count the same, one on average over the rows."""
    import numpy as np

    rows = np.bincount(classes[classes != OUTSIDE].astype(int), minlength=count)
    shares: Floats = (rows.sum() / count / np.maximum(rows, 1)).astype(np.float32)
    return shares


def evenly(count: int) -> "Floats":
    """Weights with which all rows count the same, whatever their class."""
    import numpy as np

    return np.ones(count, np.float32)


def several(targets: "Floats") -> Loss:
    """Binary cross-entropy summed over the labels that are known of a row; rare labels weigh more where present."""
    import numpy as np
    import torch
    from torch.nn import functional

    present, absent = np.nansum(targets == 1, axis=0), np.nansum(targets == 0, axis=0)
    steep = np.clip(np.sqrt(absent / np.maximum(present, 1)), 1.0, STEEPEST)
    weights = torch.tensor(steep, dtype=torch.float32)

    def loss(logits: "torch.Tensor", wanted: "torch.Tensor") -> "torch.Tensor":
        known = ~wanted.isnan()
        each = functional.binary_cross_entropy_with_logits(
            logits, wanted.nan_to_num(), pos_weight=weights.to(logits.device), reduction="none"
        )
        return (each * known).sum() / len(logits)

    return loss
