"""Our own example phrases: what each intent sounds like, and what only sounds like it."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.inference.base import AGENT, CRITICAL, EMOTIONS, INTENTS

GRIEF = frozenset({"complaint", "disappointment"})  # what any phrase may also be, unless its file says a calmer tone
NEVER_PLAIN = frozenset(
    {*CRITICAL, *GRIEF, "outage", "repeated_contact", "executive_involvement", "promise", "apology"}
)
"""What no calm or glad sentence is."""

ALARM = frozenset({*CRITICAL, "billing_dispute"}) - {"disappointment", "fix_did_not_work"}
"""What no sentence of an everyday message is, unless its file says other."""

_ASKING = """
how what when where who why which whose whom can could do does did is are was were will would should may might must has
have had am i'd i'm wonder tell
"""  # first words of questions that go without their mark


SHADES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "emotions": {name: (name,) for name in EMOTIONS},
    "politeness": {"polite": ("polite",), "impolite": ("impolite",), "plain": ()},
    "directness": {"direct": ("direct",), "indirect": ()},
    "urgency": {"urgent": ("urgent",), "soon": ("soon",), "calm": ()},
}
"""The files of tones, the kinds of phrases in each, and the labels that such a phrase has."""

OF_EMOTION = {
    "anger": "negative",
    "frustration": "negative",
    "disappointment": "negative",
    "worry": "negative",
    "neutral": "neutral",
    "gratitude": "positive",
    "relief": "positive",
}
"""The tone of a phrase that has an emotion; confusion may be of any."""

ASIDE = 51  # of 256: a fifth of the phrases


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what it is, and what it is not; of the other intents nothing is said."""

    text: str
    present: frozenset[str]
    absent: frozenset[str]
    weight: float = 1.0
    near: str = ""  # the intent that it sounds like and is not

    @property
    def aside(self) -> bool:
        """Whether the adapter must not see it, so that thresholds can be found on what it has not seen."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).digest()[0] < ASIDE


def examples(folder: Path) -> list[Example]:
    """All phrases that are trained on."""
    found: list[Example] = []
    for file in sorted(folder.glob("*.toml")):
        if file.stem != "sentiment":
            found.extend(_of_intent(_document(file)))
    tones = _document(folder / "sentiment.toml")
    calm = [*phrases(tones["neutral"]), *phrases(tones["positive"])]
    return [*found, *(Example(text, *asked(text, absent=NEVER_PLAIN)) for text in calm)]


def further(folder: Path) -> list[Example]:
    """Phrases that heads learn from and the adapter never does, so that all of them can tell where a head decides.

    A file adds to the one of the same name, which says what is present and absent in them. Under `instead` it names
    phrases that sound like its intent and are another one.
    """
    return [
        each
        for file in sorted((folder / "further").glob("*.toml"))
        for each in _of_intent({**_document(folder / file.name), **_document(file)})
    ]


def everyday(folder: Path) -> list[Example]:
    """Whole messages, of several sentences, with what none of these is."""
    found: list[Example] = []
    for file in sorted((folder / "everyday").glob("*.toml")):
        document = _document(file)
        absent = frozenset(document.get("absent", ALARM))
        found.extend(Example(text, frozenset(), absent) for text in emails(document["messages"]))
    return found


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Phrases and whole e-mails that have an intent, and such as only sound like it. Never trained on.

    The `later` phrases were written once the choices that the others had been in sight of were made.
    """

    positives: tuple[str, ...]
    near: tuple[str, ...]
    emails: tuple[str, ...] = ()
    near_emails: tuple[str, ...] = ()
    later_positives: tuple[str, ...] = ()
    later_near: tuple[str, ...] = ()

    @property
    def all_positives(self) -> tuple[str, ...]:
        return (*self.positives, *self.later_positives)

    @property
    def all_near(self) -> tuple[str, ...]:
        return (*self.near, *self.later_near)


def held_out(folder: Path) -> dict[str, HeldOut]:
    """What was kept back to measure each intent with."""
    found: dict[str, HeldOut] = {}
    for file in sorted((folder / "heldout").glob("*.toml")):
        document = _document(file)
        found[str(document["intent"])] = HeldOut(
            tuple(phrases(document["positives"])),
            tuple(phrases(document["near"])),
            emails(document.get("emails", "")),
            emails(document.get("near_emails", "")),
            tuple(phrases(document.get("later_positives", ""))),
            tuple(phrases(document.get("later_near", ""))),
        )
    return found


def held_out_tones(folder: Path) -> list[Example]:
    """What was kept back to measure emotions and manners with."""
    return list(_shades(folder / "heldout_tones"))


def toned(folder: Path) -> list[tuple[str, int]]:
    """Support sentences with their tone: 0 negative, 1 neutral, 2 positive."""
    codes = {"negative": 0, "neutral": 1, "positive": 2}
    found: list[tuple[str, int]] = []
    for file in sorted(folder.glob("*.toml")):
        document = _document(file)
        for name, code in codes.items():
            found.extend((text, code) for text in phrases(document.get(name, "")))
        if tone := document.get("sentiment"):
            found.extend((text, codes[tone]) for text in phrases(document["positives"]))
    emotions = _document(folder / "tones" / "emotions.toml")
    for emotion, tone in OF_EMOTION.items():
        found.extend((text, codes[tone]) for text in phrases(emotions[emotion]))
    return found


def tones(folder: Path) -> list[Example]:
    """Phrases that teach emotions and manners; of what a file is not about, nothing is known."""
    return list(_shades(folder / "tones"))


def asked(
    text: str, *, present: Iterable[str] = (), absent: Iterable[str] = ()
) -> tuple[frozenset[str], frozenset[str]]:
    """What is present and absent, completed by whether the text is a question, where that can be told."""
    has, lacks = set(present), set(absent) - {"question"}
    first = text.lower().split(maxsplit=1)[0]
    if "?" in text:
        has.add("question")
    elif "question" not in has and first not in _ASKING.split():
        lacks.add("question")
    return frozenset(has), frozenset(lacks - has)


def phrases(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines() if line.strip()]


def emails(text: str) -> tuple[str, ...]:
    """Whole e-mails, with a line of three dashes between each and the next."""
    return tuple(each.strip() for each in text.split("\n---\n") if each.strip())


def _shades(folder: Path) -> Iterable[Example]:
    for name, kinds in SHADES.items():
        document = _document(folder / f"{name}.toml")
        known = frozenset(label for labels in kinds.values() for label in labels)
        for kind, labels in kinds.items():
            present = frozenset(labels)
            yield from (Example(text, present, known - present) for text in phrases(document[kind]))


def _of_intent(document: dict[str, Any]) -> Iterable[Example]:
    intent = str(document["intent"])
    calm = document.get("sentiment", "negative") != "negative" or "side" in document
    unsure = set(document.get("unsure", ())) | (set() if calm and intent not in GRIEF else GRIEF)
    instead: Mapping[str, str] = document.get("instead", {})
    if unknown := (unsure | {intent, *instead}) - set(INTENTS):
        raise BadInput(f"The phrases of {intent} name {sorted(unknown)[0]!r}, which is no intent; mend the file.")
    # What an agent says may well be about any of the customer's topics.
    told = {*NEVER_PLAIN, *AGENT} if document.get("side") == "agent" else set(INTENTS)
    for text in phrases(document["positives"]):
        yield Example(text, *asked(text, present={intent}, absent=told - unsure))
    for text in phrases(document["near"]):
        absent = {intent, *CRITICAL} if intent in CRITICAL else {intent}
        yield Example(text, *asked(text, absent=absent), near=intent)
    for other, lines in instead.items():
        yield from (
            Example(text, *asked(text, present={other}, absent={intent}), near=intent) for text in phrases(lines)
        )


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"The phrases in {file} cannot be read: {error}. Mend the file.") from error
