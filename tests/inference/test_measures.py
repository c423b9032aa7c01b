"""Our measures are the ones that the field means by their names."""

from typing import Any

import numpy as np
import pytest
from sklearn import metrics

from app.inference.training.measures import (
    agreement,
    auroc,
    calibration_error,
    macro_f1,
    rank_correlation,
    recalls,
    scores,
)

CHANCE = np.random.default_rng(3)
SCORES = CHANCE.integers(0, 20, 300) / 20  # with ties
TRUTH = SCORES + CHANCE.normal(0, 0.4, 300) > 0.5
TABLE = CHANCE.random((200, 4)) > 0.7
FIRED = TABLE ^ (CHANCE.random((200, 4)) > 0.8)


def test_precision_recall_and_f1() -> None:
    fired = SCORES >= 0.5
    found = scores(fired, TRUTH)
    assert found["precision"] == pytest.approx(metrics.precision_score(TRUTH, fired), abs=5e-4)
    assert found["recall"] == pytest.approx(metrics.recall_score(TRUTH, fired), abs=5e-4)
    assert found["f1"] == pytest.approx(metrics.f1_score(TRUTH, fired), abs=5e-4)
    assert scores(TRUTH & False, TRUTH)["f1"] == 0


def test_macro_f1() -> None:
    assert macro_f1(FIRED, TABLE) == pytest.approx(metrics.f1_score(TABLE, FIRED, average="macro"))


def test_macro_recall() -> None:
    classes, chosen = CHANCE.integers(0, 3, 100), CHANCE.integers(0, 3, 100)
    assert sum(recalls(chosen, classes, 3)) / 3 == pytest.approx(metrics.balanced_accuracy_score(classes, chosen))


def test_the_area_under_the_curve_with_ties() -> None:
    assert auroc(SCORES, TRUTH) == pytest.approx(metrics.roc_auc_score(TRUTH, SCORES))


def test_rank_correlation_with_ties() -> None:
    from scipy.stats import spearmanr

    other = SCORES + CHANCE.integers(0, 9, 300)
    assert rank_correlation(SCORES, other) == pytest.approx(spearmanr(SCORES, other).statistic)


def test_kappa() -> None:
    one, other = CHANCE.integers(0, 3, 100), CHANCE.integers(0, 3, 100)
    assert agreement(one, other) == pytest.approx(metrics.cohen_kappa_score(one, other))


@pytest.mark.parametrize(("claimed", "right", "error"), [(0.8, 8, 0.0), (0.8, 5, 0.3), (1.0, 10, 0.0)])
def test_the_calibration_error_is_how_far_claims_are_off(claimed: float, right: int, error: float) -> None:
    confidence: np.ndarray[Any, Any] = np.full(10, claimed)
    assert calibration_error(confidence, np.arange(10) < right) == pytest.approx(error)
