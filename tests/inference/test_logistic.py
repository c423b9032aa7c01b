"""The small solver finds what a library finds, and adds to what is known only what it must."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from app.inference.taught.calibrated import calibration
from app.inference.taught.logistic import balanced, logistic, probability, scale_of


def test_it_finds_what_a_library_finds() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(60, 200))
    wanted = (rows[:, 0] + 0.5 * random.normal(size=60) > 0.4).astype(float)
    weights = balanced(wanted, np.ones(60))
    found = rows.T @ logistic(rows @ rows.T, wanted, weights, decay=0.5)
    peer = LogisticRegression(C=2.0, fit_intercept=False, tol=1e-8, max_iter=5000)
    peer.fit(rows, wanted, sample_weight=weights)
    assert found == pytest.approx(peer.coef_[0], abs=2e-3)


def test_what_is_known_already_is_the_start_and_costs_nothing() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(40, 100))
    start = 3 * rows[:, 0]
    shares = logistic(rows @ rows.T, probability(start), np.ones(40), decay=0.1, start=start)
    assert np.abs(shares).max() < 1e-6


def test_what_was_read_too_surely_is_unlearnt_and_no_more_than_that() -> None:
    """A whole step of Newton's from there overshoots by far, and everything else goes with it."""
    random = np.random.default_rng(0)
    rows = np.concatenate([random.normal(size=(60, 20)), np.ones((60, 1))], axis=1)
    start = 8 * rows[:, 0] + 2
    wanted, weights = probability(start), np.ones(60)
    sure = int(start.argmax())
    wanted[sure], weights[sure] = 0.0, 4.0
    kernel = rows @ rows.T
    found = start + kernel @ logistic(kernel, wanted, weights, decay=0.1, start=start)
    others = np.arange(60) != sure
    assert found[sure] < start[sure] - 5
    assert ((found > 0) == (start > 0))[others].mean() > 0.95


def test_balance_undoes_the_root_of_the_imbalance() -> None:
    found = balanced(np.array([1.0] + [0.0] * 9), np.ones(10))
    assert found[0] / found[1] == pytest.approx(3)
    assert found.mean() == pytest.approx(1)


def test_scaled_weights_say_the_same_of_vectors_as_they_come() -> None:
    random = np.random.default_rng(0)
    vectors = random.normal(2, 5, size=(30, 8))
    scale = scale_of(vectors)
    learnt = random.normal(size=9)
    weight, bias = scale.unscaled(learnt)
    assert vectors @ weight + bias == pytest.approx(scale.rows(vectors) @ learnt)


def test_a_half_is_the_point_of_decision() -> None:
    wanted = np.array([1, 1, 1, 0, 0, 0, 0, 0], float)
    logits = np.array([-1, -1.5, -2, -4, -5, -6, -6, -7], float)[:, None]
    shift, slope = calibration(logits, wanted)
    assert shift == pytest.approx(-3)
    assert slope > 0
