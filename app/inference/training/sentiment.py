"""The recipe of the sentiment head."""

from typing import TYPE_CHECKING, Any

from app.inference.heads import Head
from app.inference.training.desk import Desk
from app.inference.training.fit import fit_one
from app.inference.training.intents import shaped
from app.inference.training.phrases import toned
from app.inference.training.public import tweets

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

TONES = ("negative", "neutral", "positive")
DECAY = 0.003
OWN_WEIGHT = 8.0  # of a support sentence of ours against a tweet
ASIDE = 4000  # tweets that are not learnt from: the temperature is found on them


def train_sentiment(desk: Desk) -> Head:
    """The head, with its temperature folded in."""
    import numpy as np

    public, own = tweets(desk.sources), toned(desk.phrases)
    vectors = shaped(desk.vectors("tweets", [text for text, _ in public]), desk)
    ours = shaped(desk.vectors("toned", [text for text, _ in own]), desk)
    classes = np.array([tone for _, tone in public])
    desk.progress("Sentiment: the fit")
    head = fit_one(
        np.concatenate([vectors[ASIDE:], ours]),
        np.concatenate([classes[ASIDE:], np.array([tone for _, tone in own])]),
        np.concatenate([np.ones(len(public) - ASIDE), np.full(len(own), OWN_WEIGHT)]).astype(np.float32),
        labels=TONES,
        decay=DECAY,
    )
    scale = _temperature(head.logits(vectors[:ASIDE]), classes[:ASIDE])
    return Head(head.labels, head.weight * scale, head.bias * scale)


def _temperature(logits: "Floats", classes: "np.ndarray[Any, Any]") -> "np.float32":
    """The factor at which the probabilities of tweets that were not learnt from fit best."""
    import numpy as np

    def loss(scale: float) -> float:
        scaled = logits * scale
        spread = np.log(np.exp(scaled - scaled.max(axis=1, keepdims=True)).sum(axis=1)) + scaled.max(axis=1)
        return float((spread - scaled[np.arange(len(classes)), classes]).mean())

    scales = np.geomspace(0.2, 5, 80)
    return np.float32(scales[int(np.argmin([loss(float(scale)) for scale in scales]))])
