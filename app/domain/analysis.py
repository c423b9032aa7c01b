"""What the language models said of one text."""

import hashlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from math import dist, hypot, inf
from operator import mul
from types import MappingProxyType

from app.domain.tickets import Message

LIKELY = 0.5  # a calibrated probability from which an intent counts as present
ROUNDING = 1e-9  # of a vector's square: more than what is lost in adding up


class Legibility(StrEnum):
    """Whether the models could read the text at all."""

    READ = "read"
    EMPTY = "empty"  # nothing of the author's own words was left
    FOREIGN = "foreign"  # a language the models do not know: they say nothing rather than guess
    FAILED = "failed"  # our own code tripped over it; it is not tried again until the models' revision changes


@dataclass(frozen=True, slots=True)
class IntentFound:
    """One intent: its probability 0..1 and the spans of the original text, [start, end), that earned it."""

    probability: float
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is said, as far as its own words show it.

    `emotions` holds the probability 0..1 of each emotion that matters in support, in the sentence that shows it most;
    `politeness` is in -1..1, rude to courteous; `directness` and `urgency` are in 0..1.
    """

    emotions: Mapping[str, float]
    politeness: float
    directness: float
    urgency: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one revision of the models said of one text.

    `sentiment` is in -1..1 and None where the models cannot tell; `sentiment_doubt` is the standard deviation of what
    it may be, from 0, sure, to 1, torn between both ends; `sentiment_spans` are the sentences that pulled it down.
    `intents` holds every intent that was considered, by name. `words` counts the author's own words, without quotes,
    signatures and markup. `embedding` is a unit vector as little-endian float32, empty where nothing was read.
    `advice` is such a vector of what the text advises, empty where it advises nothing, to be compared by `same_advice`.
    `promised` are the words in promising sentences that name a time (`promised_time.due` says which), and `read_share`
    is less than 1 for a text so long that only its start, its end and a sample between were read.
    """

    text_hash: str
    model_revision: str
    legibility: Legibility
    words: int
    sentiment: float | None = None
    sentiment_spans: tuple[tuple[int, int], ...] = ()
    intents: Mapping[str, IntentFound] = field(default_factory=lambda: MappingProxyType({}))
    embedding: bytes = b""
    sentiment_doubt: float | None = None
    manner: Manner | None = None
    promised: tuple[tuple[int, int], ...] = ()
    read_share: float = 1.0
    advice: bytes = b""

    def intent(self, name: str) -> IntentFound | None:
        """The intent where it is likely, else None."""
        found = self.intents.get(name)
        return found if found is not None and found.probability >= LIKELY else None


def text_hash(message: Message) -> str:
    """The identity of a text for the models: its own hash, since nothing else of the message is shown to them."""
    return hashlib.sha256(message.text.encode("utf-8", "surrogatepass")).hexdigest()


def similarity(one: Analysis, other: Analysis) -> float | None:
    """Cosine similarity of two texts, -1..1, or None where one of them was not read."""
    if not one.embedding or not other.embedding:
        return None
    return _cosine(one.embedding, other.embedding)


def same_advice(one: Analysis, other: Analysis, *, at_least: float = -inf) -> float | None:
    """How alike is what two texts advise, -1..1; None where one of them advises nothing, or they are less alike."""
    if not one.advice or not other.advice or _cosine_bound(one.advice, other.advice) < at_least:
        return None
    cosine = _cosine(one.advice, other.advice)
    return cosine if cosine >= at_least else None


@lru_cache(maxsize=1024)  # pairs, 3 KB each: the same two answers are compared each time that their ticket is judged
def _cosine(one: bytes, other: bytes) -> float:
    if len(one) != len(other):
        raise ValueError(f"vectors of different models: {len(one)} and {len(other)} bytes")
    cosine: float = sum(map(mul, _numbers(one), _numbers(other)))
    return cosine


@lru_cache(maxsize=1024)
def _cosine_bound(one: bytes, other: bytes) -> float:
    """What the cosine does not exceed, by the distance of the two: |a - b|² = |a|² + |b|² - 2ab. It takes a tenth.

    It exceeds the cosine by less than a millionth.
    """
    if len(one) != len(other):
        raise ValueError(f"vectors of different models: {len(one)} and {len(other)} bytes")
    squares = _square(one) + _square(other)
    return (squares - dist(_numbers(one), _numbers(other)) ** 2) / 2 + ROUNDING * squares


@lru_cache(maxsize=128)
def _square(vector: bytes) -> float:
    return hypot(*_numbers(vector)) ** 2


@lru_cache(maxsize=128)  # vectors, 12 KB each: an answer is compared with each of the few before and after it
def _numbers(vector: bytes) -> tuple[float, ...]:
    return tuple(array("f", vector))
