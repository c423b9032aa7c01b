"""Every figure of the committed weights, by the card that it belongs to."""

from collections.abc import Mapping
from typing import Any

from app.inference.heads import Head, load_head
from app.inference.minilm import load_analyzer
from app.inference.training.advice import advice_figures
from app.inference.training.benchmark_figures import benchmark_figures
from app.inference.training.desk import Desk
from app.inference.training.phrase_figures import intent_figures, tone_figures
from app.inference.training.similarity import advice_pairs, likeness_figures
from app.inference.training.support_figures import politeness_figures, support_figures


def measured(heads: Mapping[str, Head], desk: Desk) -> dict[str, dict[str, Any]]:
    """By card, then by table. `heads` are those with a benchmark; the others are read from the folder of the models."""
    analyzer = load_analyzer(desk.models, desk.progress)
    found: dict[str, dict[str, Any]] = {name: {name: each} for name, each in benchmark_figures(heads, desk).items()}
    desk.progress("Measuring on support messages")
    found["sentiment"]["sentiment on support messages"] = support_figures(analyzer, desk)
    found["intents"] = {"intents": intent_figures(analyzer, desk)}
    found["tones"] = {
        "emotions and manners": tone_figures(load_head(desk.models / "tones.safetensors"), desk),
        "politeness of requests": politeness_figures(analyzer, desk),
    }
    found["similarity"] = {"similarity": likeness_figures(load_head(desk.models / "similarity.safetensors"), desk)}
    pairs = advice_pairs(desk.models)
    found["advice"] = {"advice": advice_figures(load_head(desk.models / "advice.safetensors"), pairs, desk)}
    return found
