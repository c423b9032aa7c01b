"""Probabilities of classes, made to fit what is true of rows that were not learnt from."""

import numpy as np
import pytest

from app.inference.heads import Head, softmax
from app.inference.training.measures import calibration_error
from app.inference.training.temperature import cooled, shifted

LABELS = ("negative", "neutral", "positive")
ROWS = 6000
SHARES = np.array([0.1, 0.6, 0.3])
TOO_SURE = 3.0


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray]:
    """What is seen of each row, and its class: a third of the variance each of what is seen tells nothing."""
    random = np.random.default_rng(5)
    classes = random.choice(3, size=ROWS, p=SHARES)
    return (np.eye(3)[classes] + random.normal(0, 1, (ROWS, 3))).astype(np.float32), classes


@pytest.fixture
def even() -> Head:
    """Right about such rows, were all classes equally frequent and the rows `TOO_SURE` times as clear."""
    return Head(LABELS, TOO_SURE * np.eye(3, dtype=np.float32), np.zeros(3, np.float32))


def error(head: Head, rows: tuple[np.ndarray, np.ndarray]) -> float:
    vectors, classes = rows
    found = softmax(head.logits(vectors))
    return calibration_error(found.max(axis=1), found.argmax(axis=1) == classes)


def right(head: Head, rows: tuple[np.ndarray, np.ndarray]) -> float:
    vectors, classes = rows
    return float((head.logits(vectors).argmax(axis=1) == classes).mean())


def test_a_head_that_is_too_sure_is_cooled_and_decides_as_before(
    rows: tuple[np.ndarray, np.ndarray], even: Head
) -> None:
    found = cooled(even, *rows)
    assert error(found, rows) < error(even, rows) / 2
    assert (found.logits(rows[0]).argmax(axis=1) == even.logits(rows[0]).argmax(axis=1)).all()


def test_how_often_a_class_comes_is_learnt_from_what_comes(rows: tuple[np.ndarray, np.ndarray], even: Head) -> None:
    found = shifted(even, *rows)
    told = softmax(found.logits(rows[0])).mean(axis=0)
    assert told == pytest.approx(np.bincount(rows[1]) / ROWS, abs=0.005)
    assert found.bias - found.bias.mean() == pytest.approx(np.log(SHARES) - np.log(SHARES).mean(), abs=0.15)
    assert found.weight == pytest.approx(np.eye(3), abs=0.1)  # the likelihood ratio of a normal of variance one
    assert right(found, rows) > right(even, rows)
