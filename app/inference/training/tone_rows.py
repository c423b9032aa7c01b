"""What sentiment is learnt from: labels of tweets, our own phrases, and what the teacher said of both and of more.

A teacher's probabilities say more of a text than one label does (Hinton et al. 2015, arXiv:1503.02531), and it can be
asked about texts that nobody has labelled.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.inference.heads import softmax
from app.inference.training.benchmarks import Benchmark
from app.inference.training.desk import Desk
from app.inference.training.lessons import balanced, wanted_of
from app.inference.training.phrases import toned
from app.inference.training.public import unlabelled
from app.inference.training.teacher import answers, key

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

OWN = 3  # times that a support sentence of ours is read for a tweet's once
TAUGHT = 0.8  # of what is wanted of a labelled text, the share that the teacher has; the label has the rest


def labelled_rows(benchmark: Benchmark, own: Sequence[tuple[str, int]]) -> "tuple[list[str], Floats]":
    """The benchmark's texts and our own with their tones, and how much of each tone the labels want of each.

    All three tones weigh the same.
    """
    import numpy as np

    texts = [*benchmark.train.texts, *(text for text, _ in own)]
    classes = np.concatenate([benchmark.train.truth, np.array([tone for _, tone in own], np.float32)])
    return texts, wanted_of(classes, balanced(classes, len(benchmark.labels)))


def taught_rows(benchmark: Benchmark, desk: Desk) -> "tuple[list[str], Floats]":
    """The same as the teacher and the labels together want it, and what the teacher alone wants of unlabelled texts."""
    import numpy as np

    labelled, wanted = labelled_rows(benchmark, often(desk))
    said = answers(desk.models)
    more = [text for text in unlabelled(desk.sources) if key(text) in said]
    asked = sum(key(text) in said for text in labelled)
    desk.progress(f"The teacher was asked about {asked:,} of {len(labelled):,} labelled texts")
    unknown = np.full(len(benchmark.labels), np.nan, np.float32)
    told = softmax(np.stack([said.get(key(text), unknown) for text in [*labelled, *more]]))
    both = (1 - TAUGHT) * wanted + TAUGHT * told[: len(wanted)]
    return [*labelled, *more], np.concatenate([np.where(np.isnan(both), wanted, both), told[len(wanted) :]])


def often(desk: Desk) -> list[tuple[str, int]]:
    """Our own sentences with their tones, as often as they are read."""
    return toned(desk.phrases) * OWN
