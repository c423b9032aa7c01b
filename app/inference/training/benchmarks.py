"""The public benchmarks, with their own splits: what the adapter learns from and is measured by."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.inference.training.lessons import OUTSIDE
from app.inference.training.public import lines, tweets

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

TONES = ("negative", "neutral", "positive")
ASIDE = 4000  # tweets that are not learnt from: the temperature is found on them


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts and what is true of each: a class, `OUTSIDE` for none of them, or one 1 or 0 a label."""

    texts: Sequence[str]
    truth: "Floats"

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`valid` is for choices such as thresholds; `test` for the figures alone."""

    name: str
    labels: tuple[str, ...]
    train: Rows
    valid: Rows
    test: Rows


def tweet_sentiment(folder: Path) -> Benchmark:
    """Trained on SemEval-2017 less TweetEval's own files; validated and tested by TweetEval's."""
    found = tweets(folder)
    aside, learnt = found[:ASIDE], found[ASIDE:]

    def tweeteval(part: str) -> Rows:
        texts = lines(folder / "tweeteval" / "sentiment" / f"{part}_text.txt")
        return _classes(texts, [int(tone) for tone in lines(folder / "tweeteval" / "sentiment" / f"{part}_labels.txt")])

    learnt_rows = _classes([text for text, _ in learnt], [tone for _, tone in learnt])
    aside_rows = _classes([text for text, _ in aside], [tone for _, tone in aside])
    return Benchmark("sentiment", TONES, learnt_rows, aside_rows, tweeteval("test"))


def goemotions(folder: Path) -> Benchmark:
    """27 emotions and neutral, several at once."""
    base = folder / "goemotions" / "original"
    labels = tuple(line.strip() for line in lines(base / "labels.txt"))
    return Benchmark(
        "goemotions", labels, *(_emotions(base / f"{part}.tsv", labels) for part in ("train", "dev", "test"))
    )


def banking(folder: Path) -> Benchmark:
    """77 intents of a bank's customers; it has no split of its own for choices, and none is made by its figures."""
    labels = tuple(json.loads("\n".join(lines(folder / "banking77" / "categories.json"))))
    places = {label: place for place, label in enumerate(labels)}

    def part(name: str) -> Rows:
        found = list(csv.DictReader(lines(folder / "banking77" / f"{name}.csv")))
        return _classes([row["text"] for row in found], [places[row["category"]] for row in found])

    train = part("train")
    return Benchmark("banking77", labels, train, train, part("test"))


def clinc(folder: Path) -> Benchmark:
    """150 intents, and queries that belong to none of them."""
    document = json.loads("\n".join(lines(folder / "clinc150" / "data_full.json")))
    labels = tuple(sorted({label for _, label in document["train"]}))
    places = {"oos": OUTSIDE} | {label: place for place, label in enumerate(labels)}

    def part(name: str) -> Rows:
        found = [*document[name], *document[f"oos_{name}"]]
        return _classes([text for text, _ in found], [places[label] for _, label in found])

    return Benchmark("clinc150", labels, part("train"), part("val"), part("test"))


def _classes(texts: Sequence[str], classes: Sequence[int]) -> Rows:
    import numpy as np

    return Rows(texts, np.array(classes, np.float32))


def _emotions(file: Path, labels: Sequence[str]) -> Rows:
    import numpy as np

    texts, rows = [], []
    for line in lines(file):
        text, found, _ = line.split("\t")
        texts.append(text)
        rows.append([str(place) in found.split(",") for place in range(len(labels))])
    return Rows(texts, np.array(rows, np.float32))


BENCHMARKS: Mapping[str, Callable[[Path], Benchmark]] = {
    "sentiment": tweet_sentiment,
    "goemotions": goemotions,
    "banking77": banking,
    "clinc150": clinc,
}
"""By name, what reads it from the folder of the public data."""
