"""The `Trainer` of the shipped models: from lessons to weights, and from weights to a reader that knows them."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.taught import Example, Lesson
from app.domain.trials import Figures
from app.errors import ModelFailed
from app.inference.heads import Head
from app.inference.minilm import MiniLMAnalyzer
from app.inference.taught.correction import corrected
from app.inference.taught.lesson import learn
from app.inference.taught.vectors import Phrasebook

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]

RECIPE = 2  # raised whenever the same lesson would be learnt differently


class MiniLMTrainer:
    """Teaches the reader of messages. Phrases that it has read once it remembers."""

    def __init__(self, analyzer: MiniLMAnalyzer, phrases: Path) -> None:
        self._analyzer = analyzer
        self._folder = phrases
        self._phrasebook: Phrasebook | None = None

    @property
    def base(self) -> str:
        """What weights are learnt on top of."""
        return f"{self._analyzer.revision}.{RECIPE}"

    def learn(self, lesson: Lesson) -> bytes:
        """The weights of one lesson."""
        return _packed(learn(lesson, self._book)[0] if lesson.phrases else self._mended(lesson))

    def try_out(self, lesson: Lesson) -> tuple[bytes, Figures]:
        """The weights of a lesson with phrases, and how well they were learnt."""
        head, figures = learn(lesson, self._book)
        return _packed(head), figures

    def analyzer(self, weights: Sequence[bytes], *, revision: str) -> MiniLMAnalyzer:
        """The reader with these weights in the place of, or beside, those that came with the program."""
        import numpy as np

        shipped = self._analyzer.intents
        columns = {name: (shipped.weight[:, at], shipped.bias[at]) for at, name in enumerate(shipped.labels)}
        for each in weights:
            head = _unpacked(each, features=shipped.weight.shape[0])
            columns[head.labels[0]] = (head.weight[:, 0], head.bias[0])
        intents = Head(
            tuple(columns),
            np.stack([weight for weight, _ in columns.values()], axis=1).astype(np.float32),
            np.array([bias for _, bias in columns.values()], np.float32),
            # What mends an intent is a difference to the linear part, so that these stay as they are.
            hidden=shipped.hidden and shipped.hidden.among(range(len(shipped.labels)), len(columns)),
        )
        return self._analyzer.reading_with(intents, revision=revision)

    @property
    def shipped(self) -> tuple[str, ...]:
        return self._analyzer.intents.labels

    @property
    def _book(self) -> Phrasebook:
        if self._phrasebook is None:
            self._phrasebook = Phrasebook(self._analyzer.encoder, self._folder)
        return self._phrasebook

    def _mended(self, lesson: Lesson) -> Head:
        import numpy as np

        book = self._book
        said = {each.text for each in lesson.corrections}
        own = [each for each in book.shipped(lesson.intent) if each not in said]
        anchors = book.read([*book.everyday(), *own])
        return corrected(
            self._analyzer.intents,
            lesson,
            examples=[(self._ways(each), each.present) for each in lesson.corrections],
            anchors=np.concatenate(list(anchors.transpose(1, 0, 2))),
            scale=book.scale(),
        )

    def _ways(self, example: Example) -> "Floats":
        """The sentence alone, in a made-up message, and in the very message that it was met in."""
        import numpy as np

        ways: Floats = self._book.read([example.text])[0]
        found = self._analyzer.sentences(example.message) if example.text in example.message else None
        if found is None:
            return ways
        places, vectors = found
        met = [at for at, (start, end) in enumerate(places) if example.text in example.message[start:end]]
        return np.concatenate([ways, vectors[met]])


def _packed(head: Head) -> bytes:
    """One label's weights: a line that says what they are, then float32, little-endian, the bias last."""
    import numpy as np

    about = json.dumps({"intent": head.labels[0], "features": head.weight.shape[0]}).encode()
    numbers = np.append(head.weight[:, 0], head.bias).astype("<f4").tobytes()
    return struct.pack("<I", len(about)) + about + numbers


def _unpacked(raw: bytes, *, features: int) -> Head:
    import numpy as np

    try:
        (length,) = struct.unpack_from("<I", raw)
        about = json.loads(raw[4 : 4 + length])
        numbers = np.frombuffer(raw[4 + length :], "<f4")
        fits = about["features"] == features == len(numbers) - 1
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise ModelFailed(f"The weights of an intent of your own cannot be read: {error}. Save it again.") from error
    if not fits:
        raise ModelFailed(f"The weights of {about['intent']} are for other models. Save the intent again.")
    return Head((about["intent"],), numbers[:-1, None], numbers[-1:])
