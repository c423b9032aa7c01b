"""How the customer's mood has gone: where it began, where it was lowest, where it is now."""

from collections.abc import Iterator

from app.domain.brief import Item, Quote, Section, Slot
from app.domain.briefing.sentences import Conversation, quote
from app.domain.briefing.wording import GREETING
from app.domain.snapshot import Read

STEADY = 0.2  # a difference below it is none
GLAD = frozenset({"gratitude", "relief"})
FEELING = 0.5  # the probability from which an emotion is named


def mood(told: Conversation) -> Section:
    """Numbers in -1..1 as the models gave them, each with the words that pulled it down, or the first ones."""
    felt = [(read.analysis.sentiment, read) for read in told.snapshot.customer if read.analysis is not None]
    known = [(sentiment, read) for sentiment, read in felt if sentiment is not None]
    if not known:
        unread = any(read.analysis is None for read in told.snapshot.customer)
        why = "the messages have not been read yet" if unread else "the models cannot tell"
        return Section(Slot.SENTIMENT, missing=why)
    named: dict[str, tuple[float, Read, list[str]]] = {}
    lowest = min(known, key=lambda each: each[0])
    for word, (sentiment, read) in (("first", known[0]), ("lowest", lowest), ("latest", known[-1])):
        named.setdefault(read.message.id, (sentiment, read, []))[2].append(word)
    if len(known) == 1:
        named = {each: (sentiment, read, ["the only message"]) for each, (sentiment, read, _) in named.items()}
    items = tuple(
        Item(f"{' and '.join(words)}, {signed(sentiment)}{_feeling(read, sentiment)}", each.text, (each,))
        for sentiment, read, words in named.values()
        for each in _telling(read, told)
    )
    if not items:
        return Section(Slot.SENTIMENT, missing="the models cannot tell")
    return Section(Slot.SENTIMENT, items, note=_course([sentiment for sentiment, _ in known]))


def signed(number: float) -> str:
    """With its sign, and a minus that is one."""
    text = f"{number:+.1f}"
    return "0.0" if text in {"+0.0", "-0.0"} else text.replace("-", "\N{MINUS SIGN}")


def _course(series: list[float]) -> str:
    if len(series) == 1:
        return ""
    change = series[-1] - series[0]
    way = "steady" if abs(change) < STEADY else "rising" if change > 0 else "falling"
    return f"{way}, from {signed(series[0])} to {signed(series[-1])} over {len(series)} messages"


def _telling(read: Read, told: Conversation) -> Iterator[Quote]:
    """The sentence that pulled the mood down, else the first of the message that tells something, if there is one."""
    spans = read.analysis.sentiment_spans if read.analysis else ()
    spoken = [each for each in told.customers if each.read is read]
    telling = [each for each in spoken if not GREETING.match(each.text) and len(each.text.split()) > 1] or spoken
    heavy = [each for each in telling if any(start < each.end and each.start < end for start, end in spans)]
    for each in (heavy or telling)[:1]:
        yield quote(each, told.snapshot.ticket)


def _feeling(read: Read, sentiment: float) -> str:
    """The strongest emotion that agrees with the number."""
    manner = read.analysis.manner if read.analysis else None
    if manner is None or abs(sentiment) < STEADY:
        return ""
    fitting = [name for name in manner.emotions if name != "neutral" and (name in GLAD) == (sentiment > 0)]
    strongest = max(fitting, key=manner.emotions.__getitem__, default="")
    return f", {strongest}" if strongest and manner.emotions[strongest] >= FEELING else ""
