"""Fits the heads that our phrases teach, and finds their thresholds on phrases that the adapter has not seen."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import EMOTIONS, INTENTS, TONES
from app.inference.heads import Head
from app.inference.training.benchmarks import goemotions
from app.inference.training.contexts import in_context, in_place
from app.inference.training.desk import Desk
from app.inference.training.fit import SEED, fit_many
from app.inference.training.fit_hidden import fit_hidden
from app.inference.training.phrase_fit import Fit, fitted
from app.inference.training.phrase_lesson import Lesson, joined, of_labels
from app.inference.training.phrases import Example, everyday, examples, further, toned, tones
from app.inference.training.public import PUBLIC_WEIGHT, rows
from app.inference.training.targets import targets
from app.inference.training.thresholds import calibrated, weighed

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

MOST = {
    "supervisor_demand": 0.02,
    "churn_threat": 0.04,
    "disappointment": 0.02,
    "fix_did_not_work": 0.02,
    "vulnerability_report": 0.01,
    "data_breach": 0.01,
    "legal_threat": 0.0025,
    "legal_process": 0.01,
    "billing_dispute": 0.01,
    "payment_failure": 0.01,
    "refund": 0.02,
    "plan_change": 0.02,
    "outage": 0.02,
    "bug": 0.02,
    "api_integration": 0.02,
    "performance": 0.02,
    "login_access": 0.02,
    "feature_request": 0.02,
    "delivery_order": 0.02,
    "repeated_contact": 0.02,
    "deadline": 0.02,
}
"""Of phrases that are plainly of something else, the share that may be taken for each, less where a ticket goes to
another desk for it. What is not listed is read as without further phrases."""
DEEP = ("supervisor_demand", "churn_threat", "disappointment")
"""Those with over a thousand further phrases, which hidden units read better than a line."""
NEAR_WEIGHT = 4.0  # of a phrase that sounds like an intent, against one that is plainly of something else; of 1 and 4
MANY_DECAY = 0.1  # with the further phrases; the card says what others gave
PARTS = 3  # of what is set aside, each of which is read by a head that has learnt from the others
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


def train_intents(desk: Desk) -> Head:
    """Intents in `MOST` learn from further phrases and everyday messages too, and weigh what only sounds like them."""
    lesson = _lesson(desk, "intents", examples(desk.phrases), rows(desk.sources), INTENTS)
    first, unseen = fitted(lesson, INTENTS, progress=desk.progress)
    plain = calibrated(first, unseen.logits, unseen.wanted)
    whole = replace(joined(lesson, _further(desk)), daily=_daily(desk))
    lines = _better(desk, whole, [each for each in MOST if each not in DEEP], partial(fit_many, decay=MANY_DECAY))
    return _merged(plain, lines, _better(desk, whole, DEEP, fit_hidden))


def _better(desk: Desk, whole: Lesson, labels: Sequence[str], fit: Fit) -> Head:
    """The head of some intents in `MOST`."""
    import numpy as np

    names = tuple(labels)
    lesson = of_labels(whole, [INTENTS.index(name) for name in names])
    head, unseen = fitted(lesson, names, near=NEAR_WEIGHT, fit=fit, parts=PARTS, progress=desk.progress)
    most = np.array([MOST[name] for name in names], np.float32)
    return weighed(head, unseen.logits, unseen.wanted, told=unseen.told, most=most, daily=unseen.daily)


def _merged(plain: Head, lines: Head, deep: Head) -> Head:
    """The first head, with the labels that the others have read as they do."""
    weight, bias = plain.weight.copy(), plain.bias.copy()
    for other in (lines, deep):
        columns = [plain.labels.index(name) for name in other.labels]
        weight[:, columns], bias[columns] = other.weight, other.bias
    own = [plain.labels.index(name) for name in deep.labels]
    return Head(plain.labels, weight, bias, hidden=deep.hidden and deep.hidden.among(own, len(plain.labels)))


def train_tones(desk: Desk) -> Head:
    lesson = _lesson(desk, "tones", tones(desk.phrases), _of_reddit(desk), TONES)
    final, unseen = fitted(lesson, TONES, progress=desk.progress)
    return calibrated(final, unseen.logits, unseen.wanted)


def _lesson(
    desk: Desk, name: str, own: Sequence[Example], public: Sequence[Example], labels: tuple[str, ...]
) -> Lesson:
    import numpy as np

    texts = [each.text for each in own]
    fillers = [text for text, tone in toned(desk.phrases) if tone == 1]
    around = [in_context(desk, texts, fillers, turn=turn) for turn in range(TURNS)]
    alone = desk.sentences(f"{name}-phrases", texts)
    return Lesson(
        turns=(alone, *around),
        wanted=targets(own, labels),
        near=np.array([[each.near == label for label in labels] for each in own]),
        aside=np.array([each.aside for each in own]),
        public=desk.sentences(f"{name}-public", [each.text for each in public]) if public else alone[:0],
        public_wanted=targets(public, labels),
    )


def _further(desk: Desk) -> Lesson:
    """The phrases that the adapter has not seen, all of them set aside."""
    import numpy as np

    found = _lesson(desk, "intents-further", further(desk.phrases), (), INTENTS)
    return replace(found, aside=np.ones(len(found.aside), bool))


def _daily(desk: Desk) -> "tuple[tuple[Floats, Floats], ...]":
    """Features and targets of all sentences of each everyday message."""
    import numpy as np

    messages = everyday(desk.phrases)
    read = in_place(desk, [each.text for each in messages])
    wanted = targets(messages, INTENTS)
    return tuple((found, np.repeat(row[None], len(found), axis=0)) for found, row in zip(read, wanted, strict=True))


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
