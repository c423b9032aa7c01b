"""What is said of a message's manner comes from its sentences, as each of them shows it."""

import numpy as np
import pytest

from app.inference.base import EMOTIONS, TONES
from app.inference.heads import Head
from app.inference.manners import SOON, manner
from app.inference.minilm import MiniLMAnalyzer

SURE = 9.0


def head() -> Head:
    """Reads each tone off a feature of its own."""
    return Head(TONES, np.eye(len(TONES), dtype=np.float32) * 2 * SURE, np.full(len(TONES), -SURE, np.float32))


def sentence(*tones: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array([each in tones for each in TONES], np.float32)


def test_an_emotion_counts_where_it_is_strongest() -> None:
    found = manner(head(), np.stack([sentence("neutral"), sentence("anger")]), [10, 10])
    assert set(found.emotions) == set(EMOTIONS)
    assert found.emotions["anger"] > 0.99
    assert found.emotions["neutral"] < 0.01
    assert manner(head(), np.stack([sentence("neutral")]), [3]).emotions["neutral"] > 0.99


def test_politeness_is_an_average_by_length() -> None:
    polite, rude = sentence("polite"), sentence("impolite", "direct")
    found = manner(head(), np.stack([polite, rude]), [30, 10])
    assert found.politeness == pytest.approx(0.5, abs=0.01)
    assert found.directness == pytest.approx(0.25, abs=0.01)


def test_what_can_wait_some_days_is_half_as_urgent() -> None:
    calm, soon, urgent = (
        manner(head(), np.stack([sentence(*each)]), [5]).urgency for each in ((), ("soon",), ("urgent",))
    )
    assert calm < 0.01
    assert soon == pytest.approx(SOON, abs=0.01)
    assert urgent > 0.99


@pytest.mark.models
def test_real_messages_have_their_manner(analyzer: MiniLMAnalyzer) -> None:
    furious, kind, pressing, calm = (
        each.manner
        for each in analyzer.analyze(
            [
                "You people are thieves! Give me my money back, now!",
                "Thank you so much for your patience, could you perhaps have a look when it suits you?",
                "All our shops are closed since this morning and customers stand in front of the doors.",
                "No hurry at all, whenever you find the time is fine with us.",
            ]
        )
    )
    assert furious is not None
    assert kind is not None
    assert pressing is not None
    assert calm is not None
    assert furious.emotions["anger"] > 0.5 > kind.emotions["anger"]
    assert kind.politeness > 0.3 > furious.politeness
    assert furious.directness > kind.directness
    assert pressing.urgency > calm.urgency
