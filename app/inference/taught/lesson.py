"""Learns an intent of a team's own from its lesson, and tries it by cross-validation."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.taught import Lesson, same_words
from app.domain.trials import Figures, Misread, Share
from app.inference.heads import Head
from app.inference.taught.calibrated import calibration
from app.inference.taught.logistic import Scale, balanced, logistic, probability
from app.inference.taught.vectors import Phrasebook

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

DECAY = 0.03  # tried on the program's own intents from 12 phrases each: 0.01 to 1
PARTS = 5
REPEATS = 3
SEED = 7
DRAWS = 1000  # of the bootstrap
SHOWN = 20  # everyday phrases in the list of what was misread


@dataclass(frozen=True, slots=True)
class _Book:
    """Texts with what they are. Each has as many rows as there are ways in which it is read, one after the other."""

    texts: tuple[str, ...]
    wanted: "Floats"
    everyday: "Flags"
    ways: int
    rows: "Floats"
    kernel: "Floats"
    scale: Scale


def learn(lesson: Lesson, phrasebook: Phrasebook) -> tuple[Head, Figures]:
    """The reader of one intent, and how well such readers did on phrases that they had not seen.

    For the figures neither the weights nor the threshold that a phrase is read with were found on that phrase. The
    reader itself learns from all; 0.5 is its point of decision.
    """
    import numpy as np

    book = _book(lesson, phrasebook)
    unseen = _unseen(book)
    figures = _figures(book, _likely(book, unseen))
    shift, slope = calibration(unseen.mean(axis=0), book.wanted)
    weight, bias = book.scale.unscaled(book.rows.T @ _fit(book, np.ones(len(book.rows), bool)))
    weights = (weight * slope)[:, None].astype(np.float32)
    return Head((lesson.intent,), weights, np.array([(bias - shift) * slope], np.float32)), figures


def _book(lesson: Lesson, phrasebook: Phrasebook) -> _Book:
    import numpy as np

    own = (*lesson.phrases, *lesson.corrections)
    said = {same_words(each.text) for each in own}
    everyday = [each for each in phrasebook.everyday() if same_words(each) not in said]
    texts = (*(each.text for each in own), *everyday)
    scale, vectors = phrasebook.scale(), phrasebook.read(texts)
    rows = scale.rows(vectors.reshape(-1, vectors.shape[-1]))
    return _Book(
        texts=texts,
        wanted=np.array([float(each.present) for each in own] + [0.0] * len(everyday)),
        everyday=np.arange(len(texts)) >= len(own),
        ways=vectors.shape[1],
        rows=rows,
        kernel=rows @ rows.T,
        scale=scale,
    )


def _fit(book: _Book, seen: "Flags") -> "Floats":
    """The shares of the rows that are `seen`."""
    import numpy as np

    wanted = np.repeat(book.wanted, book.ways)[seen]
    weights = balanced(wanted, np.ones(len(wanted)))
    return logistic(book.kernel[np.ix_(seen, seen)], wanted, weights, decay=DECAY)


def _unseen(book: _Book) -> "Floats":
    """(repeats, texts, ways): the logit of each text by the reader that was trained without it."""
    import numpy as np

    found = np.zeros((REPEATS, len(book.texts), book.ways))
    for repeat, part in _turns(book):
        aside = np.repeat(part, book.ways)
        shares = _fit(book, ~aside)
        found[repeat][part] = (book.kernel[np.ix_(aside, ~aside)] @ shares).reshape(-1, book.ways)
    return found


def _likely(book: _Book, unseen: "Floats") -> "Floats":
    """The probability of each text, by thresholds that were found without it; the mean of all ways and repeats."""
    import numpy as np

    found = np.zeros(len(book.texts))
    for repeat, part in _turns(book):
        shift, slope = calibration(unseen[repeat][~part], book.wanted[~part])
        found[part] += probability((unseen[repeat][part] - shift) * slope).mean(axis=1) / REPEATS
    return found


def _turns(book: _Book) -> "list[tuple[int, Flags]]":
    """Which texts are left out in which turn: a fixed split, with as much of each kind in every part."""
    import numpy as np

    turns = []
    kinds = book.wanted * 2 + book.everyday
    for repeat in range(REPEATS):
        random = np.random.default_rng(SEED + repeat)
        place = np.zeros(len(kinds), int)
        for kind in np.unique(kinds):
            mine = random.permutation(np.flatnonzero(kinds == kind))
            place[mine] = (np.arange(len(mine)) + repeat) % PARTS
        turns += [(repeat, place == part) for part in range(PARTS)]
    return turns


def _figures(book: _Book, likely: "Floats") -> Figures:
    import numpy as np

    fired, truth = likely >= 0.5, book.wanted == 1
    near = ~truth & ~book.everyday
    low, high = _f1_interval(fired, truth, near, book.everyday)
    wrong = [int(each) for each in np.flatnonzero(fired != truth)]
    common = sorted((each for each in wrong if book.everyday[each]), key=lambda each: -likely[each])[:SHOWN]
    return Figures(
        precision=_share(truth, fired),
        recall=_share(fired, truth),
        f1=round(float(_f1(fired, truth)), 3),
        f1_interval=(round(low, 3), round(high, 3)),
        near=_share(fired, near),
        everyday=_share(fired, book.everyday),
        parts=PARTS,
        repeats=REPEATS,
        misread=tuple(
            Misread(book.texts[each], bool(truth[each]), round(float(likely[each]), 3), bool(book.everyday[each]))
            for each in (*(each for each in wrong if not book.everyday[each]), *common)
        ),
    )


def _share(hits: "Flags", of: "Flags") -> Share:
    return Share(int((hits & of).sum()), int(of.sum()))


def _f1(fired: "Flags", truth: "Flags") -> "Floats":
    """Over the last axis."""
    import numpy as np

    hits = (fired & truth).sum(axis=-1)
    found: Floats = 2 * hits / np.maximum(fired.sum(axis=-1) + truth.sum(axis=-1), 1)
    return found


def _f1_interval(fired: "Flags", truth: "Flags", near: "Flags", everyday: "Flags") -> tuple[float, float]:
    """The middle 95 % of what F1 would be with other phrases of the same kinds, as many of each."""
    import numpy as np

    random = np.random.default_rng(SEED)
    kinds = [np.flatnonzero(kind) for kind in (truth, near, everyday) if kind.any()]
    drawn = np.concatenate([random.choice(kind, (DRAWS, len(kind))) for kind in kinds], axis=1)
    low, high = np.percentile(_f1(fired[drawn], truth[drawn]), [2.5, 97.5])
    return float(low), float(high)
