"""What a head of phrases learns from, as arrays: features, what is wanted of each row, and what sounds alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything a head learns from; `turns` are the same phrases in different surroundings, alone first."""

    turns: "tuple[Floats, ...]"
    wanted: "Floats"
    near: "np.ndarray[Any, Any]"  # (phrases, labels): what only sounds like it
    aside: "np.ndarray[Any, Any]"  # phrases that the adapter has not seen, nor the fit that tells where to decide
    public: "Floats"
    public_wanted: "Floats"
    daily: "tuple[tuple[Floats, Floats], ...]" = ()  # the sentences of each everyday message, and what they are not


def joined(lesson: Lesson, more: Lesson) -> Lesson:
    """Both together, with the public rows of the first."""
    import numpy as np

    return replace(
        lesson,
        turns=tuple(np.concatenate(pair) for pair in zip(lesson.turns, more.turns, strict=True)),
        wanted=np.concatenate([lesson.wanted, more.wanted]),
        near=np.concatenate([lesson.near, more.near]),
        aside=np.concatenate([lesson.aside, more.aside]),
    )


def of_labels(lesson: Lesson, columns: Sequence[int]) -> Lesson:
    """The lesson of these labels only."""
    return replace(
        lesson,
        wanted=lesson.wanted[:, columns],
        near=lesson.near[:, columns],
        public_wanted=lesson.public_wanted[:, columns],
        daily=tuple((vectors, wanted[:, columns]) for vectors, wanted in lesson.daily),
    )


def told(lesson: Lesson) -> "Floats":
    """What is wanted, less the phrases that are plainly of something else, where a label has any that sound like it."""
    import numpy as np

    kept = (lesson.wanted == 1) | lesson.near | ~lesson.near.any(axis=0)
    return np.where(kept, lesson.wanted, np.float32(np.nan))
