"""Reads messages with MiniLM and our heads: every text in one pass, every answer from the same token states."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.domain.analysis import LIKELY, Analysis, IntentFound, Legibility
from app.domain.prose import Range, prose, sentences
from app.errors import ModelFailed
from app.inference.advised import advice_vector
from app.inference.base import Progress, silent
from app.inference.encoder import SHA256, Encoder, Pooled, check, load_encoder
from app.inference.heads import Head, doubt, features, load_head, sigmoid, tone
from app.inference.language import in_english
from app.inference.manners import manner
from app.inference.promised import promised
from app.inference.sample import sampled
from app.inference.windows import Packed, packed
from app.inference.wording import reword

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

READING = 4  # raised whenever prose, wording, language, windows or this module read the same text differently
GLOOMY = -0.3  # sentiment from which a sentence counts as one that pulled the message down
HEADS = ("sentiment", "intents", "tones", "similarity", "advice")
ADAPTER = "adapter"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text made ready for the encoder."""

    text: str
    legibility: Legibility
    words: int
    ranges: tuple[Range, ...] = ()  # its sentences
    share: float = 1.0  # of it that they are, less where it is monstrous


class MiniLMAnalyzer:
    """The `Analyzer` of the shipped weights."""

    def __init__(self, encoder: Encoder, heads: Mapping[str, Head], *, revision: str) -> None:
        self._encoder = encoder
        self._heads = heads
        self._sentiment = heads["sentiment"]
        self._intents = heads["intents"]
        self._tones = heads["tones"]
        self._similarity = heads["similarity"]
        self._revision = revision

    @property
    def revision(self) -> str:
        return self._revision

    @property
    def precision(self) -> str:
        return self._encoder.precision

    @property
    def encoder(self) -> Encoder:
        return self._encoder

    @property
    def intents(self) -> Head:
        """The head that reads for intents."""
        return self._intents

    def reading_with(self, intents: Head, *, revision: str) -> "MiniLMAnalyzer":
        """The same reader with another head for intents."""
        return MiniLMAnalyzer(self._encoder, {**self._heads, "intents": intents}, revision=revision)

    def sentences(self, text: str) -> "tuple[list[Range], Floats] | None":
        """Every sentence of a text, or piece of one, with its features as `analyze` sees them; None where none is."""
        draft = _draft(text)
        layout = packed(self._encoder.tokens([reword(text[start:end]) for start, end in draft.ranges]))
        return _units(draft, layout, self._encoder.encode(layout.windows)) if layout.windows else None

    def analyze(self, texts: Sequence[str]) -> list[Analysis]:
        """One analysis a text. A sentence's own token states, in the light of the whole message, are its vector."""
        drafts = [_draft(text) for text in texts]
        tokens = self._encoder.tokens([reword(each.text[start:end]) for each in drafts for start, end in each.ranges])
        starts = [0, *accumulate(len(each.ranges) for each in drafts)]
        layouts = [packed(tokens[start:end]) for start, end in pairwise(starts)]
        pooled = self._encoder.encode([window for layout in layouts for window in layout.windows])
        found = []
        begin = 0
        for draft, layout in zip(drafts, layouts, strict=True):
            end = begin + len(layout.windows)
            found.append(self._read(draft, layout, pooled[begin:end]))
            begin = end
        return found

    def _read(self, draft: _Draft, layout: Packed, pooled: Sequence[Pooled]) -> Analysis:
        import numpy as np

        identity = hashlib.sha256(draft.text.encode("utf-8", "surrogatepass")).hexdigest()
        if draft.legibility is not Legibility.READ or not pooled:
            unread = Legibility.EMPTY if draft.legibility is Legibility.READ else draft.legibility
            return Analysis(identity, self._revision, unread, draft.words)
        lengths = np.array([len(window.tokens) + 2 for window in layout.windows], dtype=np.float32)
        whole = np.average([each.whole for each in pooled], axis=0, weights=lengths)
        places, vectors = _units(draft, layout, pooled)
        message = features(whole)
        mood = self._sentiment.logits(message)
        likely = sigmoid(self._intents.logits(vectors))
        intents = self._found(places, likely)
        advice = advice_vector(self._heads["advice"], vectors, likely[:, self._intents.labels.index("advice")])
        return Analysis(
            text_hash=identity,
            model_revision=self._revision,
            legibility=Legibility.READ,
            words=draft.words,
            sentiment=round(float(tone(mood)), 4),
            sentiment_doubt=round(float(doubt(mood)), 4),
            sentiment_spans=_gloomy(places, tone(self._sentiment.logits(vectors))),
            intents=intents,
            manner=manner(self._tones, vectors, [end - start for each in layout.windows for start, end in each.parts]),
            embedding=_unit(self._similarity.logits(message)).astype("<f4").tobytes(),
            promised=promised(draft.text, intents),
            advice=b"" if advice is None else advice.astype("<f4").tobytes(),
            read_share=round(draft.share * layout.share, 4),
        )

    def _found(self, places: Sequence[Range], likely: "Floats") -> Mapping[str, IntentFound]:
        """Every intent with the probability of the likeliest sentence, and all sentences in which it is likely."""
        found = {}
        for column, name in enumerate(self._intents.labels):
            scores = likely[:, column]
            spans = tuple(dict.fromkeys(place for place, score in zip(places, scores, strict=True) if score >= LIKELY))
            found[name] = IntentFound(round(float(scores.max()), 4), spans)
        return MappingProxyType(found)


def load_analyzer(models: Path, progress: Progress = silent) -> MiniLMAnalyzer:
    """The analyzer from a folder with a manifest. Raises `ModelFailed` where a file is missing, altered or unusable."""
    progress("Checking the language models")
    entries = _manifest(models)
    for each in entries.values():
        check(models / each["file"], each["sha256"])
    heads = {name: load_head(models / entries[name]["file"]) for name in HEADS}
    progress("Loading the language models")
    encoder = load_encoder(models / entries[ADAPTER]["file"])
    seen = [SHA256, *(each["sha256"] for each in entries.values()), str(READING)]
    revision = hashlib.sha256(" ".join(seen).encode()).hexdigest()[:16]
    progress(f"Language models ready ({encoder.precision})")
    return MiniLMAnalyzer(encoder, heads, revision=f"minilm-{revision}")


def _manifest(models: Path) -> dict[str, Any]:
    file = models / "manifest.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        entries = {entry["name"]: entry for entry in (document[ADAPTER], *document["head"])}
        needed = (ADAPTER, *HEADS)
        return {name: {"file": str(entries[name]["file"]), "sha256": str(entries[name]["sha256"])} for name in needed}
    except OSError as error:
        raise ModelFailed(
            f"The list of models {file} cannot be read: {error.strerror}. Install Warmline again."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFailed(f"The list of models {file} cannot be used: {error!r}. Install Warmline again.") from error


def _draft(text: str) -> _Draft:
    """The text's sentences that can be read, and why nothing can where there are none."""
    own = prose(text)
    ranges, share = sampled(sentences(text, own.spans))
    words = sum(len(text[start:end].split()) for start, end in own.spans)
    if not ranges:
        return _Draft(text, Legibility.EMPTY, words)
    readable = in_english(text, ranges)
    return _Draft(text, Legibility.READ if readable else Legibility.FOREIGN, words, readable, share)


def _units(draft: _Draft, layout: Packed, pooled: Sequence[Pooled]) -> "tuple[list[Range], Floats]":
    """The features of every sentence, or piece of one, with the ranges of the text that they stand for."""
    import numpy as np

    places: list[Range] = []
    vectors = []
    for owners, each in zip(layout.owners, pooled, strict=True):
        for index, owner in enumerate(owners):
            places.append(draft.ranges[owner])
            vectors.append(each.parts[index])
    return places, features(np.stack(vectors))


def _unit(vector: "Floats") -> "Floats":
    import numpy as np

    unit: Floats = vector / np.maximum(np.linalg.norm(vector), 1e-9)
    return unit


def _gloomy(places: Sequence[Range], moods: "Floats") -> tuple[Range, ...]:
    return tuple(dict.fromkeys(place for place, mood in zip(places, moods, strict=True) if mood <= GLOOMY))
