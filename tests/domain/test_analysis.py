"""What the models said of a text, and how alike two texts are."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.analysis import same_advice, similarity, text_hash
from tests import builders


def embedded(*values: float) -> bytes:
    return array("f", values).tobytes()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [((1.0, 0.0), (1.0, 0.0), 1.0), ((1.0, 0.0), (0.0, 1.0), 0.0), ((1.0, 0.0), (-1.0, 0.0), -1.0)],
)
def test_similarity_is_the_cosine_of_unit_vectors(
    one: tuple[float, ...], other: tuple[float, ...], alike: float
) -> None:
    first = builders.analysis("a", embedding=embedded(*one))
    second = builders.analysis("b", embedding=embedded(*other))
    assert similarity(first, second) == pytest.approx(alike)
    assert same_advice(first, second) is None


def test_advice_is_compared_by_its_own_vectors() -> None:
    first = builders.analysis("a", embedding=embedded(1.0, 0.0), advice=embedded(1.0, 0.0))
    second = builders.analysis("b", embedding=embedded(1.0, 0.0), advice=embedded(0.0, 1.0))
    assert same_advice(first, first) == pytest.approx(1.0)
    assert same_advice(first, second) == pytest.approx(0.0)


VECTOR = st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3)


@given(VECTOR, VECTOR, st.floats(-1, 1))
def test_advice_that_is_less_alike_than_wanted_is_left_out_and_no_other(
    one: list[float], other: list[float], at_least: float
) -> None:
    first, second = (builders.analysis(advice=embedded(*each)) for each in (one, other))
    alike = same_advice(first, second)
    assert alike is not None
    assert same_advice(first, second, at_least=at_least) == (alike if alike >= at_least else None)


def test_what_was_not_read_is_like_nothing() -> None:
    assert similarity(builders.analysis("a"), builders.analysis("b", embedding=embedded(1.0))) is None


def test_an_intent_counts_from_even_odds() -> None:
    found = builders.analysis(intents={"refund": 0.5, "outage": 0.49})
    assert found.intent("refund") is not None
    assert found.intent("outage") is None
    assert found.intent("never considered") is None


def test_equal_texts_have_one_hash_and_any_text_has_one() -> None:
    assert text_hash(builders.message("Hi", remote="a")) == text_hash(builders.message("Hi", remote="b"))
    assert text_hash(builders.message("Hi")) != text_hash(builders.message("hi"))
    assert len(text_hash(builders.message("broken \ud800 surrogate"))) == 64
