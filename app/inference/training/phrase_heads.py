"""Fits the heads that our phrases teach, and finds their thresholds on phrases that the adapter has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import EMOTIONS, INTENTS, TONES
from app.inference.heads import Head
from app.inference.training.benchmarks import goemotions
from app.inference.training.contexts import in_context, in_place
from app.inference.training.desk import Desk
from app.inference.training.fit import SEED, fit_many
from app.inference.training.phrases import Example, everyday, examples, further, toned, tones
from app.inference.training.public import PUBLIC_WEIGHT, rows
from app.inference.training.targets import targets
from app.inference.training.thresholds import calibrated, weighed

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

DECAY = 0.4  # of 0.03, 0.1 and 0.4 the best on the phrases set aside
MOST = {
    "supervisor_demand": 0.02,
    "churn_threat": 0.02,
    "disappointment": 0.02,
    "vulnerability_report": 0.005,
    "legal_threat": 0.0025,
    "data_breach": 0.005,
}
"""Of phrases that are plainly of something else, the share that may be taken for each, less where the default rules act
by themselves. What is not listed is read as without further phrases."""
NEAR_WEIGHT = 4.0  # of a phrase that sounds like an intent, against one that is plainly of something else; of 1 and 4
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
    near: "np.ndarray[Any, Any]"  # (phrases, labels): what only sounds like it
    aside: "np.ndarray[Any, Any]"  # phrases that neither the adapter nor the first fit has seen
    public: "Floats"
    public_wanted: "Floats"
    daily: "tuple[tuple[Floats, Floats], ...]" = ()  # the sentences of each everyday message, and what they are not


@dataclass(frozen=True, slots=True)
class _Unseen:
    """Logits of the phrases set aside, by a head that had not seen them, in each of their surroundings."""

    logits: "Floats"
    wanted: "Floats"
    told: "Floats"  # the same, less what is plainly of something else
    daily: "Floats"  # logits of every sentence of everyday messages, by a head that had not seen them


def train_intents(desk: Desk) -> Head:
    """Intents in `MOST` learn from further phrases and everyday messages too, and weigh what only sounds like them."""
    import numpy as np

    lesson = _lesson(desk, "intents", examples(desk.phrases), rows(desk.sources), INTENTS)
    first, unseen = _fitted(desk, "intents", lesson, INTENTS)
    plain = calibrated(first, unseen.logits, unseen.wanted)
    better = tuple(MOST)
    whole = _of(_joined(lesson, _further(desk)), [INTENTS.index(name) for name in better])
    whole = replace(whole, daily=_daily(desk, better))
    second, unseen = _fitted(desk, "intents with further phrases", whole, better, near=NEAR_WEIGHT)
    most = np.array([*MOST.values()], np.float32)
    return _merged(
        plain, weighed(second, unseen.logits, unseen.wanted, told=unseen.told, most=most, daily=unseen.daily)
    )


def _merged(plain: Head, better: Head) -> Head:
    """The first head, with the labels that the other has read as it does."""
    weight, bias = plain.weight.copy(), plain.bias.copy()
    for at, name in enumerate(better.labels):
        column = plain.labels.index(name)
        weight[:, column], bias[column] = better.weight[:, at], better.bias[at]
    return Head(plain.labels, weight, bias)


def train_tones(desk: Desk) -> Head:
    lesson = _lesson(desk, "tones", tones(desk.phrases), _of_reddit(desk), TONES)
    final, unseen = _fitted(desk, "tones", lesson, TONES)
    return calibrated(final, unseen.logits, unseen.wanted)


def _fitted(
    desk: Desk, name: str, lesson: _Lesson, labels: tuple[str, ...], *, near: float = 1.0
) -> tuple[Head, _Unseen]:
    """The head, fitted to all phrases, and what a fit that lacked the phrases set aside says of those.

    `near` is what a phrase that only sounds like an intent weighs against it.
    """
    import numpy as np

    desk.progress(f"Fitting {name}")
    tried = _fit(lesson, ~lesson.aside, lesson.daily[::2], labels, near)
    final = _fit(lesson, np.ones(len(lesson.aside), bool), lesson.daily, labels, near)
    ways = len(lesson.turns)
    return final, _Unseen(
        np.concatenate([tried.logits(turn[lesson.aside]) for turn in lesson.turns]),
        np.concatenate([lesson.wanted[lesson.aside]] * ways),
        np.concatenate([_told(lesson)[lesson.aside]] * ways),
        _calm(tried, lesson.daily[1::2]),
    )


def _lesson(
    desk: Desk, name: str, own: Sequence[Example], public: Sequence[Example], labels: tuple[str, ...]
) -> _Lesson:
    import numpy as np

    texts = [each.text for each in own]
    fillers = [text for text, tone in toned(desk.phrases) if tone == 1]
    around = [in_context(desk, texts, fillers, turn=turn) for turn in range(TURNS)]
    alone = desk.sentences(f"{name}-phrases", texts)
    return _Lesson(
        turns=(alone, *around),
        wanted=targets(own, labels),
        near=np.array([[each.near == label for label in labels] for each in own]),
        aside=np.array([each.aside for each in own]),
        public=desk.sentences(f"{name}-public", [each.text for each in public]) if public else alone[:0],
        public_wanted=targets(public, labels),
    )


def _further(desk: Desk) -> _Lesson:
    """The phrases that the adapter has not seen, all of them set aside."""
    import numpy as np

    found = _lesson(desk, "intents-further", further(desk.phrases), (), INTENTS)
    return replace(found, aside=np.ones(len(found.aside), bool))


def _daily(desk: Desk, labels: tuple[str, ...]) -> "tuple[tuple[Floats, Floats], ...]":
    """Features and targets of all sentences of each everyday message."""
    import numpy as np

    messages = everyday(desk.phrases)
    read = in_place(desk, [each.text for each in messages])
    wanted = targets(messages, labels)
    return tuple((found, np.repeat(row[None], len(found), axis=0)) for found, row in zip(read, wanted, strict=True))


def _calm(head: Head, daily: "Sequence[tuple[Floats, Floats]]") -> "Floats":
    """Logits of the sentences of everyday messages, NaN where a sentence may have the intent."""
    import numpy as np

    if not daily:
        return np.zeros((0, len(head.labels)), np.float32)
    found: Floats = np.where(
        np.isnan(np.concatenate([wanted for _, wanted in daily])),
        np.float32(np.nan),
        head.logits(np.concatenate([vectors for vectors, _ in daily])),
    )
    return found


def _joined(lesson: _Lesson, more: _Lesson) -> _Lesson:
    """Both together, with the public rows of the first."""
    import numpy as np

    return replace(
        lesson,
        turns=tuple(np.concatenate(pair) for pair in zip(lesson.turns, more.turns, strict=True)),
        wanted=np.concatenate([lesson.wanted, more.wanted]),
        near=np.concatenate([lesson.near, more.near]),
        aside=np.concatenate([lesson.aside, more.aside]),
    )


def _of(lesson: _Lesson, columns: Sequence[int]) -> _Lesson:
    """The lesson of these labels only."""
    return replace(
        lesson,
        wanted=lesson.wanted[:, columns],
        near=lesson.near[:, columns],
        public_wanted=lesson.public_wanted[:, columns],
    )


def _told(lesson: _Lesson) -> "Floats":
    """What is wanted, less the phrases that are plainly of something else, where a label has any that sound like it."""
    import numpy as np

    kept = (lesson.wanted == 1) | lesson.near | ~lesson.near.any(axis=0)
    return np.where(kept, lesson.wanted, np.float32(np.nan))


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


def _fit(
    lesson: _Lesson,
    own: "np.ndarray[Any, Any]",
    daily: "Sequence[tuple[Floats, Floats]]",
    labels: tuple[str, ...],
    near: float,
) -> Head:
    import numpy as np

    alone, *around = (turn[own] for turn in lesson.turns)
    heavy = np.where(lesson.near[own], near, 1.0)
    weights = [heavy, *[heavy / len(around)] * len(around), np.full(lesson.public_wanted.shape, PUBLIC_WEIGHT)]
    weights += [np.full(wanted.shape, near) for _, wanted in daily]
    return fit_many(
        np.concatenate([alone, *around, lesson.public, *(vectors for vectors, _ in daily)]),
        np.concatenate(
            [*[lesson.wanted[own]] * len(lesson.turns), lesson.public_wanted, *(wanted for _, wanted in daily)]
        ),
        np.concatenate(weights).astype(np.float32),
        labels=labels,
        decay=DECAY,
    )
