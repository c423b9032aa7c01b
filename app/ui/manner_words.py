"""How a message is said, in the few words that are worth a look beside its mood."""

from app.domain.analysis import LIKELY, Manner

URGENT = 0.75  # from here on it cannot wait until tomorrow
RUDE = -0.5  # politeness below which a reader should be prepared
DOUBTFUL = 0.8  # of a sentiment, the doubt from which its number says little

_FEELING = {
    "anger": "angry",
    "frustration": "frustrated",
    "disappointment": "disappointed",
    "confusion": "confused",
    "worry": "worried",
    "gratitude": "thankful",
    "relief": "relieved",
}


def manner_words(manner: Manner | None) -> tuple[str, ...]:
    """The strongest feeling, then urgency and rudeness, each where it is plain; usually none."""
    if manner is None:
        return ()
    feelings = {name: likely for name, likely in manner.emotions.items() if name in _FEELING and likely >= LIKELY}
    words = [_FEELING[max(feelings, key=feelings.__getitem__)]] if feelings else []
    if manner.urgency >= URGENT:
        words.append("urgent")
    if manner.politeness <= RUDE:
        words.append("rude")
    return tuple(words)


def doubt_words(doubt: float | None) -> str:
    """Says so where the sentiment could as well be another; "" where it is clear, or there is none."""
    return "could be read either way" if doubt is not None and doubt >= DOUBTFUL else ""
