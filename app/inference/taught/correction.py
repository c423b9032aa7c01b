"""Mends an intent that came with the program: its own weights, moved as little as the corrections demand."""

from typing import TYPE_CHECKING, Any

from app.domain.taught import Lesson
from app.inference.heads import Head
from app.inference.taught.logistic import Scale, logistic, probability

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

DECAY = 0.1
MARGIN = 2.0  # logits beyond the point of decision, i.e. 0.12 or 0.88: with 1, fewer paraphrases came along
INSIST = 2.0  # how much harder the next attempt pulls
ATTEMPTS = 14
FIRST = 0.05  # weight of a correction beside a phrase that is to stay as it is read: most need far less than one


def corrected(
    shipped: Head, lesson: Lesson, *, examples: "list[tuple[Floats, bool]]", anchors: "Floats", scale: Scale
) -> Head:
    """The reader of the lesson's intent, which reads `examples` as they are corrected and `anchors` as before.

    What is learnt is a difference to the shipped weights, pulled towards none. `examples` are (ways of reading it,
    features) with whether the intent is in it; `anchors` is (texts, features). Corrections are insisted on, harder and
    harder, until each is read as it should be with some margin; the anchors then hold what they can.
    """
    import numpy as np

    column = shipped.labels.index(lesson.intent)
    vectors = np.concatenate([*(ways for ways, _ in examples), anchors])
    before = shipped.logits(vectors)[:, column].astype(np.float64)
    sides = np.concatenate([np.full(len(ways), 1.0 if present else -1.0) for ways, present in examples])
    count = len(sides)
    wanted = probability(before)
    wanted[:count] = sides > 0
    rows = scale.rows(vectors)
    kernel = rows @ rows.T
    weights = np.ones(len(rows))
    weights[:count] = FIRST
    shares: Floats = np.zeros(len(rows))
    for _ in range(ATTEMPTS):
        shares = logistic(kernel, wanted, weights, decay=DECAY, start=before)
        short = sides * (before + kernel @ shares)[:count] < MARGIN
        if not short.any():
            break
        weights[:count][short] *= INSIST
    weight, bias = scale.unscaled(rows.T @ shares)
    return Head(
        (lesson.intent,),
        (shipped.weight[:, column] + weight)[:, None].astype(np.float32),
        np.array([shipped.bias[column] + bias], np.float32),
    )
