"""Makes the weights again from the data, step by step, and measures them.

0. A larger teacher says what it makes of many short texts (`teaching.py`); its answers are kept beside the weights.
1. The adapter learns all benchmarks and our phrases at once, each with a head of its own (`course.py`, `adapter.py`),
   once by labels alone and once by the teacher too (`plan.py`); the mean of the two is kept (`soup.py`).
2. Those heads are fitted once more to the finished adapter, and made believable (`benchmark_heads.py`).
3. The heads of our own phrases, and those for likeness and advice, are fitted on what the adapted encoder says.
4. Manifest and cards are written, and every figure is measured on what nothing was learnt from.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.inference.base import Progress
from app.inference.encoder import encoder_folder, load_encoder
from app.inference.heads import Head, load_head, save_head
from app.inference.training.adapter import Course
from app.inference.training.advice import train_advice
from app.inference.training.benchmark_heads import benchmark_head
from app.inference.training.benchmarks import BENCHMARKS
from app.inference.training.cards import write_cards, write_manifest
from app.inference.training.course import lessons
from app.inference.training.desk import Desk
from app.inference.training.figures import measured
from app.inference.training.lessons import identity
from app.inference.training.phrase_heads import train_intents, train_tones
from app.inference.training.plan import PLANS
from app.inference.training.similarity import train_similarity
from app.inference.training.soup import mean_adapter, mean_head
from app.inference.training.specialists import compared
from app.inference.training.teaching import teach as ask

Figures = Mapping[str, Any]

ADAPTER = "adapter.safetensors"
OF_PHRASES: Mapping[str, Callable[[Desk], Head]] = {
    "intents": train_intents,
    "tones": train_tones,
    "similarity": train_similarity,
    "advice": train_advice,
}
FOLDERS: Mapping[str, str] = {
    "sentiment": "",
    "goemotions": "benchmarks/",
    "banking77": "benchmarks/",
    "clinc150": "benchmarks/",
}
"""The heads that the adapter is taught with, and the folder of the models in which each is kept."""


def teach(
    sources: Path, models: Path, *, teacher: Path | None, progress: Progress, cache: Path | None = None
) -> Figures:
    """Ask the teacher in the folder `teacher` anew; the weights learn from its answers when they are trained next."""
    if teacher is None:
        raise BadInput("Name the folder of the encoder that should teach with --teacher.")
    ask(sources, models, teacher, progress=progress, cache=_kept(cache))
    return {}


def train(sources: Path, models: Path, *, progress: Progress, cache: Path | None = None) -> Figures:
    """Make all weights again and measure them. What an interrupted run had done is found in `cache` and kept."""
    kept = _kept(cache)
    raw = taught_heads(Desk(load_encoder(), sources, models, kept, progress))
    desk = _desk(sources, models, progress, kept)
    for name in FOLDERS:
        save_head(benchmark_head(raw[name], BENCHMARKS[name](sources), desk), models / _file(name))
    for name, recipe in OF_PHRASES.items():
        save_head(recipe(desk), models / f"{name}.safetensors")
    write_manifest(models, [*(f"{each}.safetensors" for each in OF_PHRASES), *map(_file, FOLDERS)])
    return _measure(desk)


def evaluate(sources: Path, models: Path, *, progress: Progress, cache: Path | None = None) -> Figures:
    """Measure the committed weights, and write the figures into their cards."""
    return _measure(_desk(sources, models, progress, _kept(cache)))


def compare(
    sources: Path, models: Path, *, names: Sequence[str] = (), progress: Progress, cache: Path | None = None
) -> Figures:
    """Train a specialist for each benchmark, or for those named, and put its figures beside the committed weights'."""
    if unknown := set(names) - set(FOLDERS):
        raise BadInput(f"There is no benchmark {min(unknown)!r}; there are {', '.join(FOLDERS)}.")
    kept = _kept(cache)
    desk = _desk(sources, models, progress, kept)
    return compared(desk, names or tuple(FOLDERS), {name: _file(name) for name in FOLDERS})


def _kept(cache: Path | None) -> Path:
    """The folder for what an interrupted run had done, made where it is missing; one of ours where none is named."""
    kept = cache or Path(tempfile.gettempdir()) / "warmline-models"
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def taught_heads(desk: Desk) -> dict[str, Head]:
    """The heads that the adapter was taught with; the adapter itself is written to its file."""
    files, heads = [], []
    for plan, taught in [(plan, lessons(desk, plan)) for plan in PLANS]:  # what is missing is missed before the first
        course = Course(encoder_folder() / "model.safetensors", taught, plan)
        kept = desk.cache / f"adapter-{plan.name}-{identity(taught, plan)}"
        course.run(kept.with_suffix(".pt"), desk.progress)
        files.append(kept.with_suffix(".safetensors"))
        heads.append(course.finish(files[-1]))
    mean_adapter(files, desk.models / ADAPTER)
    return {name: mean_head([found[name] for found in heads]) for name in heads[0]}


def _measure(desk: Desk) -> Figures:
    heads = {name: load_head(desk.models / _file(name)) for name in FOLDERS}
    desk.progress("Measuring")
    figures = measured(heads, desk)
    write_cards(desk.models, figures)
    return figures


def _file(name: str) -> str:
    """Where the head of a benchmark is kept, from the folder of the models."""
    return f"{FOLDERS[name]}{name}.safetensors"


def _desk(sources: Path, models: Path, progress: Progress, cache: Path) -> Desk:
    return Desk(load_encoder(models / ADAPTER), sources, models, cache, progress)
