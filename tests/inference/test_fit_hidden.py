"""Heads with hidden units learn what a line cannot, from what is known."""

import numpy as np

from app.inference.training.fit import fit_many
from app.inference.training.fit_hidden import NETS, UNITS, fit_hidden
from app.inference.training.measures import auroc

LABELS = ("differ", "first")
ROWS = 20_000


def rows() -> tuple[np.ndarray, np.ndarray]:
    """Two features that matter among six; whether their signs differ is a label, and the first one's sign another."""
    vectors = np.random.default_rng(4).normal(size=(ROWS, 6)).astype(np.float32)
    positive = vectors[:, :2] > 0
    return vectors, np.stack([positive[:, 0] != positive[:, 1], positive[:, 0]], axis=1).astype(np.float32)


def test_what_no_line_tells_is_learnt_and_gaps_are_no_evidence() -> None:
    vectors, truth = rows()
    known = truth.copy()
    known[::3, 0] = np.nan
    known[1::3, 1] = np.nan
    weights = np.ones(ROWS, np.float32)
    line = fit_many(vectors, known, weights, labels=LABELS, decay=1e-3).logits(vectors)
    found = fit_hidden(vectors, known, weights, LABELS).logits(vectors)
    assert auroc(line[:, 0], truth[:, 0] == 1) < 0.6
    assert auroc(found[:, 0], truth[:, 0] == 1) > 0.9
    assert auroc(found[:, 1], truth[:, 1] == 1) > 0.95


def test_what_a_row_weighs_decides_where_rows_contradict_each_other() -> None:
    vectors, truth = rows()
    twice = np.concatenate([vectors, vectors])
    weights = np.repeat(np.array([1, 5], np.float32), ROWS)
    found = fit_hidden(twice, np.concatenate([1 - truth, truth]), weights, LABELS).logits(vectors)
    assert auroc(found[:, 1], truth[:, 1] == 1) > 0.9


def test_the_mean_of_several_nets_is_one_head_and_repeatable() -> None:
    vectors, truth = (each[:1000] for each in rows())
    one, again = (fit_hidden(vectors, truth, np.ones(1000, np.float32), LABELS) for _ in range(2))
    assert one.hidden is not None
    assert one.hidden.inward.shape == (6, NETS * UNITS)
    assert np.array_equal(one.logits(vectors), again.logits(vectors))
