"""Measures the whole analyzer on phrases and e-mails of ours that were never trained on."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from app.domain.analysis import LIKELY
from app.inference.base import CRITICAL, INTENTS, Analyzer
from app.inference.heads import Head, sigmoid
from app.inference.training.desk import Desk
from app.inference.training.fit import SEED
from app.inference.training.measures import calibration_error, scores
from app.inference.training.phrases import HeldOut, examples, held_out, held_out_tones, toned

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

Figures = Mapping[str, Mapping[str, float]]


def intent_figures(analyzer: Analyzer, desk: Desk) -> Figures:
    """By intent, critical ones first: precision, recall and F1 of phrases alone; F1 within messages and of e-mails.

    Of the later phrases, F1 alone is said once more.
    A phrase is said to have an intent where its probability is 0.5 or more; it goes through everything that a
    customer's message goes through. What surrounds it in a message doesn't have the intent itself.
    """
    calm = [text for text, tone in toned(desk.phrases) if tone == 1]
    known = {each.text: each.present for each in examples(desk.phrases)}
    sets = held_out(desk.phrases)
    found: dict[str, dict[str, float]] = {}
    for name in (*CRITICAL, *(each for each in INTENTS if each not in CRITICAL)):
        desk.progress(f"Measuring {name}")
        fillers = [text for text in calm if name not in known.get(text, ())]
        found[name] = _of_intent(analyzer, name, sets[name], fillers)
    return found


def _of_intent(analyzer: Analyzer, name: str, held: HeldOut, fillers: Sequence[str]) -> dict[str, float]:
    import numpy as np

    random = Random(f"{SEED} {name}")  # noqa: S311 - a sample, no secret
    phrases = [*held.all_positives, *held.all_near]
    has = np.array([True] * len(held.all_positives) + [False] * len(held.all_near))
    later = np.isin(phrases, [*held.later_positives, *held.later_near])
    likely = _likely(analyzer, name, phrases)
    among = ["\n".join((random.choice(fillers), text, random.choice(fillers))) for text in phrases]
    figures = {
        **scores(likely >= LIKELY, has),
        "f1_in_message": scores(_likely(analyzer, name, among) >= LIKELY, has)["f1"],
        "expected_calibration_error": round(
            calibration_error(np.maximum(likely, 1 - likely), (likely >= LIKELY) == has), 3
        ),
        "phrases": float(len(phrases)),
    }
    if later.any():
        figures |= {"f1_of_later": scores(likely[later] >= LIKELY, has[later])["f1"], "later": float(later.sum())}
    if held.emails:
        mails = _likely(analyzer, name, [*held.emails, *held.near_emails])
        meant = np.array([True] * len(held.emails) + [False] * len(held.near_emails))
        figures |= {"f1_of_emails": scores(mails >= LIKELY, meant)["f1"], "emails": float(len(meant))}
    return figures


def tone_figures(head: Head, desk: Desk) -> Figures:
    """By emotion and manner: precision, recall, F1 and calibration among the phrases of its own file, read alone."""
    import numpy as np

    rows = held_out_tones(desk.phrases)
    logits = head.logits(desk.sentences("tones-held-out", [each.text for each in rows]))
    found: dict[str, dict[str, float]] = {}
    for column, label in enumerate(head.labels):
        asked = np.array([label in each.present | each.absent for each in rows])
        truth = np.array([label in each.present for each in rows])
        fired, likely = logits[asked, column] >= 0, sigmoid(np.abs(logits[asked, column]))
        found[label] = {
            **scores(fired, truth[asked]),
            "expected_calibration_error": round(calibration_error(likely, fired == truth[asked]), 3),
            "phrases": float(asked.sum()),
        }
    return found


def _likely(analyzer: Analyzer, name: str, texts: Sequence[str]) -> "Floats":
    """The probability of an intent in each text; 0 where it could not be read."""
    import numpy as np

    read = [each.intents.get(name) for each in analyzer.analyze(texts)]
    return np.array([each.probability if each else 0.0 for each in read], np.float32)
