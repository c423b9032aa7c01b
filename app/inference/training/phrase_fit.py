"""Fits a head to a lesson, and reads what was set aside with heads that had not seen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from app.inference.base import Progress
from app.inference.heads import Head
from app.inference.training.fit import fit_many
from app.inference.training.phrase_lesson import Lesson, told
from app.inference.training.public import PUBLIC_WEIGHT

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

DECAY = 0.4  # where some 3,000 phrases are learnt from; of 0.03, 0.1 and 0.4 the best on the phrases set aside
ALIKE = 20  # phrases that follow each other, often alike, and stay in one part


class Fit(Protocol):
    """`fit_many` of some decay, or `fit_hidden`."""

    def __call__(self, vectors: "Floats", targets: "Floats", weights: "Floats", *, labels: tuple[str, ...]) -> Head: ...


LINE = partial(fit_many, decay=DECAY)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Logits of the phrases set aside, by heads that had not seen them, in each of their surroundings."""

    logits: "Floats"
    wanted: "Floats"
    told: "Floats"  # the same, less what is plainly of something else
    daily: "Floats"  # logits of every sentence of everyday messages, by heads that had not seen them


def fitted(
    lesson: Lesson,
    labels: tuple[str, ...],
    *,
    near: float = 1.0,
    fit: Fit = LINE,
    parts: int = 1,
    progress: Progress,
) -> tuple[Head, Unseen]:
    """The head, fitted to all phrases, and what others that lacked them say of the phrases set aside.

    These are read in so many parts, each by a head that has learnt from the others, and so are everyday messages.
    `near` is what a phrase that only sounds like an intent weighs against it; `fit` is what kind of head it is.
    """
    import numpy as np

    part = np.arange(len(lesson.aside)) // ALIKE % parts
    said, calm = [np.zeros((len(turn), len(labels)), np.float32) for turn in lesson.turns], []
    for lacking in range(parts):
        progress(f"Fitting {len(labels)} labels without part {lacking + 1} of {parts} of what is set aside")
        learnt = [each for at, each in enumerate(lesson.daily) if at % parts != lacking]
        tried = _fit(lesson, ~lesson.aside | (part != lacking), learnt, labels, near, fit)
        for logits, turn in zip(said, lesson.turns, strict=True):
            logits[part == lacking] = tried.logits(turn[part == lacking])
        calm.append(_calm(tried, lesson.daily[lacking::parts]))
    progress(f"Fitting {len(labels)} labels")
    ways = len(lesson.turns)
    return _fit(lesson, np.ones(len(lesson.aside), bool), lesson.daily, labels, near, fit), Unseen(
        np.concatenate([logits[lesson.aside] for logits in said]),
        np.concatenate([lesson.wanted[lesson.aside]] * ways),
        np.concatenate([told(lesson)[lesson.aside]] * ways),
        np.concatenate(calm),
    )


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


def _fit(
    lesson: Lesson,
    own: "np.ndarray[Any, Any]",
    daily: "Sequence[tuple[Floats, Floats]]",
    labels: tuple[str, ...],
    near: float,
    fit: Fit,
) -> Head:
    import numpy as np

    alone, *around = (turn[own] for turn in lesson.turns)
    heavy = np.where(lesson.near[own], near, 1.0)
    weights = [heavy, *[heavy / len(around)] * len(around), np.full(lesson.public_wanted.shape, PUBLIC_WEIGHT)]
    weights += [np.full(wanted.shape, near) for _, wanted in daily]
    return fit(
        np.concatenate([alone, *around, lesson.public, *(vectors for vectors, _ in daily)]),
        np.concatenate(
            [*[lesson.wanted[own]] * len(lesson.turns), lesson.public_wanted, *(wanted for _, wanted in daily)]
        ),
        np.concatenate(weights).astype(np.float32),
        labels=labels,
    )
