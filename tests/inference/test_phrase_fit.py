"""Where a head decides is found on what was not in its lesson."""

import numpy as np

from app.inference.heads import sigmoid
from app.inference.training.measures import auroc
from app.inference.training.phrase_fit import ALIKE, fitted
from app.inference.training.phrase_lesson import Lesson

ROWS, FEATURES, PARTS = 12 * ALIKE, 400, 3


def lesson_of_noise() -> Lesson:
    """Rows that can be learnt by heart and not be told otherwise: their labels are drawn by lot."""
    random = np.random.default_rng(3)
    vectors = random.normal(size=(2 * ROWS, FEATURES)).astype(np.float32)
    daily = tuple((vectors[at : at + 2] + 9, np.array([[0.0], [np.nan]], np.float32)) for at in range(7))
    return Lesson(
        turns=(vectors, vectors + 0.01),
        wanted=random.integers(0, 2, size=(2 * ROWS, 1)).astype(np.float32),
        near=np.zeros((2 * ROWS, 1), bool),
        aside=np.arange(2 * ROWS) >= ROWS,
        public=vectors[:0],
        public_wanted=np.zeros((0, 1), np.float32),
        daily=daily,
    )


def test_what_was_set_aside_is_read_by_heads_that_have_not_seen_it() -> None:
    lesson, told = lesson_of_noise(), list[str]()
    head, unseen = fitted(lesson, ("one",), parts=PARTS, progress=told.append)
    assert len(told) == PARTS + 1
    assert unseen.logits.shape == unseen.wanted.shape == (2 * ROWS, 1)
    by_heart = auroc(head.logits(lesson.turns[0])[:, 0], lesson.wanted[:, 0] == 1)
    assert by_heart > 0.9
    assert abs(auroc(unseen.logits[:, 0], unseen.wanted[:, 0] == 1) - 0.5) < 0.15


def test_each_everyday_message_is_read_by_a_head_that_has_not_seen_it_and_gaps_stay_gaps() -> None:
    lesson = lesson_of_noise()
    head, unseen = fitted(lesson, ("one",), near=4.0, parts=PARTS, progress=lambda _: None)
    assert len(unseen.daily) == 14
    assert np.isnan(unseen.daily[1::2]).all()
    seen = np.concatenate([head.logits(vectors[:1]) for vectors, _ in lesson.daily])
    assert sigmoid(unseen.daily[::2]).mean() > sigmoid(seen).mean()
