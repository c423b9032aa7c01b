"""Rewrites what the encoder has no word for: addresses, handles, emoji, entities."""

import re
from html import unescape

ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}|www\.[^\s<>\"]{1,2000}", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w@.])@\w{1,60}")
SPACE = re.compile(r"\s+")
HALF = re.compile("[\ud800-\udfff]")  # halves of broken characters, which no tokenizer takes
LONG = re.compile(r"[\w+/=-]{60,}")  # keys and encoded files: their pieces would crowd out the words

EMOJI = {
    "😀😃😄😁😊🙂☺😇🤗": "happy",
    "😂🤣😆😅": "laughing",
    "😍🥰😘❤💕💖💗💙💚💛💜🧡💓😻": "love",
    "👍👌✅💯": "good",
    "👏🎉🥳🙌🎊": "great",
    "🙏": "please thanks",
    "😎💪🔥⭐✨": "great",
    "😉😜😋": "smiling",
    "😡🤬👿💢": "furious",
    "😠😤": "angry",
    "👎❌": "bad",
    "😢😥😰😓": "sad",
    "😭": "crying",
    "😞😔😟☹🙁😕": "disappointed",
    "😩😫😖😣": "exhausted",
    "🙄😒": "annoyed",
    "😱😨😧": "shocked",
    "🤔": "wondering",
    "🤦🤷": "frustrated",
    "💔": "heartbroken",
    "🤮🤢💩": "disgusting",
    "🖕": "insulting",
}
_WORDS = {ord(each): f" {word} " for group, word in EMOJI.items() for each in group}
_DROPPED = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFE0F, 0xFEFF, *range(0x1F3FB, 0x1F400)))
_TABLE = {**_WORDS, **_DROPPED}


def reword(text: str) -> str:
    """The text as the encoder should see it: one line, with plain words for what it could not read."""
    if "&" in text:
        text = unescape(text)
    text = LONG.sub(" ", HANDLE.sub("@user", ADDRESS.sub("http", text)))
    return SPACE.sub(" ", HALF.sub(" ", text).translate(_TABLE)).strip()
