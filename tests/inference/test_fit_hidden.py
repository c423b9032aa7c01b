"""Hidden units learn what no line tells apart, from labels with gaps, and the same each time."""

import numpy as np
import pytest

from app.inference.training.fit import fit_many
from app.inference.training.fit_hidden import fit_hidden, fit_hidden_one
from app.inference.training.lessons import OUTSIDE
from app.inference.training.measures import auroc

LABELS = ("differ", "first")
ROWS = 600


@pytest.fixture(scope="module")
def signs() -> tuple["np.ndarray", "np.ndarray"]:
    """Points of the plane, far from the origin's middle, with whether the signs of both sides differ; half unknown."""
    random = np.random.default_rng(5)
    vectors = (random.normal(size=(ROWS, 2)) * [1, 3] + [10, 0]).astype(np.float32)
    truth = np.stack([(vectors[:, 0] > 10) != (vectors[:, 1] > 0), vectors[:, 0] > 10], axis=1).astype(np.float32)
    truth[::2, 0] = np.nan
    return vectors, truth


def test_what_no_line_tells_apart_is_told(signs: tuple["np.ndarray", "np.ndarray"]) -> None:
    vectors, truth = signs
    weights, known = np.ones(ROWS, np.float32), ~np.isnan(truth[:, 0])
    line = fit_many(vectors, truth, weights, labels=LABELS, decay=1e-4).logits(vectors)
    deep = fit_hidden(vectors, truth, weights, labels=LABELS).logits(vectors)
    assert auroc(line[known, 0], truth[known, 0] == 1) < 0.7
    assert auroc(deep[known, 0], truth[known, 0] == 1) > 0.95
    assert auroc(deep[:, 1], truth[:, 1] == 1) > 0.95


def test_the_same_rows_make_the_same_head(signs: tuple["np.ndarray", "np.ndarray"]) -> None:
    one, again = (fit_hidden(*signs, np.ones(ROWS, np.float32), labels=LABELS).logits(signs[0]) for _ in range(2))
    assert one == pytest.approx(again, abs=1e-4)


def test_a_row_that_weighs_nothing_teaches_nothing(signs: tuple["np.ndarray", "np.ndarray"]) -> None:
    vectors, truth = signs
    wrong = np.concatenate([truth, 1 - truth])
    weights = np.repeat(np.array([1, 0], np.float32), ROWS)
    known = ~np.isnan(truth[:, 0])
    deep = fit_hidden(np.concatenate([vectors, vectors]), wrong, weights, labels=LABELS).logits(vectors)
    assert auroc(deep[known, 0], truth[known, 0] == 1) > 0.95


def test_what_is_of_no_class_speaks_for_all_of_them_less_than_what_is_of_one() -> None:
    """Two classes at the ends of a line, and between them what is neither: no plane has it on its own side."""
    random = np.random.default_rng(6)
    middles = np.repeat([[-4.0, 0.0], [4.0, 0.0], [0.0, 0.0]], ROWS, axis=0)
    vectors = (middles + random.normal(size=middles.shape)).astype(np.float32)
    classes = np.repeat([0, 1, OUTSIDE], ROWS).astype(np.float32)
    found = fit_hidden_one(vectors, classes, labels=LABELS).logits(vectors)
    inside = classes != OUTSIDE
    assert (found[inside].argmax(axis=1) == classes[inside]).mean() > 0.99
    known = np.log(np.exp(found).sum(axis=1))
    assert auroc(known, inside) > 0.95
    assert (known[~inside] < 0).mean() > 0.9
