"""Measures the committed heads on data that they have not seen."""

from typing import TYPE_CHECKING, Any

from app.inference.base import CRITICAL
from app.inference.heads import Head, sigmoid, tone
from app.inference.training.contexts import in_context
from app.inference.training.desk import Desk
from app.inference.training.intents import shaped
from app.inference.training.phrases import held_out, toned
from app.inference.training.public import tweet_test

if TYPE_CHECKING:
    import numpy as np

BASELINE = 0.653  # macro-recall of a logistic regression on the frozen encoder's last layer
BINS = 15


def sentiment_figures(head: Head, desk: Desk) -> dict[str, float]:
    """TweetEval's own test file and metric (macro-averaged recall), and how far probabilities are off (ECE)."""
    import numpy as np

    test = tweet_test(desk.sources)
    truth = np.array([each for _, each in test])
    logits = head.logits(shaped(desk.vectors("tweeteval", [text for text, _ in test]), desk))
    chosen = logits.argmax(axis=1)
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    recalls = [float((chosen[truth == place] == place).mean()) for place in range(3)]
    return {
        "tweeteval_macro_recall": round(sum(recalls) / 3, 4),
        "frozen_baseline_macro_recall": BASELINE,
        **{f"recall_{name}": round(each, 4) for name, each in zip(head.labels, recalls, strict=True)},
        "expected_calibration_error": round(_ece(likely.max(axis=1), chosen == truth), 4),
        "mean_tone_of_negative": round(float(tone(logits)[truth == 0].mean()), 3),
        "mean_tone_of_positive": round(float(tone(logits)[truth == 2].mean()), 3),
    }


def intent_figures(head: Head, desk: Desk) -> dict[str, dict[str, float]]:
    """By critical intent: precision, recall and F1 on held-out phrases, alone and in the middle of a message."""
    import numpy as np

    tests = held_out(desk.phrases)
    rows = [(text, name, True) for name, (yes, _) in tests.items() for text in yes]
    rows += [(text, name, False) for name, (_, no) in tests.items() for text in no]
    texts = [text for text, _, _ in rows]
    fillers = [text for text, each in toned(desk.phrases) if each == 1]
    alone = desk.vectors("held-out", texts)
    among = in_context(texts, fillers, encoder=desk.encoder, turn=99, cache=desk.cache, progress=desk.progress)
    found = {}
    likely = [sigmoid(head.logits(shaped(states, desk))) for states in (alone, among)]
    for name in CRITICAL:
        mine = np.array([each == name for _, each, _ in rows])
        truth = np.array([each for _, _, each in rows])[mine]
        column = head.labels.index(name)
        first, second = (_scores(each[mine, column] >= 0.5, truth) for each in likely)
        found[name] = {
            **first,
            "f1_in_message": second["f1"],
            "positives": float(truth.sum()),
            "near": float((~truth).sum()),
        }
    return found


def _scores(fired: "np.ndarray[Any, Any]", truth: "np.ndarray[Any, Any]") -> dict[str, float]:
    hits = float((fired & truth).sum())
    precision, recall = hits / max(float(fired.sum()), 1.0), hits / max(float(truth.sum()), 1.0)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
    }


def _ece(confidence: "np.ndarray[Any, Any]", right: "np.ndarray[Any, Any]") -> float:
    """Mean distance between what is claimed and what holds, over equal steps of the claim."""
    import numpy as np

    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return sum(
        abs(float(confidence[place == each].mean()) - float(right[place == each].mean()))
        * float((place == each).mean())
        for each in range(BINS)
        if (place == each).any()
    )
