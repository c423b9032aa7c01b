"""Heads are stored with their labels, and say what they should."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from app.errors import ModelFailed
from app.inference.heads import Head, Hidden, features, load_head, save_head, sigmoid, tone

HEAD = Head(("calm", "angry"), np.array([[1, 0], [0, 2]], np.float32), np.array([0, -1], np.float32))


def test_a_head_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    save_head(HEAD, tmp_path / "head.safetensors")
    found = load_head(tmp_path / "head.safetensors")
    assert found.labels == HEAD.labels
    assert np.array_equal(found.logits(np.array([[3, 4]], np.float32)), [[3, 7]])


def test_a_head_whose_numbers_lie_by_columns_comes_back_the_same(tmp_path: Path) -> None:
    weight = np.arange(6, dtype=np.float32).reshape(2, 3).T
    save_head(Head(("a", "b"), weight, np.zeros(2, np.float32)), tmp_path / "head.safetensors")
    assert np.array_equal(load_head(tmp_path / "head.safetensors").weight, weight)


HIDDEN = Hidden(
    into=np.array([[1, 0, 1], [0, 1, 1]], np.float32),
    bias=np.array([0, 0, -4], np.float32),
    out=np.array([[0, 1], [0, 2], [0, 5]], np.float32),
)


def test_hidden_units_come_back_and_add_to_the_labels_that_they_speak_of(tmp_path: Path) -> None:
    save_head(replace(HEAD, hidden=HIDDEN), tmp_path / "head.safetensors")
    found = load_head(tmp_path / "head.safetensors")
    vectors = np.array([[3, 2], [-3, 2]], np.float32)
    added = np.array([[0, 3 + 2 * 2 + 5], [0, 2 * 2]])
    assert np.array_equal(found.logits(vectors), HEAD.logits(vectors) + added)


def test_scales_and_shifts_are_folded_into_the_whole_head() -> None:
    head, vectors = replace(HEAD, hidden=HIDDEN), np.array([[3, 2], [-3, 2]], np.float32)
    scales, shifts = np.array([2, 0.5], np.float32), np.array([1, -1], np.float32)
    assert head.folded(scales, shifts).logits(vectors) == pytest.approx(head.logits(vectors) * scales + shifts)


@pytest.mark.parametrize("part", ["into", "bias", "out"])
def test_hidden_units_that_do_not_fit_are_refused(tmp_path: Path, part: str) -> None:
    file = tmp_path / "head.safetensors"
    short = replace(HIDDEN, **{part: getattr(HIDDEN, part)[..., :-1]})
    save_head(replace(HEAD, hidden=short), file)
    with pytest.raises(ModelFailed, match="does not fit its labels"):
        load_head(file)


def test_features_do_not_depend_on_a_vectors_length() -> None:
    pooled = np.array([[[3, 4], [0, 2]]], np.float32)
    assert features(pooled) == pytest.approx(np.array([[0.6, 0.8, 0, 1]]))
    assert features(pooled * 7) == pytest.approx(features(pooled))
    assert np.isfinite(features(pooled * 0)).all()


def test_tone_is_the_balance_of_positive_and_negative() -> None:
    logits = np.array([[0, 0, 0], [9, -9, -9], [-9, -9, 9], [-9, 9, -9]], np.float32)
    assert tone(logits) == pytest.approx([0, -1, 1, 0], abs=1e-3)


def test_probabilities_stay_in_range() -> None:
    found = sigmoid(np.array([-1e9, 0, 1e9], np.float32))
    assert found == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize("metadata", [None, {"labels": "nonsense"}, {"labels": json.dumps(["one"])}])
def test_a_file_that_is_no_head_is_refused(tmp_path: Path, metadata: dict[str, str] | None) -> None:
    file = tmp_path / "head.safetensors"
    save_file({"weight": HEAD.weight, "bias": HEAD.bias}, str(file), metadata=metadata)
    with pytest.raises(ModelFailed, match="Install Warmline again"):
        load_head(file)


def test_a_file_that_is_no_safetensors_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "head.safetensors"
    file.write_bytes(b"not weights")
    with pytest.raises(ModelFailed, match="cannot be read"):
        load_head(file)
