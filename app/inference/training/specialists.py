"""What it costs to learn everything at once: each benchmark against an adapter that learnt it alone, for as long as the
longer of the two courses whose mean is shipped, and with the teacher's answers too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.inference.encoder import encoder_folder, load_encoder
from app.inference.heads import load_head, save_head
from app.inference.training.adapter import Course
from app.inference.training.benchmark_figures import benchmark_figure
from app.inference.training.benchmark_heads import benchmark_head
from app.inference.training.benchmarks import BENCHMARKS
from app.inference.training.course import lessons
from app.inference.training.desk import Desk
from app.inference.training.lessons import identity
from app.inference.training.plan import BY_TEACHER


def compared(desk: Desk, names: Sequence[str], files: Mapping[str, str]) -> dict[str, Any]:
    """By benchmark, its figures with the shipped adapter and with a specialist's.

    `desk` reads with the shipped adapter; `files` says where each shipped head is, from the folder of the models. The
    specialists are kept in the cache and are taken up again where an earlier run was interrupted.
    """
    taught = lessons(desk, BY_TEACHER)
    found: dict[str, Any] = {}
    for name in names:
        alone = [each for each in taught if each.name == name]
        kept = desk.cache / f"specialist-{name}-{identity(alone, BY_TEACHER)}"
        if not kept.with_suffix(".safetensors").exists():
            course = Course(encoder_folder() / "model.safetensors", alone, BY_TEACHER)
            course.run(kept.with_suffix(".pt"), desk.progress)
            raw = course.finish(kept.with_suffix(".adapter.safetensors"))[name]
            save_head(raw, kept.with_suffix(".safetensors"))
        own = Desk(
            load_encoder(kept.with_suffix(".adapter.safetensors")), desk.sources, desk.models, desk.cache, desk.progress
        )
        specialist = benchmark_head(load_head(kept.with_suffix(".safetensors")), BENCHMARKS[name](desk.sources), own)
        found[name] = {
            "together": benchmark_figure(name, load_head(desk.models / files[name]), desk),
            "specialist": benchmark_figure(name, specialist, own),
        }
    return found
