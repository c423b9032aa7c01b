"""Keeps the sense of likeness that the encoder had before it was adapted: a head that says what it would have said.

Teaching intents draws texts of one intent together, however different they are. Whether two answers give the same
advice is a finer question, which the pinned encoder answers well, so a linear head learns its vectors.
"""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.encoder import DIMENSIONS, load_encoder
from app.inference.heads import Head
from app.inference.training.benchmarks import banking, tweet_sentiment
from app.inference.training.desk import Desk
from app.inference.training.fit import SEED
from app.inference.training.measures import auroc, rank_correlation, scores
from app.inference.training.phrases import examples
from app.inference.training.public import dialogues

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

TWEETS = 4000  # that likeness is learnt on, beside our phrases and a bank's questions
TURNS = 6000  # of customers, likewise
ALIKE = 0.68  # from which the signal `advice_repeated` takes two answers for the same
RIDGE = 1e-3  # of the mean square of a feature


def train_similarity(desk: Desk) -> Head:
    """The head (layers * 384 features, 384): ridge regression on the unit vectors of the encoder as it was."""
    import numpy as np

    texts = likeness_texts(desk)
    features = desk.messages("similarity", texts)
    wanted = as_it_was(desk, texts)
    desk.progress("Fitting similarity")
    mean, aim = features.mean(axis=0), wanted.mean(axis=0)
    centred = (features - mean).astype(np.float64)
    gram = centred.T @ centred
    gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram) / len(gram)
    weight = np.linalg.solve(gram, centred.T @ (wanted - aim)).astype(np.float32)
    return Head(tuple(str(place) for place in range(weight.shape[1])), weight, (aim - mean @ weight).astype(np.float32))


def likeness_texts(desk: Desk) -> list[str]:
    return [
        *(each.text for each in examples(desk.phrases)),
        *tweet_sentiment(desk.sources).train.texts[:TWEETS],
        *banking(desk.sources).train.texts[::5],
        *dialogues(desk.sources)[:TURNS],
    ]


def as_it_was(desk: Desk, texts: list[str]) -> "Floats":
    """Unit vectors (texts, 384) of the pinned encoder without the adapter: its last layer's mean token state."""
    before = Desk(load_encoder(), desk.sources, desk.models, desk.cache, desk.progress)
    return _unit(before.messages("as-it-was", texts)[:, -DIMENSIONS:])


def likeness_figures(head: Head, desk: Desk) -> dict[str, float]:
    """How well likeness is kept on texts that were not learnt from, and advice given twice told from other advice."""
    import numpy as np

    texts = list(banking(desk.sources).test.texts)
    before, after = as_it_was(desk, texts), _unit(head.logits(desk.messages("banking77-test", texts)))
    shifted = np.roll(np.arange(len(texts)), 1)  # neighbours in the file ask for the same thing
    order = np.concatenate([shifted, np.random.default_rng(SEED).permutation(len(texts))])
    pairs = np.concatenate([np.arange(len(texts))] * 2), order
    kept = rank_correlation(*((each[pairs[0]] * each[pairs[1]]).sum(axis=1) for each in (before, after)))
    advice = advice_pairs(desk.models)
    sides = [[pair[side] for pair in advice] for side in ("one", "other")]
    same = np.array([bool(pair["same"]) for pair in advice])
    was, now = (
        _alike(sides, lambda each: as_it_was(desk, each)),
        _alike(sides, lambda each: _unit(head.logits(desk.messages("advice", each)))),
    )
    return {
        "rank_correlation_with_the_encoder_as_it_was": round(kept, 3),
        "advice_pairs": float(len(same)),
        "auroc_of_the_same_advice": round(auroc(now, same), 3),
        "auroc_with_the_encoder_as_it_was": round(auroc(was, same), 3),
        **{f"{name}_at_{ALIKE}": each for name, each in scores(now >= ALIKE, same).items()},
    }


def advice_pairs(models: Path) -> list[dict[str, Any]]:
    """Pairs of answers, `one` and `other`, and whether both give the `same` advice."""
    found: list[dict[str, Any]] = tomllib.loads((models / "labels" / "advice_pairs.toml").read_text(encoding="utf-8"))[
        "pair"
    ]
    return found


def _alike(sides: "Sequence[list[str]]", vectors: "Callable[[list[str]], Floats]") -> "Floats":
    one, other = (vectors(each) for each in sides)
    alike: Floats = (one * other).sum(axis=1)
    return alike


def _unit(vectors: "Floats") -> "Floats":
    import numpy as np

    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit
