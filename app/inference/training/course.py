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
from app.inference.training.lessons import OUTSIDE, Lesson, evenly, one_of, several, wanted_of
from app.inference.training.phrases import Example, examples, toned, tones
from app.inference.training.plan import Plan
from app.inference.training.public import rows
from app.inference.training.targets import targets
from app.inference.training.tone_rows import labelled_rows, often, taught_rows
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

WEIGHTS = {"sentiment": 1.0, "goemotions": 0.5, "banking77": 0.5, "clinc150": 0.5}
OUT_OF_SCOPE = 4  # times that the few queries outside of all classes are read for another's once
TURNS = 3  # messages that each phrase of ours is put into, beside being read alone twice
OWN_WEIGHT = 0.15  # of the sum over some 35 labels


def lessons(desk: Desk, plan: Plan) -> list[Lesson]:
    """All that the adapter learns from in one course."""
    fillers = [text for text, tone in toned(desk.phrases) if tone == 1]
    found = [_benchmark(read(desk.sources), desk, plan) for read in BENCHMARKS.values()]
    learnt = [each for each in examples(desk.phrases) if not each.aside]
    found.append(_own("intents", learnt, rows(desk.sources), fillers, INTENTS, desk.encoder, plan.own))
    shades = [each for each in tones(desk.phrases) if not each.aside]
    found.append(_own("tones", shades, (), fillers, TONES, desk.encoder, plan.own))
    return found


def benchmark_rows(benchmark: Benchmark, desk: Desk, *, taught: bool) -> "tuple[list[str], Floats]":
    """What is learnt of a benchmark, `taught` by the teacher too or not: texts, and what is wanted of each label."""
    truth, count = benchmark.train.truth, len(benchmark.labels)
    if benchmark.name == "sentiment":
        return taught_rows(benchmark, desk) if taught else labelled_rows(benchmark, often(desk))
    return list(benchmark.train.texts), truth if truth.ndim == 2 else wanted_of(truth, evenly(count))


def _benchmark(benchmark: Benchmark, desk: Desk, plan: Plan) -> Lesson:
    import numpy as np

    texts, wanted = benchmark_rows(benchmark, desk, taught=plan.taught)
    order = np.arange(len(texts))
    if benchmark.train.truth.ndim == 1:
        order = np.concatenate([order, np.repeat(np.flatnonzero(benchmark.train.truth == OUTSIDE), OUT_OF_SCOPE - 1)])
    windows = whole(texts, desk.encoder)
    return Lesson(
        name=benchmark.name,
        windows=[windows[index] for index in order],
        owners=[(int(index),) for index in order],
        targets=wanted,
        labels=benchmark.labels,
        loss=one_of() if benchmark.train.truth.ndim == 1 else several(wanted),
        passes=plan.passes[benchmark.name],
        weight=WEIGHTS[benchmark.name],
    )


def _own(
    name: str,
    own: Sequence[Example],
    public: Sequence[Example],
    fillers: Sequence[str],
    labels: tuple[str, ...],
    encoder: Encoder,
    passes: float,
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
    return Lesson(name, windows, owners, wanted, labels, several(wanted), passes=passes, weight=OWN_WEIGHT)
