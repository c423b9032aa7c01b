"""Whether a text is in English, the one language that the models know.

Words that hold sentences together are counted, since they are few, frequent and different in every language; the
script decides where it is not Latin. Short texts that show nothing are taken for English: an order number is no
foreign language.
"""

import re
from collections.abc import Iterable

from app.inference.function_words import ENGLISH, OTHERS

ENOUGH = 2  # telling words of another language before anything is called foreign
LETTERS = 3  # letters of another script below which they are a name or an emoticon

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_ENGLISH = frozenset(ENGLISH.split())
_FOREIGN = {name: frozenset(words.split()) - _ENGLISH for name, words in OTHERS.items()}


def is_english(text: str) -> bool:
    """Whether the text can be read by models that know English only."""
    letters = [char for char in text if char.isalpha()]
    other = sum(1 for char in letters if not _latin(char))
    if other >= LETTERS and other * 2 > len(letters):
        return False
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    english = _count(words, _ENGLISH)
    foreign = max(_count(words, telling) for telling in _FOREIGN.values())
    if len(words) <= 3:
        return not (foreign and not english and foreign * 2 >= len(words))
    if foreign >= ENOUGH and foreign > english:
        return False
    return english > 0 or foreign < ENOUGH or len(words) < 8


def _latin(char: str) -> bool:
    code = ord(char)
    return code < 0x250 or 0x1E00 <= code < 0x1F00 or 0xFF21 <= code <= 0xFF5A or 0x1D400 <= code < 0x1D800


def _count(words: Iterable[str], telling: frozenset[str]) -> int:
    return sum(1 for word in words if word in telling)
