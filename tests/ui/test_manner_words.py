"""Only what is plain in a message is worth a word."""

import pytest

from app.domain.analysis import Manner
from app.ui.manner_words import doubt_words, manner_words


def manner(politeness: float = 0.0, urgency: float = 0.0, **emotions: float) -> Manner:
    return Manner(emotions, politeness=politeness, directness=0.0, urgency=urgency)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, ()),
        (manner(), ()),
        (manner(neutral=0.9), ()),
        (manner(anger=0.4), ()),
        (manner(anger=0.6, frustration=0.9), ("frustrated",)),
        (manner(urgency=0.5), ()),
        (manner(urgency=0.9, worry=0.7), ("worried", "urgent")),
        (manner(politeness=-0.7, anger=0.8), ("angry", "rude")),
    ],
)
def test_what_is_plain_is_said(found: Manner | None, words: tuple[str, ...]) -> None:
    assert manner_words(found) == words


@pytest.mark.parametrize(("doubt", "said"), [(None, False), (0.3, False), (0.9, True)])
def test_a_sentiment_that_says_little_is_said_to(doubt: float | None, said: bool) -> None:
    assert bool(doubt_words(doubt)) is said
