"""Sums up how a message is said from how each of its sentences is: emotions, politeness, directness, urgency."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.domain.analysis import Manner
from app.inference.base import EMOTIONS
from app.inference.heads import Head, sigmoid

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

SOON = 0.5  # urgency of what can wait some days, between none and now


def manner(head: Head, vectors: "Floats", lengths: Sequence[int]) -> Manner:
    """Of a message whose sentences have these features (sentences, features) and lengths in tokens.

    An emotion is as strong as in the sentence where it is strongest, but neutral only as far as nothing else is there;
    so is urgency. Politeness and directness are averages over the message, long sentences weighing more.
    """
    import numpy as np

    likely = sigmoid(head.logits(vectors))
    column = {label: likely[:, place] for place, label in enumerate(head.labels)}
    weights = np.asarray(lengths, dtype=np.float32)
    strongest = {name: float(column[name].max()) for name in EMOTIONS if name != "neutral"}
    calm = min(float(column["neutral"].max()), 1 - max(strongest.values()))
    return Manner(
        emotions=MappingProxyType(
            {**{name: round(each, 4) for name, each in strongest.items()}, "neutral": round(calm, 4)}
        ),
        politeness=round(float(np.average(column["polite"] - column["impolite"], weights=weights)), 4),
        directness=round(float(np.average(column["direct"], weights=weights)), 4),
        urgency=round(float(np.maximum(column["urgent"], SOON * column["soon"]).max()), 4),
    )
