"""The lessons of the adapter: the public benchmarks and our own phrases, and how much of each."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from app.inference.base import INTENTS, TONES
from app.inference.encoder import Encoder, Window
from app.inference.training.benchmarks import BENCHMARKS, Benchmark
from app.inference.training.contexts import messages
from app.inference.training.desk import Desk, alone, whole
from app.inference.training.fit import SEED
from app.inference.training.lessons import OUTSIDE, Lesson, balanced, evenly, one_of, several
from app.inference.training.phrases import Example, examples, toned, tones
from app.inference.training.public import rows
from app.inference.training.targets import targets
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

PASSES = {"sentiment": 2.0, "goemotions": 1.7, "banking77": 5.0, "clinc150": 3.5}
WEIGHTS = {"sentiment": 1.0, "goemotions": 0.5, "banking77": 0.5, "clinc150": 0.5}
OWN_TONED = 3  # times that a support sentence of ours is read for a tweet's once
OUT_OF_SCOPE = 4  # times that the few queries outside of all classes are read for another's once
TURNS = 3  # messages that each phrase of ours is put into, beside being read alone twice
OWN_WEIGHT = 0.15  # of the sum over some 35 labels


def lessons(desk: Desk) -> list[Lesson]:
    """All that the adapter learns from."""
    fillers = [text for text, tone in toned(desk.phrases) if tone == 1]
    found = [_benchmark(read(desk.sources), desk) for read in BENCHMARKS.values()]
    learnt = [each for each in examples(desk.phrases) if not each.aside]
    found.append(_own("intents", learnt, rows(desk.sources), fillers, INTENTS, desk.encoder))
    shades = [each for each in tones(desk.phrases) if not each.aside]
    found.append(_own("tones", shades, (), fillers, TONES, desk.encoder))
    return found


def benchmark_rows(benchmark: Benchmark, desk: Desk) -> "tuple[list[str], Floats]":
    """What is learnt of a benchmark: its training rows, and of sentiment our own phrases too."""
    import numpy as np

    texts, truth = list(benchmark.train.texts), benchmark.train.truth
    if benchmark.name == "sentiment":
        own = toned(desk.phrases) * OWN_TONED
        texts += [text for text, _ in own]
        truth = np.concatenate([truth, np.array([tone for _, tone in own], np.float32)])
    return texts, truth


def _benchmark(benchmark: Benchmark, desk: Desk) -> Lesson:
    import numpy as np

    texts, truth = benchmark_rows(benchmark, desk)
    order = np.arange(len(texts))
    if truth.ndim == 1:
        order = np.concatenate([order, np.repeat(np.flatnonzero(truth == OUTSIDE), OUT_OF_SCOPE - 1)])
    windows = whole(texts, desk.encoder)
    count = len(benchmark.labels)
    even = evenly(count)
    return Lesson(
        name=benchmark.name,
        windows=[windows[index] for index in order],
        owners=[(int(index),) for index in order],
        targets=truth,
        labels=benchmark.labels,
        loss=several(np.where(truth == 1, 1.0, 0.0))
        if truth.ndim == 2
        else one_of(balanced(truth, count) if benchmark.name == "sentiment" else even),
        passes=PASSES[benchmark.name],
        weight=WEIGHTS[benchmark.name],
    )


def _own(
    name: str,
    own: Sequence[Example],
    public: Sequence[Example],
    fillers: Sequence[str],
    labels: tuple[str, ...],
    encoder: Encoder,
) -> Lesson:
    """Our phrases twice by themselves and `TURNS` times among others, and what public rows teach, once."""
    texts = [each.text for each in own]
    tokens = encoder.tokens([reword(text) for text in [*texts, *fillers]])
    windows: list[Window] = []
    owners: list[tuple[int, ...]] = []
    single = alone([*texts, *(each.text for each in public)], encoder)
    for count in (len(single), len(own)):
        windows += single[:count]
        owners += [(index,) for index in range(count)]
    for turn in range(TURNS):
        random = Random(SEED + turn)  # noqa: S311 - a sample, no secret
        found, owned = messages(tokens, count=len(own), random=random)
        windows += found
        owners += [tuple(each if each < len(own) else OUTSIDE for each in some) for some in owned]
    wanted = targets([*own, *public], labels)
    return Lesson(name, windows, owners, wanted, labels, several(wanted), passes=1.0, weight=OWN_WEIGHT)
