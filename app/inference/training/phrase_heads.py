"""Fits the heads that our phrases teach, and finds their thresholds on phrases that the adapter has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import EMOTIONS, INTENTS, TONES
from app.inference.heads import Head
from app.inference.training.benchmarks import goemotions
from app.inference.training.contexts import in_context
from app.inference.training.desk import Desk
from app.inference.training.fit import SEED, fit_many
from app.inference.training.phrases import Example, examples, toned, tones
from app.inference.training.public import PUBLIC_WEIGHT, rows
from app.inference.training.targets import targets
from app.inference.training.thresholds import calibrated

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

DECAY = 0.4  # of 0.03, 0.1 and 0.4 the best on the phrases set aside
TURNS = 2  # messages that each phrase is put into
PER_EMOTION = 400  # rows of GoEmotions that teach each of ours

OF_REDDIT = {
    "anger": "anger",
    "annoyance": "frustration",
    "disappointment": "disappointment",
    "confusion": "confusion",
    "fear": "worry",
    "nervousness": "worry",
    "gratitude": "gratitude",
    "relief": "relief",
    "neutral": "neutral",
}
"""Emotions of GoEmotions that teach one of ours, where a comment has that one alone."""


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Everything a head learns from; `turns` are the same phrases in different surroundings, alone first."""

    turns: "tuple[Floats, ...]"
    wanted: "Floats"
    aside: "np.ndarray[Any, Any]"  # phrases that neither the adapter nor the first fit has seen
    public: "Floats"
    public_wanted: "Floats"


def train_intents(desk: Desk) -> Head:
    return _trained(desk, "intents", examples(desk.phrases), rows(desk.sources), INTENTS)


def train_tones(desk: Desk) -> Head:
    return _trained(desk, "tones", tones(desk.phrases), _of_reddit(desk), TONES)


def _trained(desk: Desk, name: str, own: Sequence[Example], public: Sequence[Example], labels: tuple[str, ...]) -> Head:
    """The head, fitted to all phrases; its thresholds are those of a fit that lacked the phrases set aside."""
    import numpy as np

    lesson = _lesson(desk, name, own, public, labels)
    desk.progress(f"Fitting {name}")
    tried = _fit(lesson, ~lesson.aside, labels)
    final = _fit(lesson, np.ones(len(own), bool), labels)
    logits = np.concatenate([tried.logits(turn[lesson.aside]) for turn in lesson.turns])
    return calibrated(final, logits, np.concatenate([lesson.wanted[lesson.aside]] * len(lesson.turns)))


def _lesson(
    desk: Desk, name: str, own: Sequence[Example], public: Sequence[Example], labels: tuple[str, ...]
) -> _Lesson:
    import numpy as np

    texts = [each.text for each in own]
    fillers = [text for text, tone in toned(desk.phrases) if tone == 1]
    around = [in_context(desk, texts, fillers, turn=turn) for turn in range(TURNS)]
    return _Lesson(
        turns=(desk.sentences(f"{name}-phrases", texts), *around),
        wanted=targets(own, labels),
        aside=np.array([each.aside for each in own]),
        public=desk.sentences(f"{name}-public", [each.text for each in public]),
        public_wanted=targets(public, labels),
    )


def _of_reddit(desk: Desk) -> list[Example]:
    """Comments that have one of our emotions and no other, a fixed sample of each."""
    benchmark = goemotions(desk.sources)
    found: dict[str, list[str]] = {name: [] for name in EMOTIONS}
    for text, truth in zip(benchmark.train.texts, benchmark.train.truth, strict=True):
        names = [label for label, yes in zip(benchmark.labels, truth, strict=True) if yes]
        if len(names) == 1 and (emotion := OF_REDDIT.get(names[0])):
            found[emotion].append(text)
    random = Random(SEED)  # noqa: S311 - a sample, no secret
    return [
        Example(text, frozenset({emotion}), frozenset(EMOTIONS) - {emotion}, weight=PUBLIC_WEIGHT)
        for emotion, texts in found.items()
        for text in random.sample(texts, min(PER_EMOTION, len(texts)))
    ]


def _fit(lesson: _Lesson, own: "np.ndarray[Any, Any]", labels: tuple[str, ...]) -> Head:
    import numpy as np

    alone, *around = (turn[own] for turn in lesson.turns)
    weights = np.concatenate(
        [
            np.ones(len(alone)),
            *(np.full(len(each), 1 / len(around)) for each in around),
            np.full(len(lesson.public), PUBLIC_WEIGHT),
        ]
    ).astype(np.float32)
    return fit_many(
        np.concatenate([alone, *around, lesson.public]),
        np.concatenate([*[lesson.wanted[own]] * len(lesson.turns), lesson.public_wanted]),
        weights,
        labels=labels,
        decay=DECAY,
    )
