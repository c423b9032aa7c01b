"""Every token of a text is read, in windows of bearable length; a monstrous text is sampled, and that is said."""

import logging
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inference.windows import MOST, WINDOW, packed


@given(st.lists(st.lists(st.integers(1000, 20000), max_size=400), max_size=40))
def test_every_token_is_read_once_and_in_order(sentences: list[list[int]]) -> None:
    layout = packed(sentences)
    assert [token for window in layout.windows for token in window.tokens] == [
        token for sentence in sentences for token in sentence
    ]
    for window, owners in zip(layout.windows, layout.owners, strict=True):
        assert 0 < len(window.tokens) <= WINDOW
        for (start, end), owner in zip(window.parts, owners, strict=True):
            assert _within(window.tokens[start:end], sentences[owner])


def test_a_message_slightly_too_long_for_one_window_is_cut_in_the_middle() -> None:
    layout = packed([[1000] * 10] * 13)
    assert sorted(len(window.tokens) for window in layout.windows) == [60, 70]


def test_a_monstrous_text_is_sampled_and_that_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        layout = packed([[index] * WINDOW for index in range(5000)])
    assert len(layout.windows) == MOST
    firsts = [owners[0] for owners in layout.owners]
    assert firsts[:3] == [0, 1, 2]
    assert firsts[-3:] == [4997, 4998, 4999]
    assert firsts == sorted(set(firsts))
    assert "5000 windows" in caplog.text
    assert layout.share == MOST / 5000


@pytest.mark.parametrize("sentences", [[], [[]], [[1000] * 500, [1000]]])
def test_all_of_a_bearable_text_is_read(sentences: list[list[int]]) -> None:
    assert packed(sentences).share == 1


def _within(part: Sequence[int], whole: Sequence[int]) -> bool:
    return any(tuple(whole[at : at + len(part)]) == tuple(part) for at in range(len(whole) - len(part) + 1))
