"""Whether a text is in English, the one language that the models know.

Two witnesses are heard. CLD2 tells languages by their letters, and takes names, slang and typing errors for foreign
ones; lists of words know what is English, and few other languages. A text is foreign where CLD2 says so and little in
it is known to be English, or where the words alone show it. Names and terms of software speak for no language, and what
shows nothing is taken for English: an order number is no foreign language. `tests/inference/test_language.py` holds the
figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.prose import Range
from app.inference.common_words import COMMON, SHARED, TECHNICAL
from app.inference.function_words import COURTESIES, ENGLISH, OTHERS

ENOUGH = 2  # telling words of another language that show it without CLD2
SHORT = 3  # words up to which a text is too short for shares
LETTERS = 5  # up to which CLD2 guesses
OTHER_SCRIPT = 2  # letters in one word below which they are a sign or an emoticon

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NO_LANGUAGE = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|(?<!\S)[^\s@]{1,100}@[^\s@]{1,100}|#\w{1,100}|&#?\w{1,20};|[\w+/=-]{60,}"
)
_ELONGATED = re.compile(r"(\w)\1{2,}")
_UNHEARD = re.compile("[^\\w\\s'.,!?\u00bf\u00a1-]|[\ud800-\udfff_\\d]")  # CLD2 refuses some of it, and needs none
_SHARED = frozenset(SHARED.split())
_TECHNICAL = frozenset(TECHNICAL.split())
_FUNCTION = frozenset(ENGLISH.split())
_ENGLISH = (frozenset(COMMON.split()) | _FUNCTION) - _SHARED
_OTHERS = tuple(frozenset(words.split()) - _FUNCTION for words in OTHERS.values())
_FOREIGN = frozenset().union(*_OTHERS) - _ENGLISH
_COURTESIES = frozenset(COURTESIES.split())


class _Verdict(Enum):
    ENGLISH = "english"
    FOREIGN = "foreign"
    LIKELY_FOREIGN = "likely foreign"  # too short to be sure: it is what its neighbours are
    NOTHING = "nothing"  # neither


def is_english(text: str) -> bool:
    """Whether the text can be read by models that know English only."""
    return _verdict(text) in {_Verdict.ENGLISH, _Verdict.NOTHING}


def in_english(text: str, sentences: Sequence[Range]) -> tuple[Range, ...]:
    """The sentences of a text that are in English; none where most of it is not, and a word or two prove nothing.

    What tells nothing by itself goes with the greater part of its neighbours.
    """
    verdicts = [_verdict(text[start:end]) for start, end in sentences]
    english, foreign = (
        sum(end - start for (start, end), each in zip(sentences, verdicts, strict=True) if each is wanted)
        for wanted in (_Verdict.ENGLISH, _Verdict.FOREIGN)
    )
    if not english and not foreign:
        whole = " ".join(text[start:end] for start, end in sentences)
        return tuple(sentences) if is_english(whole) else ()
    if foreign > 2 * english:
        return ()
    kept = {_Verdict.ENGLISH} if foreign > english else set(_Verdict) - {_Verdict.FOREIGN}
    return tuple(each for each, verdict in zip(sentences, verdicts, strict=True) if verdict in kept)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text that may speak for a language, lower-case, and how many do."""

    words: tuple[str, ...]
    english: int
    foreign: int
    named: bool  # every word looks like a name


def _verdict(text: str) -> _Verdict:
    plain = _NO_LANGUAGE.sub(" ", text)
    spoken = _WORD.findall(plain)
    if _other_script(spoken):
        return _Verdict.FOREIGN
    found = _told(spoken)
    if not found.words:
        return _Verdict.NOTHING
    alone = max(_count(found.words, each) for each in _OTHERS)
    if alone >= ENOUGH and alone > found.english:
        return _Verdict.FOREIGN
    if len(found.words) <= SHORT:
        return _short(found, plain)
    few = found.english * 2 < len(found.words) and (found.english * 3 < len(found.words) or found.foreign > 0)
    if few and _detected_foreign(plain):
        return _Verdict.FOREIGN
    return _Verdict.ENGLISH if found.english else _Verdict.NOTHING


def _short(found: _Words, plain: str) -> _Verdict:
    if found.english:
        return _Verdict.ENGLISH
    said = found.foreign + _count(found.words, _COURTESIES)
    if said and said * 2 >= len(found.words):
        return _Verdict.FOREIGN
    enough = sum(len(each) for each in found.words) >= LETTERS
    if enough and not found.named and _detected_foreign(plain):
        return _Verdict.LIKELY_FOREIGN
    return _Verdict.NOTHING


def _told(spoken: Sequence[str]) -> _Words:
    """The words that may tell a language. A name within a sentence does not, nor does a single letter."""
    kept = []
    named = len(spoken) > 1
    for place, word in enumerate(spoken):
        name = word[0].isupper() and word[1:].islower()
        named = named and name
        low = _ELONGATED.sub(r"\1", word.lower().replace("\u2019", "'"))
        silent = len(low) < 2 or low in _TECHNICAL or low in _SHARED or (name and place and low not in _ENGLISH)
        if not silent or low in _COURTESIES:
            kept.append(low)
    words = tuple(kept)
    return _Words(words, _count(words, _ENGLISH), _count(words, _FOREIGN), named)


def _other_script(spoken: Iterable[str]) -> bool:
    """Whether most of it is written in letters that are not Latin."""
    latin = other = 0
    for word in spoken:
        strange = sum(1 for char in word if not _latin(char))
        latin += len(word) - strange
        other += strange if strange >= OTHER_SCRIPT else 0
    return other > latin


def _latin(char: str) -> bool:
    """Latin letters, the phonetic ones that look like small capitals, and the ornamental ones among the symbols."""
    code = ord(char)
    return (
        code < 0x2B0
        or 0x1D00 <= code < 0x1DC0
        or 0x1E00 <= code < 0x1F00
        or 0xFF21 <= code <= 0xFF5A
        or 0x1D400 <= code < 0x1D800
    )


def _detected_foreign(plain: str) -> bool:
    import pycld2

    try:
        _, _, found = pycld2.detect(_UNHEARD.sub(" ", plain).encode(), isPlainText=True, bestEffort=True)
    except pycld2.error:
        return False
    return found[0][1] not in {"en", "un"}


def _count(words: Iterable[str], telling: frozenset[str]) -> int:
    return sum(1 for word in words if word in telling)
