"""Shares come with how far they can be trusted."""

import pytest

from app.domain.figure_words import figure_lines
from app.domain.trials import Share
from tests.fakes import FIGURES


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (5, 10, 0.237, 0.763), (90, 100, 0.826, 0.945)],
)
def test_intervals_are_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=1e-3)


def test_nothing_counted_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0, 1)


def test_figures_are_said_with_their_counts_and_intervals() -> None:
    said = dict(figure_lines(FIGURES))
    assert said["Recall"].startswith("75% (95 %: 47% to 91%): 9 of 12")
    assert said["F1"] == "0.82 (95 %: 0.60 to 0.95)"
    assert said["Near misses"] == "1 of 4 were taken for it"
