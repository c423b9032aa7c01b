"""Messages a second, against sentence-transformers with the same encoder and the same texts in the same run.

`pytest tests/benchmarks/test_inference.py --benchmark-only` prints the rates; `extra_info` holds the ratio and the
share of the time that the heads take.
"""

import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from app.inference.encoder import Encoder, Window, encoder_folder, load_encoder
from app.inference.heads import features, load_head, sigmoid
from app.inference.minilm import HEADS, load_analyzer
from app.inference.training.contexts import sentence_windows

Floats = np.ndarray[Any, Any]
ROOT = Path(__file__).parents[2]
MESSAGES = 40
ROUNDS = 3
HEADS_SHARE = 0.03  # of the time that reading takes
FASTER = 1.2  # than sentence-transformers at least, on any machine; with bf16 it is about twice

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Messages of the sample workspace, as they are shown."""
    found = [
        said["text"]
        for file in sorted((ROOT / "resources" / "demo").glob("tickets-*.toml"))
        for ticket in tomllib.loads(file.read_text(encoding="utf-8"))["ticket"]
        for said in ticket["message"]
    ]
    return found[:MESSAGES]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_our_encoder_against_sentence_transformers(
    benchmark: BenchmarkFixture, encoder: Encoder, texts: Sequence[str]
) -> None:
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(str(encoder_folder()), device="cpu", local_files_only=True)

    def ours() -> Floats:
        windows = [Window(tuple(each[:254])) for each in encoder.tokens(texts)]
        return np.stack([each.whole[-1] for each in encoder.encode(windows)])

    def theirs() -> Floats:
        return np.asarray(library.encode(list(texts), show_progress_bar=False))

    fast, slow = _fastest(ours, theirs)
    benchmark.extra_info.update(
        precision=encoder.precision,
        messages_per_second=round(len(texts) / fast, 1),
        sentence_transformers_per_second=round(len(texts) / slow, 1),
        ratio=round(slow / fast, 2),
    )
    found = benchmark(ours)
    alike = (found / np.linalg.norm(found, axis=1, keepdims=True) * theirs()).sum(axis=1)
    assert alike.min() > 0.999
    assert slow / fast > FASTER


def test_a_whole_analysis(benchmark: BenchmarkFixture, texts: Sequence[str]) -> None:
    analyzer = load_analyzer(ROOT / "models")
    started = time.perf_counter()
    assert len(analyzer.analyze(texts)) == len(texts)
    benchmark.extra_info["messages_per_second"] = round(len(texts) / (time.perf_counter() - started), 1)
    assert benchmark(lambda: analyzer.analyze(texts[:1]))[0].words


def test_heads_cost_next_to_nothing(benchmark: BenchmarkFixture, encoder: Encoder, texts: Sequence[str]) -> None:
    """All heads of the analyzer, on every sentence and every whole message."""
    heads = [load_head(ROOT / "models" / f"{name}.safetensors") for name in HEADS]
    windows = [window for text in texts for window in sentence_windows(text, encoder)]
    states = np.concatenate([np.concatenate([each.whole[None], each.parts]) for each in encoder.encode(windows)])

    def heads_alone() -> list[Floats]:
        seen = features(states)
        return [sigmoid(head.logits(seen)) for head in heads]

    judging, reading = _fastest(heads_alone, lambda: encoder.encode(windows))
    benchmark.extra_info["share_of_reading"] = round(judging / reading, 5)
    assert len(benchmark(heads_alone)) == len(heads)
    assert judging / reading < HEADS_SHARE


def _fastest(*deeds: Callable[[], object]) -> list[float]:
    """The fastest of a few runs of each, in seconds, taken in turns, so that a busy machine is busy for all."""
    best = [float("inf")] * len(deeds)
    for turn in range(ROUNDS + 1):  # the first one warms up
        for place, deed in enumerate(deeds):
            started = time.perf_counter()
            deed()
            best[place] = min(best[place], time.perf_counter() - started) if turn else best[place]
    return best
