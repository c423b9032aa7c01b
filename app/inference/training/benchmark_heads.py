"""Fits the heads of the benchmarks once more, to the adapter as it has become, and makes what they say believable."""

from app.inference.heads import Head
from app.inference.training.benchmarks import Benchmark
from app.inference.training.course import benchmark_rows
from app.inference.training.desk import Desk
from app.inference.training.fit import fit_one
from app.inference.training.fit_hidden import fit_hidden_one
from app.inference.training.lessons import OUTSIDE
from app.inference.training.temperature import cooled, shifted
from app.inference.training.thresholds import calibrated

DECAY = 4e-3  # of lines; of 5e-4 to 4e-3 the best on CLINC150's validation file
EVENED = frozenset({"sentiment"})  # learnt as if all classes came equally often, which they do not


def benchmark_head(learnt: Head, benchmark: Benchmark, desk: Desk) -> Head:
    """The final head, where `learnt` is the one that the adapter was taught with.

    One that chooses between classes is fitted anew, with less freedom, to labels and teacher on what the finished
    adapter says of the training rows, and with hidden units where some of these are of no class. It is cooled on rows
    set aside where there are any, there also to how often each class comes where that was not learnt. Of one with
    several labels the thresholds are found there.
    """
    if benchmark.train.truth.ndim == 2:
        vectors = desk.messages(f"{benchmark.name}-valid", benchmark.valid.texts)
        return calibrated(learnt, learnt.logits(vectors), benchmark.valid.truth)
    head = _refitted(benchmark, desk)
    if benchmark.valid is benchmark.train:
        return head
    inside = benchmark.valid.truth != OUTSIDE
    vectors = desk.messages(f"{benchmark.name}-valid", benchmark.valid.texts)
    believable = shifted if benchmark.name in EVENED else cooled
    return believable(head, vectors[inside], benchmark.valid.truth[inside])


def _refitted(benchmark: Benchmark, desk: Desk) -> Head:
    texts, wanted = benchmark_rows(benchmark, desk, taught=True)
    desk.progress(f"Fitting {benchmark.name}")
    vectors = desk.messages(f"{benchmark.name}-train", texts)
    if (benchmark.train.truth == OUTSIDE).any():
        return fit_hidden_one(vectors, benchmark.train.truth, labels=benchmark.labels)
    return fit_one(vectors, wanted, labels=benchmark.labels, decay=DECAY)
