"""A mood between -1 and 1, in a word and a mark that need no colour."""

from enum import StrEnum

NEUTRAL = 0.2  # either side of zero
VERY = -0.6  # from here down nobody would call it merely negative


class Mood(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    VERY_NEGATIVE = "very negative"
    UNREAD = "not read"


def mood_of(sentiment: float | None) -> Mood:
    if sentiment is None:
        return Mood.UNREAD
    if sentiment >= NEUTRAL:
        return Mood.POSITIVE
    if sentiment > -NEUTRAL:
        return Mood.NEUTRAL
    return Mood.NEGATIVE if sentiment > VERY else Mood.VERY_NEGATIVE


def mood_words(sentiment: float | None) -> str:
    """The mood with its number, such as "positive (+0.4)"."""
    mood = mood_of(sentiment)
    return mood.value if sentiment is None else f"{mood} ({signed(sentiment)})"


def mood_mark(sentiment: float | None) -> str:
    """A character that shows the mood by its shape."""
    return {Mood.POSITIVE: "▲", Mood.NEUTRAL: "●", Mood.UNREAD: "○"}.get(mood_of(sentiment), "▼")


def signed(number: float) -> str:
    """With its sign, and a minus that is one; zero has none."""
    text = f"{number:+.1f}"
    return "0.0" if text in {"+0.0", "-0.0"} else text.replace("-", "\N{MINUS SIGN}")
