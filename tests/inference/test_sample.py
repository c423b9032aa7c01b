"""Of a monstrous text the start, the end and an even sample between are read; of any other all."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.prose import LONGEST, Range
from app.inference.sample import MOST, sampled


def sentences(*lengths: int) -> list[Range]:
    found, start = [], 0
    for length in lengths:
        found.append((start, start + length))
        start += length + 1
    return found


def test_all_of_a_bearable_text_is_kept() -> None:
    whole = sentences(*[60] * 1000)
    assert sampled(whole) == (tuple(whole), 1.0)
    assert sampled([]) == ((), 1.0)


def test_both_ends_of_a_monstrous_text_are_kept_and_what_lies_between_is_thinned_out() -> None:
    whole = sentences(*[80] * 12_500)
    kept, share = sampled(whole)
    assert kept[:1000] == tuple(whole[:1000])
    assert kept[-1000:] == tuple(whole[-1000:])
    assert 0.8 * MOST < sum(end - start for start, end in kept) <= MOST
    assert 0.2 < share <= 0.3


@given(st.randoms(use_true_random=False), st.integers(1, 4000), st.integers(1, LONGEST))
@settings(max_examples=30, deadline=None)
def test_the_order_stays_and_nothing_comes_twice(random: Random, count: int, longest: int) -> None:
    kept, share = sampled(sentences(*(random.randint(1, longest) for _ in range(count))))
    assert list(kept) == sorted(set(kept))
    assert 0 < share <= 1
    assert sum(end - start for start, end in kept) <= 1.5 * MOST
