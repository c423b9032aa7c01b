"""The measures by which the models are judged, each as its benchmark defines it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]
    Array = np.ndarray[Any, Any]

BINS = 15
Scores = dict[str, float]


def scores(fired: "Array", truth: "Array") -> Scores:
    """Precision, recall and F1 of one label; nothing fired is a precision of 0."""
    hits = float((fired & truth).sum())
    precision, recall = hits / max(float(fired.sum()), 1.0), hits / max(float(truth.sum()), 1.0)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
    }


def macro_f1(fired: "Array", truth: "Array") -> float:
    """The mean F1 of all columns."""
    hits = (fired & truth).sum(axis=0)
    return float((2 * hits / (fired.sum(axis=0) + truth.sum(axis=0)).clip(min=1)).mean())


def recalls(chosen: "Array", truth: "Array", count: int) -> list[float]:
    return [float((chosen[truth == place] == place).mean()) for place in range(count)]


def calibration_error(confidence: "Array", right: "Array") -> float:
    """ECE: the mean distance between what is claimed, 0..1, and what holds, over equal steps of the claim."""
    import numpy as np

    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return sum(
        abs(float(confidence[place == each].mean()) - float(right[place == each].mean()))
        * float((place == each).mean())
        for each in range(BINS)
        if (place == each).any()
    )


def auroc(scores_: "Array", truth: "Array") -> float:
    """The share of pairs, one of each kind, in which the true one has the higher score; ties count half."""
    ranks = _ranks(scores_)
    positive = int(truth.sum())
    negative = len(truth) - positive
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / max(positive * negative, 1))


def rank_correlation(one: "Array", other: "Array") -> float:
    """Spearman's rho."""
    import numpy as np

    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def agreement(one: "Array", other: "Array") -> float:
    """Cohen's kappa of two labellings."""
    import numpy as np

    same = float((one == other).mean())
    chance = sum(float((one == each).mean()) * float((other == each).mean()) for each in np.unique(one))
    return (same - chance) / (1 - chance)


def _ranks(values: "Array") -> "Array":
    """Ranks from 1, equal values sharing the mean of theirs."""
    import numpy as np

    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Array = (last - (counts - 1) / 2)[inverse]
    return ranks
