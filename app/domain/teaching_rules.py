"""What a team's own intent must look like before it is worth trying: each fault is a sentence beside its field."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from app.domain.taught import IntentDraft, same_words

LEAST = 8  # example phrases: with fewer, a fifth of them left out tells nothing
MOST = 400  # phrases of a kind: beyond, training would take longer than a person waits
LONGEST = 400  # characters of a phrase: a sentence or two, as customers write them
LONGEST_NAME = 40
LONGEST_MEANING = 200
SHOWN = 60  # characters of a phrase in a complaint

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

FIELDS = ("name", "meaning", "positives", "near")


def drafted(name: str, meaning: str, positives: str, near: str) -> IntentDraft:
    """A draft from what was typed, one phrase a line."""
    return IntentDraft(name.strip(), " ".join(meaning.split()), _lines(positives), _lines(near))


def problems(
    draft: IntentDraft,
    *,
    shipped: Collection[str],
    taken: Collection[str] = (),
    is_english: Callable[[str], bool],
) -> dict[str, str]:
    """What is wrong, by field, each as a sentence that says what to do; empty where the draft can be tried.

    `shipped` are the intents that come with the program, `taken` the names of the team's others.
    """
    found = {
        "name": _name(draft.name, shipped, taken),
        "meaning": _meaning(draft.meaning),
        "positives": _few(draft.positives) or _phrases(draft.positives, is_english) or _many(draft.positives),
        "near": _phrases(draft.near, is_english) or _many(draft.near) or _contradiction(draft),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def correction_problem(text: str) -> str:
    """What is wrong with the sentence of a correction; "" where nothing is."""
    return "There are no words to correct." if not _has_words(text) else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _name(name: str, shipped: Collection[str], taken: Collection[str]) -> str:
    if not name:
        return "Give the intent a name, such as refund_after_outage."
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        better = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_0123456789")[:LONGEST_NAME].rstrip("_")
        hint = f" Call it {better}." if better and better not in {*shipped, *taken} else ""
        return f"A name has small letters, digits and single underscores, at most {LONGEST_NAME}.{hint}"
    if name in shipped:
        return f"{name} comes with Warmline. Give yours another name, or correct that one on tickets."
    return f"There is an intent {name} already." if name in taken else ""


def _meaning(meaning: str) -> str:
    if not meaning:
        return "Say in a sentence what the customer means by it."
    return f"Say it in at most {LONGEST_MEANING} characters." if len(meaning) > LONGEST_MEANING else ""


def _few(phrases: Sequence[str]) -> str:
    count = len({same_words(each) for each in phrases})
    return f"At least {LEAST} different phrases are needed; these are {count}." if count < LEAST else ""


def _many(phrases: Sequence[str]) -> str:
    return f"At most {MOST} phrases; these are {len(phrases)}." if len(phrases) > MOST else ""


def _phrases(phrases: Sequence[str], is_english: Callable[[str], bool]) -> str:
    """The first phrase that cannot be learnt from."""
    for each in phrases:
        if len(each) > LONGEST:
            return f"{_quoted(each)} has {len(each):,} characters; a phrase has at most {LONGEST}."
        if not _has_words(each):
            return f"{_quoted(each)} has no words."
        if not is_english(each):
            return f"{_quoted(each)} is not English, the one language that the models know."
    twice = [same for same, count in Counter(map(same_words, phrases)).items() if count > 1]
    return f"{_quoted(twice[0])} is there twice." if twice else ""


def _contradiction(draft: IntentDraft) -> str:
    positives = {same_words(each) for each in draft.positives}
    both = next((each for each in draft.near if same_words(each) in positives), None)
    return f"{_quoted(both)} is in both lists; it can only be in one." if both else ""


def _has_words(text: str) -> bool:
    return sum(char.isalpha() for char in text) > 1


def _quoted(text: str) -> str:
    return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"
