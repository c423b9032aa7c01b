"""Measures the heads on the public benchmarks' own test files, by their own metrics, with the baselines beside them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.inference.heads import Head, doubt, sigmoid, softmax, tone
from app.inference.training.benchmarks import BENCHMARKS, Benchmark, Rows
from app.inference.training.desk import Desk
from app.inference.training.lessons import OUTSIDE
from app.inference.training.measures import auroc, calibration_error, macro_f1, recalls

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

Figures = dict[str, float]

FROZEN = {"sentiment": 0.653, "goemotions": 0.372, "banking77": 0.929, "clinc150": 0.948, "clinc150_outside": 0.616}
"""A logistic regression on the encoder as it is, by the same files and metrics."""

GIVEN_UP = 0.01  # of the validation queries of a class, the share that may be lost to tell the others apart


def benchmark_figures(heads: Mapping[str, Head], desk: Desk) -> dict[str, Figures]:
    return {name: benchmark_figure(name, head, desk) for name, head in heads.items()}


def benchmark_figure(name: str, head: Head, desk: Desk) -> Figures:
    """The figures of one benchmark, read with the desk's encoder."""
    measures = {"sentiment": _sentiment, "goemotions": _goemotions, "banking77": _banking, "clinc150": _clinc}
    return measures[name](head, BENCHMARKS[name](desk.sources), desk)


def _sentiment(head: Head, benchmark: Benchmark, desk: Desk) -> Figures:
    """TweetEval's own test file and metric, macro-averaged recall; and how far off tones are, beside their doubt.

    A doubt is believable where the root mean squares of both are alike: it is the deviation of a tone from -1, 0 or 1.
    """
    import numpy as np

    truth = benchmark.test.truth
    logits = _logits(head, benchmark.name, benchmark.test, desk)
    chosen, likely, tones = logits.argmax(axis=1), softmax(logits), tone(logits)
    found = recalls(chosen, truth, 3)
    return {
        "tweeteval_macro_recall": round(sum(found) / 3, 4),
        "frozen_baseline": FROZEN["sentiment"],
        **{f"recall_{name}": round(each, 4) for name, each in zip(head.labels, found, strict=True)},
        "expected_calibration_error": round(calibration_error(likely.max(axis=1), chosen == truth), 4),
        "mean_tone_of_negative": round(float(tones[truth == 0].mean()), 3),
        "mean_tone_of_positive": round(float(tones[truth == 2].mean()), 3),
        "tone_error_rms": round(float(np.sqrt(((tones - (truth - 1)) ** 2).mean())), 3),
        "doubt_rms": round(float(np.sqrt((doubt(logits) ** 2).mean())), 3),
    }


def _goemotions(head: Head, benchmark: Benchmark, desk: Desk) -> Figures:
    """Macro-F1 of all 28 labels, each at the threshold that was best on the validation file."""
    truth = benchmark.test.truth == 1
    likely = sigmoid(_logits(head, benchmark.name, benchmark.test, desk))
    return {
        "macro_f1": round(macro_f1(likely >= 0.5, truth), 4),
        "frozen_baseline": FROZEN["goemotions"],
        "mean_auroc": round(
            sum(auroc(likely[:, each], truth[:, each]) for each in range(truth.shape[1])) / truth.shape[1], 4
        ),
    }


def _banking(head: Head, benchmark: Benchmark, desk: Desk) -> Figures:
    logits = _logits(head, benchmark.name, benchmark.test, desk)
    right = logits.argmax(axis=1) == benchmark.test.truth
    return {
        "accuracy": round(float(right.mean()), 4),
        "frozen_baseline": FROZEN["banking77"],
        "expected_calibration_error": round(calibration_error(softmax(logits).max(axis=1), right), 4),
    }


def _clinc(head: Head, benchmark: Benchmark, desk: Desk) -> Figures:
    """A query is of no class where less speaks for all of them together than for all but `GIVEN_UP` of the valid ones.

    What speaks for them is the logarithm of the sum of the exponentials of the logits, the free energy of Liu et al.
    (2020, arXiv:2010.03759).
    """
    import numpy as np

    valid, test = (
        _logits(head, f"{benchmark.name}-{part}", rows, desk)
        for part, rows in (("valid", benchmark.valid), ("test", benchmark.test))
    )
    known = valid[benchmark.valid.truth != OUTSIDE]
    least = float(np.quantile(_sureness(known), GIVEN_UP))
    outside = benchmark.test.truth == OUTSIDE
    sure = _sureness(test)
    chosen = np.where(sure < least, OUTSIDE, test.argmax(axis=1))
    right = test.argmax(axis=1)[~outside] == benchmark.test.truth[~outside]
    return {
        "in_scope_accuracy": round(float((chosen == benchmark.test.truth)[~outside].mean()), 4),
        "frozen_baseline_in_scope": FROZEN["clinc150"],
        "out_of_scope_recall": round(float((chosen[outside] == OUTSIDE).mean()), 4),
        "frozen_baseline_out_of_scope": FROZEN["clinc150_outside"],
        "out_of_scope_auroc": round(auroc(-sure, outside), 4),
        "in_scope_accuracy_without_rejecting": round(float(right.mean()), 4),
        "expected_calibration_error": round(calibration_error(softmax(test[~outside]).max(axis=1), right), 4),
    }


def _sureness(logits: "Floats") -> "Floats":
    """How much speaks for all classes together."""
    import numpy as np

    most = logits.max(axis=1)
    found: Floats = most + np.log(np.exp(logits - most[:, None]).sum(axis=1))
    return found


def _logits(head: Head, name: str, rows: Rows, desk: Desk) -> "Floats":
    return head.logits(desk.messages(f"{name}-test", rows.texts))
