"""How each name of the vocabulary is found in a snapshot; None where that cannot be told."""

from datetime import date, datetime, timedelta

from app.domain.analysis import LIKELY, Legibility, Manner
from app.domain.conditions.seen import Seen
from app.domain.people import LARGEST_FACT
from app.domain.snapshot import STATUSES, Snapshot
from app.domain.tickets import EventKind, Role, Visibility

HOUR = timedelta(hours=1)
MONTH = timedelta(days=30)  # in which failed payments count
MOST_SAID = 50_000  # characters of the customer's words that a condition looks through
TREND = 3  # messages, below which a slope means nothing


def subject(seen: Seen) -> str:
    return _plain(seen.ticket.subject)


def said(seen: Seen) -> str | None:
    texts = [read.message.text for read in seen.snapshot.customer]
    return _plain("\n".join(texts)[-MOST_SAID:]) if texts else None


def tags(seen: Seen) -> tuple[str, ...]:
    return tuple(_plain(tag.strip()) for tag in seen.ticket.tags)


def group(seen: Seen) -> str | None:
    return seen.ticket.group or None


def status(seen: Seen) -> str:
    return str(seen.ticket.status)


def priority(seen: Seen) -> str:
    return str(seen.ticket.priority)


def connection(seen: Seen) -> str:
    return str(seen.ticket.connection)


def channel(seen: Seen) -> str | None:
    named = {name.strip().casefold(): value for name, value in seen.ticket.fields.items()}
    return _plain(named["channel"]) if named.get("channel") else None


def strength(seen: Seen, signal: str) -> float | None:
    """0 where the signal had all that it reads, and found nothing."""
    reading = seen.readings.get(signal)
    if reading is not None:
        return reading.strength
    return 0.0 if signal in seen.could_tell() else None


def likelihood(seen: Seen, intent: str) -> float | None:
    """What is likely in one message stands; that it is in none of them is only known once all are read."""
    found, unread = 0.0, not seen.snapshot.customer
    for read in seen.snapshot.customer:
        analysis = read.analysis
        if analysis is not None and intent in analysis.intents:
            found = max(found, analysis.intents[intent].probability)
        elif analysis is None or analysis.legibility is not Legibility.EMPTY:
            unread = True
    return found if found >= LIKELY or not unread else None


def emotion(seen: Seen, name: str) -> float | None:
    return max((each.emotions[name] for each in _manners(seen.snapshot) if name in each.emotions), default=None)


def politeness(seen: Seen) -> float | None:
    manners = _manners(seen.snapshot)
    return manners[-1].politeness if manners else None


def directness(seen: Seen) -> float | None:
    manners = _manners(seen.snapshot)
    return manners[-1].directness if manners else None


def urgency(seen: Seen) -> float | None:
    return max((each.urgency for each in _manners(seen.snapshot)), default=None)


def account_number(seen: Seen, name: str) -> float | None:
    fact = seen.snapshot.account.latest(name) if seen.snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    return (
        float(fact.value) if abs(fact.value) < LARGEST_FACT else None
    )  # and no infinity, and nothing that is no number


def account_value(seen: Seen) -> float | None:
    return account_number(seen, "value")


def account_text(seen: Seen, name: str) -> str | None:
    fact = seen.snapshot.account.latest(name) if seen.snapshot.account else None
    return _plain(fact.value) if fact is not None and isinstance(fact.value, str) and fact.value else None


def plan(seen: Seen) -> str | None:
    return account_text(seen, "plan")


def segment(seen: Seen) -> str | None:
    return account_text(seen, "segment")


def industry(seen: Seen) -> str | None:
    return account_text(seen, "industry")


def renewal_days(seen: Seen) -> float | None:
    fact = seen.snapshot.account.latest("renewal") if seen.snapshot.account else None
    if fact is None or not isinstance(fact.value, date):
        return None
    day = fact.value.date() if isinstance(fact.value, datetime) else fact.value
    return float((day - seen.snapshot.as_of.date()).days)


def failed_payments(seen: Seen) -> float | None:
    if seen.snapshot.account is None:
        return None
    since = seen.snapshot.as_of - MONTH
    return float(sum(fact.as_of > since for fact in seen.snapshot.account.all("failed payment")))


def open_tickets(seen: Seen) -> float | None:
    return float(len(seen.snapshot.siblings)) if seen.snapshot.account is not None else None


def executive_writes(seen: Seen) -> bool | None:
    facts = seen.snapshot.account.all("contact") if seen.snapshot.account else ()
    contacts = {_name(str(fact.value).partition(",")[0]) for fact in facts} - {""}
    authors = {_name(read.message.author or seen.ticket.requester.name) for read in seen.snapshot.customer}
    return bool(contacts & authors) if contacts and authors else None


def sentiment_last(seen: Seen) -> float | None:
    felt = _felt(seen.snapshot)
    return felt[-1] if felt else None


def sentiment_mean(seen: Seen) -> float | None:
    felt = _felt(seen.snapshot)
    return sum(felt) / len(felt) if felt else None


def sentiment_lowest(seen: Seen) -> float | None:
    return min(_felt(seen.snapshot), default=None)


def sentiment_slope(seen: Seen) -> float | None:
    """The slope of the straight line that fits best, per message."""
    felt = _felt(seen.snapshot)
    if len(felt) < TREND:
        return None
    middle, mean = (len(felt) - 1) / 2, sum(felt) / len(felt)
    spread = sum((place - middle) ** 2 for place in range(len(felt)))
    return sum((place - middle) * (each - mean) for place, each in enumerate(felt)) / spread


def messages(seen: Seen) -> float:
    return float(len(seen.snapshot.customer) + len(seen.snapshot.agent))


def customer_messages(seen: Seen) -> float:
    return float(len(seen.snapshot.customer))


def exchanges(seen: Seen) -> float:
    count, answered = 0, False
    for read in seen.snapshot.thread:
        if read.message.role is Role.CUSTOMER:
            count, answered = count + answered, False
        elif read.message.role is Role.AGENT and read.message.visibility is Visibility.PUBLIC:
            answered = True
    return float(count)


def unanswered(seen: Seen) -> float:
    return float(len(seen.snapshot.unanswered))


def moves(seen: Seen) -> float:
    return float(
        sum(bool(each.old.strip()) and each.old != each.new for each in seen.snapshot.happened(EventKind.GROUP))
    )


def reopenings(seen: Seen) -> float:
    return float(sum(_done(each.old) and not _done(each.new) for each in seen.snapshot.happened(EventKind.STATUS)))


def open_days(seen: Seen) -> float:
    hours = seen.snapshot.hours
    return hours.days(hours.between(seen.ticket.created_at, seen.snapshot.as_of))


def waiting_hours(seen: Seen) -> float:
    waiting = seen.snapshot.unanswered
    return seen.snapshot.hours.between(waiting[0].message.at, seen.snapshot.as_of) / HOUR if waiting else 0.0


def due_hours(seen: Seen) -> float | None:
    if seen.ticket.sla is None:
        return None
    due, now, hours = seen.ticket.sla.due_at, seen.snapshot.as_of, seen.snapshot.hours
    return (hours.between(now, due) - hours.between(due, now)) / HOUR


def _felt(snapshot: Snapshot) -> list[float]:
    """The mood of each of the customer's messages that the models could tell; of none while one waits to be read."""
    if any(read.analysis is None for read in snapshot.customer):
        return []
    return [
        read.analysis.sentiment
        for read in snapshot.customer
        if read.analysis is not None and read.analysis.sentiment is not None
    ]


def _manners(snapshot: Snapshot) -> list[Manner]:
    """How each of the customer's messages is said, as far as it could be read."""
    return [
        read.analysis.manner
        for read in snapshot.customer
        if read.analysis is not None and read.analysis.manner is not None
    ]


def _done(state: str) -> bool:
    status = STATUSES.get(state.strip().lower())
    return status is not None and status.finished


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()


def _plain(text: str) -> str:
    """Small letters, and nothing that is half a character: no condition could be evaluated over that."""
    return text.lower().encode("utf-8", "replace").decode()
