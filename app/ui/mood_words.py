"""A mood between -1 and 1, in a word and a mark that need no colour."""

from enum import StrEnum

from app.domain.analysis import Analysis, Legibility

NEUTRAL = 0.2  # either side of zero
VERY = -0.6  # from here down nobody would call it merely negative


class Mood(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    VERY_NEGATIVE = "very negative"
    UNREAD = "not read"


UNREADABLE = {
    Legibility.EMPTY: "no words",
    Legibility.FOREIGN: "not English",
    Legibility.FAILED: "failed",
}
SAMPLED = "So long that its start, its end and a sample between were read."


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


def reading_words(analysis: Analysis | None) -> str:
    """A message's mood, or why there is none, and how much of a very long one it rests on."""
    if analysis is None:
        return "not read yet"
    if analysis.legibility in UNREADABLE:
        return f"{Mood.UNREAD}: {UNREADABLE[analysis.legibility]}"
    mood = mood_of(analysis.sentiment)
    return f"{mood}, {min(int(analysis.read_share * 100), 99)} % read" if analysis.read_share < 1 else str(mood)


def reading_tip(analysis: Analysis | None) -> str:
    """The mood with its number, and what it rests on where that is not the whole message."""
    words = mood_words(analysis.sentiment if analysis else None)
    return f"{words}. {SAMPLED}" if analysis and analysis.read_share < 1 else words


def mood_mark(sentiment: float | None) -> str:
    """A character that shows the mood by its shape."""
    return {Mood.POSITIVE: "▲", Mood.NEUTRAL: "●", Mood.UNREAD: "○"}.get(mood_of(sentiment), "▼")


def signed(number: float) -> str:
    """With its sign, and a minus that is one; zero has none."""
    text = f"{number:+.1f}"
    return "0.0" if text in {"+0.0", "-0.0"} else text.replace("-", "\N{MINUS SIGN}")
