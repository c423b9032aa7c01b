"""Where a reader decides, and how sure its probabilities are: found on texts that it had not seen."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

STEEPEST = 2.0  # a scale is stretched by at most: a dozen phrases prove no certainty
FLATTEST = 0.2


def calibration(logits: "Floats", wanted: "Floats") -> tuple[float, float]:
    """(shift, slope): `sigmoid((logit - shift) * slope)` is the probability, and 0.5 is where F1 was best.

    `logits` is (texts, ways in which each was read).
    """
    import numpy as np

    scores, truth = logits.reshape(-1), np.repeat(wanted == 1, logits.shape[1])
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order])
    best = int((2 * hits / (np.arange(1, len(scores) + 1) + truth.sum())).argmax())
    shift = float(scores[order][best : best + 2].mean())  # the middle of the gap below which F1 falls
    return shift, _slope(scores - shift, truth)


def _slope(scores: "Floats", truth: "np.ndarray[Any, np.dtype[np.bool_]]") -> float:
    """The scale at which probabilities fit best with both sides weighing the same (Platt, without the shift)."""
    import numpy as np

    balance = np.where(truth, 0.5 / max(truth.sum(), 1), 0.5 / max((~truth).sum(), 1))
    signed = np.where(truth, scores, -scores)
    scales = np.geomspace(FLATTEST, STEEPEST, 40)
    losses = [float((balance * np.logaddexp(0, -scale * signed)).sum()) for scale in scales]
    return float(scales[int(np.argmin(losses))])
