"""The names that a condition may use: one table, which documentation, checks and completion are all made from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from app.domain.conditions import readings_of as of
from app.domain.conditions.seen import Seen
from app.domain.tickets import Priority, Status

Value = float | str | bool | tuple[str, ...]
"""What a name stands for on one ticket; None beside it is "cannot tell"."""


class Kind(StrEnum):
    """What a name holds."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "true or false"
    TEXTS = "list of texts"
    NUMBERS = "list of numbers"


@dataclass(frozen=True, slots=True)
class Term:
    """A name: what it holds, what that means, and how it is found.

    `low` and `high` bound a number where they are known; `choices` are all that a text can be, where that is known.
    `small` is a text, or a list of texts, that is in small letters whatever the helpdesk writes.
    """

    name: str
    kind: Kind
    about: str
    find: Callable[[Seen], Value | None]
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    small: bool = False


_NUMBER, _TEXT, _TRUTH, _TEXTS = Kind.NUMBER, Kind.TEXT, Kind.TRUTH, Kind.TEXTS
_STATUSES, _PRIORITIES = tuple(map(str, Status)), tuple(map(str, Priority))

TERMS: tuple[Term, ...] = (
    Term("subject", _TEXT, "the subject, in small letters", of.subject, small=True),
    Term(
        "said",
        _TEXT,
        "all that the customer wrote, in small letters; of a long conversation the end",
        of.said,
        small=True,
    ),
    Term("tags", _TEXTS, "the helpdesk's tags, in small letters", of.tags, small=True),
    Term("group", _TEXT, "the helpdesk's group or queue that the ticket is in", of.group),
    Term("tier", _NUMBER, "the tier of that group", lambda seen: float(seen.tier), 1, 6),
    Term("status", _TEXT, "where the ticket stands", of.status, choices=_STATUSES, small=True),
    Term("priority", _TEXT, "the helpdesk's priority", of.priority, choices=_PRIORITIES, small=True),
    Term("connection", _TEXT, "the connection that the ticket came through, by its name", of.connection),
    Term("channel", _TEXT, 'the helpdesk\'s field "channel", in small letters', of.channel, small=True),
    Term("score", _NUMBER, "the score, in points; rules that add points cannot ask for it", lambda seen: seen.points),
    Term("account.value", _NUMBER, "US dollars a year", of.account_value),
    Term(
        "account.renewal_days", _NUMBER, "days until the contract renews; below 0 once that has passed", of.renewal_days
    ),
    Term("account.failed_payments", _NUMBER, "payments that failed in the 30 days before", of.failed_payments, 0),
    Term("account.open_tickets", _NUMBER, "other unfinished tickets of the account", of.open_tickets, 0),
    Term("account.plan", _TEXT, "the plan, in small letters", of.plan, small=True),
    Term("account.segment", _TEXT, "the segment, in small letters", of.segment, small=True),
    Term("account.industry", _TEXT, "the industry, in small letters", of.industry, small=True),
    Term("account.health", _NUMBER, "the health score", lambda seen: of.account_number(seen, "health")),
    Term(
        "account.executive_writes",
        _TRUTH,
        "whether a known executive contact of the account wrote",
        of.executive_writes,
    ),
    Term(
        "sentiment.last",
        _NUMBER,
        "of the customer's last message that could be read, -1 to 1",
        of.sentiment_last,
        -1,
        1,
    ),
    Term("sentiment.mean", _NUMBER, "of all the customer's messages, -1 to 1", of.sentiment_mean, -1, 1),
    Term("sentiment.lowest", _NUMBER, "of the unhappiest message, -1 to 1", of.sentiment_lowest, -1, 1),
    Term(
        "sentiment.slope",
        _NUMBER,
        "change per message over at least three; below 0 it falls",
        of.sentiment_slope,
        -2,
        2,
    ),
    Term(
        "manner.politeness",
        _NUMBER,
        "of the customer's last message that could be read, -1 rude to 1 courteous",
        of.politeness,
        -1,
        1,
    ),
    Term(
        "manner.directness",
        _NUMBER,
        "of the customer's last message that could be read, 0 roundabout to 1 blunt",
        of.directness,
        0,
        1,
    ),
    Term("manner.urgency", _NUMBER, "of the customer's most urgent message, 0 none to 1 at once", of.urgency, 0, 1),
    Term("counts.messages", _NUMBER, "messages between customer and agents", of.messages, 0),
    Term("counts.customer_messages", _NUMBER, "messages of the customer", of.customer_messages, 0),
    Term("counts.exchanges", _NUMBER, "how often the customer wrote again after an answer", of.exchanges, 0),
    Term("counts.unanswered", _NUMBER, "messages of the customer since the last answer", of.unanswered, 0),
    Term("counts.moves", _NUMBER, "how often the ticket went from one group to another", of.moves, 0),
    Term("counts.reopenings", _NUMBER, "how often a finished ticket was open again", of.reopenings, 0),
    Term("time.open_days", _NUMBER, "working days since the ticket was created, fractions included", of.open_days, 0),
    Term(
        "time.waiting_hours",
        _NUMBER,
        "working hours that the customer has waited for an answer; 0 if they do not",
        of.waiting_hours,
        0,
    ),
    Term("time.due_hours", _NUMBER, "working hours until the promised time; below 0 once it was missed", of.due_hours),
)

_BY_NAME = {term.name: term for term in TERMS}
SMALL = frozenset(term.name for term in TERMS if term.small)
AS_WRITTEN = frozenset(term.name for term in TERMS if term.kind in {Kind.TEXT, Kind.TEXTS} and not term.small)
SCORE = "score"
SIGNAL, INTENT, EMOTION = "signals.", "intents.", "emotions."


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All names in use here: the table, and a name for each signal, emotion and intent that the models know.

    `removed` are intents of the team's own that it has removed: a rule may still name one, but nothing is known of it.
    """

    signals: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()  # those that come with the program, and the team's own
    emotions: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def terms(self) -> Iterator[Term]:
        """Every name with what it means, in the order of the documentation."""
        yield from TERMS
        yield from (_signal(name) for name in self.signals)
        yield from (_emotion(name) for name in self.emotions)
        yield from (_intent(name) for name in self.intents)

    def term(self, name: str) -> Term | None:
        if name in _BY_NAME:
            return _BY_NAME[name]
        if name.startswith(SIGNAL) and name.removeprefix(SIGNAL) in self.signals:
            return _signal(name.removeprefix(SIGNAL))
        if name.startswith(EMOTION) and name.removeprefix(EMOTION) in self.emotions:
            return _emotion(name.removeprefix(EMOTION))
        if name.startswith(INTENT) and name.removeprefix(INTENT) in (*self.intents, *self.removed):
            return _intent(name.removeprefix(INTENT))
        return None

    def nearest(self, name: str) -> str:
        """The known name that was meant, perhaps; "" where none is near."""
        return nearest(name, (term.name for term in self.terms()))


def nearest(name: str, known: Iterable[str]) -> str:
    """The likeliest of `known` to have been meant by `name`; of dotted names the last part counts by itself, too."""
    every = list(known)
    by_last: dict[str, str] = {}
    for each in every:
        by_last.setdefault(each.rpartition(".")[2], each)
    if name in by_last:
        return by_last[name]
    close = get_close_matches(name, every, n=1, cutoff=0.7)
    last = get_close_matches(name.rpartition(".")[2], by_last, n=1, cutoff=0.75)
    return close[0] if close else by_last[last[0]] if last else ""


def _signal(name: str) -> Term:
    about = f"how strongly the signal {name} reads, 0 to 1"
    return Term(f"{SIGNAL}{name}", Kind.NUMBER, about, lambda seen: of.strength(seen, name), 0, 1)


def _emotion(name: str) -> Term:
    about = f"how sure the models are of {name} in the message of the customer that shows most of it, 0 to 1"
    return Term(f"{EMOTION}{name}", Kind.NUMBER, about, lambda seen: of.emotion(seen, name), 0, 1)


def _intent(name: str) -> Term:
    about = f"how sure the models are that a message of the customer means {name.replace('_', ' ')}, 0 to 1"
    return Term(f"{INTENT}{name}", Kind.NUMBER, about, lambda seen: of.likelihood(seen, name), 0, 1)
