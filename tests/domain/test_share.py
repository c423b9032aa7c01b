"""Shares know how little a few cases say."""

import pytest

from app.domain.share import Share


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (8, 10, 0.490, 0.943),  # Newcombe, Statistics in Medicine 17 (1998) gives Wilson's limits of such counts
        (81, 263, 0.2553, 0.3662),  # his first example
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_the_interval_is_wilsons(hits: int, total: int, low: float, high: float) -> None:
    share = Share(hits, total)
    assert share.value == hits / total
    assert share.low == pytest.approx(low, abs=5e-4)
    assert share.high == pytest.approx(high, abs=5e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert Share(0, 0).value is None
    assert (Share(0, 0).low, Share(0, 0).high) == (0.0, 1.0)
