"""Lessons are cut into batches that fit, seen as often as asked, and scored only for what is known."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from app.inference.encoder import Window
from app.inference.training.lessons import (
    OUTSIDE,
    Lesson,
    balanced,
    batches,
    identity,
    one_of,
    several,
    wanted_of,
)

torch = pytest.importorskip("torch")

MOST = 1280  # tokens of a batch
LENGTHS = [3, 90, 14, 60, 126, 5, 40, 77, 12, 33] * 12


def lesson(passes: float = 1.0) -> Lesson:
    windows = [Window((7,) * length) for length in LENGTHS]
    owners = [(index,) for index in range(len(windows))]
    return Lesson("some", windows, owners, np.zeros((len(windows), 2), np.float32), ("a", "b"), one_of(), passes)


def test_every_batch_fits_with_its_padding() -> None:
    for batch in batches(lesson(), Random(1), most=MOST):
        assert len(batch) * max(LENGTHS[index] + 2 for index in batch) <= MOST


@pytest.mark.parametrize("passes", [1.0, 2.0])
def test_every_window_is_seen_in_each_pass(passes: float) -> None:
    seen = sorted(index for batch in batches(lesson(passes), Random(1), most=MOST) for index in batch)
    assert seen == sorted(list(range(len(LENGTHS))) * int(passes))


def test_half_a_pass_shows_about_half() -> None:
    whole, half = (len(batches(lesson(passes), Random(1), most=MOST)) for passes in (1.0, 0.5))
    assert half == round(whole / 2)


def test_a_lesson_is_known_by_all_that_it_teaches() -> None:
    first = lesson()
    assert identity([first], 1280) == identity([lesson()], 1280) != identity([lesson()], 2560)
    changed = first.targets.copy()
    changed[3] = 1
    others = [replace(first, passes=2.0), replace(first, targets=changed), replace(first, windows=first.windows[::-1])]
    assert len({identity([each]) for each in (first, *others)}) == 4


def test_what_belongs_to_no_class_should_leave_all_equally_likely() -> None:
    loss = one_of()
    outside, inside = torch.tensor(wanted_of(np.array([OUTSIDE, 0], np.float32), np.ones(3, np.float32))).split(1)
    even, sure = torch.zeros(1, 3), torch.tensor([[9.0, 0.0, 0.0]])
    assert loss(even, outside).item() == pytest.approx(math.log(3))
    assert loss(sure, outside).item() > 5
    assert loss(sure, inside).item() < 0.01


def test_a_row_is_wanted_as_much_as_its_class_weighs() -> None:
    wanted = wanted_of(np.array([1, OUTSIDE, 0], np.float32), np.array([0.5, 2.0], np.float32))
    assert wanted.tolist() == [[0, 2], [0.5, 0.5], [0.5, 0]]


def test_rare_classes_weigh_as_much_as_common_ones() -> None:
    weights = balanced(np.array([0, 0, 0, 1, OUTSIDE], np.float32), 2)
    assert weights * [3, 1] == pytest.approx([2, 2])


def test_what_is_unknown_of_a_row_is_not_scored() -> None:
    wanted = torch.tensor([[1.0, float("nan")]])
    loss = several(wanted.numpy())
    one, other = (loss(torch.tensor([[2.0, guess]]), wanted).item() for guess in (-9.0, 9.0))
    assert one == pytest.approx(other)
    assert one == pytest.approx(math.log1p(math.exp(-2.0)), abs=1e-4)
