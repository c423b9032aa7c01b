"""Trains the heads, measures them, and writes manifest and cards."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.inference.base import Progress
from app.inference.encoder import load_encoder
from app.inference.heads import Head, load_head, save_head
from app.inference.minilm import HEADS
from app.inference.training.cards import write_cards, write_manifest
from app.inference.training.desk import Desk
from app.inference.training.figures import intent_figures, sentiment_figures
from app.inference.training.intents import train_intents
from app.inference.training.sentiment import train_sentiment

Figures = Mapping[str, Any]

RECIPES: Mapping[str, Callable[[Desk], Head]] = {"sentiment": train_sentiment, "intents": train_intents}


def train(
    sources: Path, models: Path, *, progress: Progress, cache: Path | None = None, heads: Sequence[str] = HEADS
) -> Figures:
    """Make the heads again and measure all. Resumable: what was read by the encoder is kept in `cache`."""
    desk = _desk(sources, models, progress, cache)
    for name in heads:
        save_head(RECIPES[name](desk), models / f"{name}.safetensors")
    write_manifest(models)
    return _measure(desk)


def evaluate(sources: Path, models: Path, *, progress: Progress, cache: Path | None = None) -> Figures:
    """Measure the committed weights, and write the figures into their cards."""
    return _measure(_desk(sources, models, progress, cache))


def _measure(desk: Desk) -> Figures:
    heads = {name: load_head(desk.models / f"{name}.safetensors") for name in HEADS}
    desk.progress("Measuring")
    figures = {
        "sentiment": sentiment_figures(heads["sentiment"], desk),
        "intents": intent_figures(heads["intents"], desk),
    }
    write_cards(desk.models, figures)
    return figures


def _desk(sources: Path, models: Path, progress: Progress, cache: Path | None) -> Desk:
    kept = cache or Path(tempfile.gettempdir()) / "warmline-models"
    return Desk(encoder=load_encoder(), sources=sources, models=models, cache=kept, progress=progress)
