"""Measures sentiment and politeness on what people really wrote and other people labelled."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.base import Analyzer
from app.inference.training.desk import Desk
from app.inference.training.measures import agreement, auroc, calibration_error, rank_correlation, recalls
from app.inference.training.public import lines

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

Figures = dict[str, float]

NEUTRAL = 0.2  # either side of zero, as the window says it
OUTER = 0.25  # of the requests, the share at each end that counts as polite and as impolite


def support_figures(analyzer: Analyzer, desk: Desk) -> Figures:
    """Sentiment of customers' messages against the mean of two people's labels (`models/labels/README.md`)."""
    import numpy as np

    rows = _labelled(desk)
    said = analyzer.analyze([text for text, _, _ in rows])
    read = np.array([each.sentiment is not None for each in said])
    found = np.array([each.sentiment or 0.0 for each in said])
    doubt = np.array([each.sentiment_doubt or 0.0 for each in said])
    first, second = (np.array([row[place] for row in rows]) / 2 for place in (1, 2))
    truth = (first + second) / 2
    sides, wanted = _sides(found), np.sign(truth)
    return {
        "messages": float(len(rows)),
        "read": float(read.sum()),
        "mean_absolute_error": round(float(np.abs(found - truth).mean()), 3),
        "mean_absolute_error_of_always_neutral": round(float(np.abs(truth).mean()), 3),
        "rank_correlation": round(rank_correlation(found, truth), 3),
        "accuracy_of_three": round(float((sides == wanted).mean()), 3),
        "accuracy_of_always_neutral": round(float((wanted == 0).mean()), 3),
        "macro_recall": round(sum(recalls(sides + 1, wanted + 1, 3)) / 3, 3),
        "kappa_with_the_people": round(agreement(sides, wanted), 3),
        "kappa_between_the_people": round(agreement(np.sign(first), np.sign(second)), 3),
        "auroc_of_negative": round(auroc(-found, wanted < 0), 3),
        "expected_calibration_error": round(_miscalibrated(found[read], doubt[read], wanted[read]), 3),
    }


def politeness_figures(analyzer: Analyzer, desk: Desk) -> Figures:
    """Politeness of requests to strangers (Danescu-Niculescu-Mizil et al. 2013), which nothing was learnt from.

    The baseline is whether a request says please, thank or appreciate.
    """
    import numpy as np

    rows = [row for name in ("stack-exchange", "wikipedia") for row in _requests(desk.sources, name)]
    manners = [each.manner for each in analyzer.analyze([text for text, _ in rows])]
    found = np.array([each.politeness if each else 0.0 for each in manners])
    truth = np.array([score for _, score in rows])
    courtesy = (
        np.array([any(word in text.lower() for word in ("please", "thank", "appreciate")) for text, _ in rows]) * 1.0
    )
    low, high = np.quantile(truth, [OUTER, 1 - OUTER])
    outer = (truth <= low) | (truth >= high)
    polite = truth[outer] >= high
    return {
        "requests": float(len(rows)),
        "rank_correlation": round(rank_correlation(found, truth), 3),
        "rank_correlation_of_courtesy_words": round(rank_correlation(courtesy, truth), 3),
        "auroc_of_the_outer_quarters": round(auroc(found[outer], polite), 3),
        "auroc_of_courtesy_words": round(auroc(courtesy[outer], polite), 3),
    }


def _labelled(desk: Desk) -> list[tuple[str, int, int]]:
    """Each labelled message's text with both labels, -2..2."""
    threads = {}
    for line in lines(desk.sources / "support_threads" / "threads.jsonl"):
        thread = json.loads(line)
        threads[thread["id"]] = thread["messages"]
    return [
        (threads[row["thread"]][int(row["message"])]["text"], int(row["first"]), int(row["second"]))
        for row in csv.DictReader(lines(desk.models / "labels" / "support_sentiment.csv"))
    ]


def _miscalibrated(found: "Floats", doubt: "Floats", wanted: "Floats") -> float:
    """ECE of the likeliest side. Sentiment and doubt are mean and deviation of -1, 0 and 1, so they tell all three."""
    import numpy as np

    toned = found**2 + doubt**2
    likely = np.stack([(toned - found) / 2, 1 - toned, (toned + found) / 2], axis=1)
    return calibration_error(likely.max(axis=1), likely.argmax(axis=1) - 1 == wanted)


def _sides(sentiment: "Floats") -> "Floats":
    """-1, 0 or 1: negative, neutral, positive."""
    import numpy as np

    found: Floats = np.where(np.abs(sentiment) < NEUTRAL, 0.0, np.sign(sentiment))
    return found


def _requests(folder: Path, name: str) -> list[tuple[str, float]]:
    """Requests with their politeness, the mean of five people's in standard deviations.

    The few rows of the file that are cut off or have lost their columns are left out.
    """
    found = csv.DictReader(lines(folder / "politeness" / f"{name}.annotated.csv"))
    return [(row["Request"], score) for row in found if (score := _number(row["Normalized Score"])) is not None]


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
