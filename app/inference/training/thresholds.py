"""Puts each label's point of decision where it decides best, so that 0.5 means the same for all of them."""

from typing import TYPE_CHECKING, Any

from app.inference.heads import Head

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

STEEPEST = 3.0  # logits a scale may be stretched by at most


def calibrated(head: Head, logits: "Floats", wanted: "Floats") -> Head:
    """The head with each label's scale and threshold folded in, so that 0.5 is where F1 was best on these rows.

    `logits` are the head's, or a like one's, on rows that it has not learnt from; `wanted` is 1, 0, or NaN for unknown.
    """
    import numpy as np

    scales, shifts = [], []
    for column in range(len(head.labels)):
        known = ~np.isnan(wanted[:, column])
        truth, scores = wanted[known, column] == 1, logits[known, column]
        threshold = _threshold(scores, truth)
        scale = _slope(scores - threshold, truth)
        scales.append(scale)
        shifts.append(-threshold * scale)
    scale_row = np.array(scales, np.float32)
    return Head(head.labels, head.weight * scale_row, head.bias * scale_row + np.array(shifts, np.float32))


def _threshold(scores: "Floats", truth: "np.ndarray[Any, Any]") -> float:
    """The middle of the gap below which F1 falls."""
    import numpy as np

    order = np.argsort(-scores)
    hits, misses = np.cumsum(truth[order]), np.cumsum(~truth[order])
    best = int((2 * hits / (hits + misses + truth.sum())).argmax())
    return float(scores[order][best : best + 2].mean())


def _slope(scores: "Floats", truth: "np.ndarray[Any, Any]") -> float:
    """The scale at which the probabilities fit best, with both sides weighing the same (Platt, without the shift)."""
    import numpy as np

    balance = np.where(truth, 0.5 / truth.sum(), 0.5 / (~truth).sum())
    scales = np.geomspace(0.1, STEEPEST, 60)
    signed = np.where(truth, scores, -scores)
    losses = [float((balance * np.logaddexp(0, -scale * signed)).sum()) for scale in scales]
    return float(scales[int(np.argmin(losses))])
