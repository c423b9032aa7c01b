"""Heads that were fitted apart are read as one, and figures are of the phrases that they say they are of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from app.inference.heads import Head, Hidden
from app.inference.training.phrase_figures import _of_intent
from app.inference.training.phrase_heads import _merged
from app.inference.training.phrases import HeldOut

if TYPE_CHECKING:
    from app.inference.base import Analyzer


def head_of(*labels: str, seed: int, units: int = 0) -> Head:
    random = np.random.default_rng(seed)

    def numbers(*shape: int) -> "np.ndarray[Any, Any]":
        return random.normal(size=shape).astype(np.float32)

    hidden = Hidden(numbers(5, units), numbers(units), numbers(units, len(labels))) if units else None
    return Head(labels, numbers(5, len(labels)), numbers(len(labels)), hidden=hidden)


def test_each_label_is_read_by_the_head_that_reads_it_better() -> None:
    plain = head_of("a", "b", "c", "d", seed=1)
    lines, deep = head_of("c", seed=2), head_of("d", "a", seed=3, units=7)
    vectors = np.random.default_rng(4).normal(size=(6, 5)).astype(np.float32)
    found = _merged(plain, lines, deep)
    assert found.labels == plain.labels
    said = found.logits(vectors)
    assert said[:, 1] == pytest.approx(plain.logits(vectors)[:, 1], abs=1e-5)
    assert said[:, [2]] == pytest.approx(lines.logits(vectors), abs=1e-5)
    assert said[:, [3, 0]] == pytest.approx(deep.logits(vectors), abs=1e-5)


@dataclass(frozen=True, slots=True)
class FakeFinding:
    probability: float


@dataclass(frozen=True, slots=True)
class FakeAnalysis:
    intents: Mapping[str, FakeFinding]


class FakeAnalyzer:
    """Takes every text that speaks of money for a wish to have it back."""

    def analyze(self, texts: Sequence[str]) -> list[FakeAnalysis]:
        return [FakeAnalysis({"refund": FakeFinding(0.9 if "money" in text else 0.1)}) for text in texts]


def test_figures_of_the_later_phrases_are_of_these_alone() -> None:
    held = HeldOut(
        positives=("my money back", "I want it back"),
        near=("thanks", "money well spent"),
        emails=("Hello,\n\nmy money, please.",),
        near_emails=("Hello,\n\nthank you.",),
        later_positives=("return my money",),
        later_near=("goodbye",),
    )
    found = _of_intent(cast("Analyzer", FakeAnalyzer()), "refund", held, ["Good day."])
    assert (found["precision"], found["recall"], found["phrases"]) == (0.667, 0.667, 6)
    assert (found["f1_of_later"], found["later"]) == (1, 2)
    assert found["f1_in_message"] == found["f1"] == 0.667
    assert (found["f1_of_emails"], found["emails"]) == (1, 2)
    first = replace(held, later_positives=(), later_near=())
    assert "f1_of_later" not in _of_intent(cast("Analyzer", FakeAnalyzer()), "refund", first, ["Good day."])
