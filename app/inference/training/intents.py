"""The recipe of the intents head."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.inference.base import INTENTS
from app.inference.heads import Head, features
from app.inference.training.contexts import in_context
from app.inference.training.desk import Desk
from app.inference.training.fit import fit_many, folds
from app.inference.training.phrases import Example, examples, toned
from app.inference.training.public import rows

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

DECAY = 0.1  # tried: 1e-4 to 1
TURNS = 2  # messages that each phrase is put into
PARTS = 4  # of the cross-validation that finds the thresholds
STEEPEST = 3.0  # logits a scale may be stretched by at most


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Everything the head learns from; `turns` are the same phrases in different surroundings, alone first."""

    turns: "tuple[Floats, ...]"
    wanted: "Floats"
    public: "Floats"
    public_wanted: "Floats"
    public_weight: float


def train_intents(desk: Desk) -> Head:
    """The head, its thresholds found on phrases that the readers of a cross-validation had not seen."""
    import numpy as np

    lesson = _lesson(desk)
    tried = [np.zeros((len(lesson.wanted), len(INTENTS)), np.float32) for _ in lesson.turns]
    aside = np.zeros((len(lesson.public), len(INTENTS)), np.float32)
    for number, (seen, unseen) in enumerate(folds(len(lesson.wanted), parts=PARTS)):
        desk.progress(f"Intents: cross-validation {number + 1} of {PARTS}")
        held = np.arange(len(lesson.public)) % PARTS == number
        head = _fit(lesson, seen, ~held)
        for found, turn in zip(tried, lesson.turns, strict=True):
            found[unseen] = head.logits(turn[unseen])
        aside[held] = head.logits(lesson.public[held])
    desk.progress("Intents: the final fit")
    final = _fit(lesson, np.ones(len(lesson.wanted), bool), np.ones(len(lesson.public), bool))
    logits = np.concatenate([*tried, aside])
    wanted = np.concatenate([*[lesson.wanted] * len(lesson.turns), lesson.public_wanted])
    weights = np.ones(len(logits), np.float32)
    weights[-len(aside) :] = lesson.public_weight
    return _calibrated(final, logits, wanted, weights)


def targets(rows_: Sequence[Example]) -> "Floats":
    """(rows, intents): 1 present, 0 absent, NaN where nothing is known."""
    import numpy as np

    table = np.full((len(rows_), len(INTENTS)), np.nan, np.float32)
    for row, example in enumerate(rows_):
        for column, intent in enumerate(INTENTS):
            if intent in example.present or intent in example.absent:
                table[row, column] = float(intent in example.present)
    return table


def _lesson(desk: Desk) -> _Lesson:
    own, public = examples(desk.phrases), rows(desk.sources)
    texts = [each.text for each in own]
    fillers = [text for text, tone in toned(desk.phrases) if tone == 1]
    around = [
        in_context(texts, fillers, encoder=desk.encoder, turn=turn, cache=desk.cache, progress=desk.progress)
        for turn in range(TURNS)
    ]
    return _Lesson(
        turns=tuple(shaped(each, desk) for each in (desk.vectors("phrases", texts), *around)),
        wanted=targets(own),
        public=shaped(desk.vectors("public", [each.text for each in public]), desk),
        public_wanted=targets(public),
        public_weight=public[0].weight,
    )


def shaped(states: "Floats", desk: Desk) -> "Floats":
    return features(states.reshape(len(states), len(desk.encoder.layers), -1))


def _fit(lesson: _Lesson, own: "np.ndarray[Any, Any]", public: "np.ndarray[Any, Any]") -> Head:
    import numpy as np

    alone, *around = (turn[own] for turn in lesson.turns)
    weights = np.concatenate(
        [
            np.ones(len(alone)),
            *(np.full(len(each), 1 / len(around)) for each in around),
            np.full(int(public.sum()), lesson.public_weight),
        ]
    ).astype(np.float32)
    return fit_many(
        np.concatenate([alone, *around, lesson.public[public]]),
        np.concatenate([*[lesson.wanted[own]] * len(lesson.turns), lesson.public_wanted[public]]),
        weights,
        labels=INTENTS,
        decay=DECAY,
    )


def _calibrated(head: Head, logits: "Floats", wanted: "Floats", weights: "Floats") -> Head:
    """The head with each label's scale and threshold folded in, so that 0.5 is where F1 was best on unseen phrases."""
    import numpy as np

    scales, shifts = [], []
    for column in range(len(head.labels)):
        known = ~np.isnan(wanted[:, column])
        truth, scores, mass = wanted[known, column] == 1, logits[known, column], weights[known]
        threshold = _threshold(scores, truth, mass)
        scale = _slope(scores - threshold, truth, mass)
        scales.append(scale)
        shifts.append(-threshold * scale)
    scale_row = np.array(scales, np.float32)
    return Head(head.labels, head.weight * scale_row, head.bias * scale_row + np.array(shifts, np.float32))


def _threshold(scores: "Floats", truth: "np.ndarray[Any, Any]", mass: "Floats") -> float:
    """The middle of the gap below which F1 falls."""
    import numpy as np

    order = np.argsort(-scores)
    hits, misses = np.cumsum((mass * truth)[order]), np.cumsum((mass * ~truth)[order])
    best = int((2 * hits / (hits + misses + (mass * truth).sum())).argmax())
    return float(scores[order][best : best + 2].mean())


def _slope(scores: "Floats", truth: "np.ndarray[Any, Any]", mass: "Floats") -> float:
    """The scale at which the probabilities fit best, with both sides weighing the same (Platt, without the shift)."""
    import numpy as np

    balance = np.where(truth, 0.5 / (mass * truth).sum(), 0.5 / (mass * ~truth).sum()) * mass
    scales = np.geomspace(0.1, STEEPEST, 60)
    signed = np.where(truth, scores, -scores)
    losses = [float((balance * np.logaddexp(0, -scale * signed)).sum()) for scale in scales]
    return float(scales[int(np.argmin(losses))])
