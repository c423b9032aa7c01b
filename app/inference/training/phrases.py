"""Our own example phrases: what each intent sounds like, and what only sounds like it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.inference.base import CRITICAL, INTENTS

GRIEF = frozenset({"complaint", "disappointment"})  # what any phrase may also be, unless its file says a calmer tone
NEVER_PLAIN = frozenset(
    {*CRITICAL, *GRIEF, "outage", "repeated_contact", "executive_involvement", "promise", "apology"}
)
"""What no calm or glad sentence is."""

_ASKING = """
how what when where who why which whose whom can could do does did is are was were will would should may might must has
have had am i'd i'm wonder tell
"""  # first words of questions that go without their mark


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what it is, and what it is not; of the other intents nothing is said."""

    text: str
    present: frozenset[str]
    absent: frozenset[str]
    weight: float = 1.0
    near: str = ""  # the intent that it sounds like and is not


def examples(folder: Path) -> list[Example]:
    """All phrases that are trained on."""
    found: list[Example] = []
    for file in sorted(folder.glob("*.toml")):
        if file.stem != "sentiment":
            found.extend(_of_intent(_document(file)))
    tones = _document(folder / "sentiment.toml")
    calm = [*phrases(tones["neutral"]), *phrases(tones["positive"])]
    return [*found, *(Example(text, *asked(text, absent=NEVER_PLAIN)) for text in calm)]


def held_out(folder: Path) -> dict[str, tuple[list[str], list[str]]]:
    """By intent: phrases that have it, and phrases that only sound like it. Never trained on."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for file in sorted((folder / "heldout").glob("*.toml")):
        document = _document(file)
        found[str(document["intent"])] = (phrases(document["positives"]), phrases(document["near"]))
    return found


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
    return found


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


def _of_intent(document: dict[str, Any]) -> Iterable[Example]:
    intent = str(document["intent"])
    calm = document.get("sentiment", "negative") != "negative" or "side" in document
    unsure = set(document.get("unsure", ())) | (set() if calm and intent not in GRIEF else GRIEF)
    if unknown := (unsure | {intent}) - set(INTENTS):
        raise BadInput(f"The phrases of {intent} name {sorted(unknown)[0]!r}, which is no intent; mend the file.")
    for text in phrases(document["positives"]):
        yield Example(text, *asked(text, present={intent}, absent=set(INTENTS) - unsure))
    for text in phrases(document["near"]):
        absent = {intent, *CRITICAL} if intent in CRITICAL else {intent}
        yield Example(text, *asked(text, absent=absent), near=intent)


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"The phrases in {file} cannot be read: {error}. Mend the file.") from error
