"""Puts each label's point of decision where it decides best, so that 0.5 means the same for all of them."""

from typing import TYPE_CHECKING, Any

from app.inference.heads import Head

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

STEEPEST = 3.0  # logits a scale may be stretched by at most
DAILY = 0.02  # of the sentences of everyday messages, the share that may be taken for an intent
RIDGE = 1e-3  # holds the line where a few rows are told apart without a mistake


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
    return head.folded(np.array(scales, np.float32), np.array(shifts, np.float32))


def weighed(
    head: Head, logits: "Floats", wanted: "Floats", *, told: "Floats", most: "Floats", daily: "Floats | None" = None
) -> Head:
    """The head with each label's scale and shift folded in at which its probabilities fit what is `told` best.

    Both sides weigh the same (Platt's method). Beside `calibrated` the point of decision moves less with single rows.
    What is `wanted` and not `told` is plainly of something else: no more than the share `most` of that, by label, may
    be taken for it, nor more than `DAILY` of `daily`, the logits of the sentences of everyday messages (NaN where one
    may have it), so that a long message, which is read sentence by sentence, is not alarming by its length.
    """
    import numpy as np

    scales, shifts = [], []
    for at, known in enumerate(~np.isnan(told).T):
        scale, shift = _line(logits[known, at], told[known, at] == 1)
        plain = logits[~known & ~np.isnan(wanted[:, at]), at]
        calm = plain[:0] if daily is None else daily[~np.isnan(daily[:, at]), at]
        shares = ((plain, most[at]), (calm, DAILY))
        highest = max((float(np.quantile(each, 1 - share)) for each, share in shares if len(each)), default=-np.inf)
        scales.append(scale)
        shifts.append(min(shift, -scale * highest))
    return head.folded(np.array(scales, np.float32), np.array(shifts, np.float32))


def _line(scores: "Floats", truth: "np.ndarray[Any, Any]") -> tuple[float, float]:
    """(scale, shift) of a balanced logistic regression on the scores, however large they are.

    A scale that would be steeper than `STEEPEST` is that, with the point of decision where it was.
    """
    import numpy as np
    from scipy.optimize import minimize

    sides, balance = np.where(truth, 1.0, -1.0), _balance(truth)
    spread = max(float(scores.std()), 1e-6)

    def loss(line: "Floats") -> float:
        steep, shift = line[0] / spread, line[1]
        said = balance @ np.logaddexp(0, -sides * (steep * scores + shift))
        return float(said + RIDGE / 2 * (steep**2 + shift**2))

    line = minimize(loss, np.array([spread / 2, 0.0])).x / [spread, 1]
    line *= min(1.0, STEEPEST / line[0])
    return float(line[0]), float(line[1])


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

    balance = _balance(truth)
    scales = np.geomspace(0.1, STEEPEST, 60)
    signed = np.where(truth, scores, -scores)
    losses = [float((balance * np.logaddexp(0, -scale * signed)).sum()) for scale in scales]
    return float(scales[int(np.argmin(losses))])


def _balance(truth: "np.ndarray[Any, Any]") -> "Floats":
    """What each row weighs where both sides weigh the same."""
    import numpy as np

    weights: Floats = np.where(truth, 0.5 / truth.sum(), 0.5 / (~truth).sum())
    return weights
