"""What is known about an account, in words: each fact with its source and age, what is old, missing or disputed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.findings import FACTS, FactKind
from app.domain.people import ADD_UP, Account, Fact, FactValue

EXPECTED = ("value", "renewal", "plan", "health", "usage")  # what a support person asks of every account
LISTED = 3  # of a series


@dataclass(frozen=True, slots=True)
class Standing:
    """One fact as it stands. `confirmed_at` is when its source last said so; `others` are what other sources say."""

    fact: Fact
    confirmed_at: datetime
    old: bool
    others: tuple[Fact, ...] = ()


def standings(account: Account, *, now: datetime, old_after: timedelta) -> tuple[Standing, ...]:
    """The newest fact of each name, in the order of FACTS, then of names that only the helpdesk uses."""
    names = list(dict.fromkeys((*FACTS, *(fact.name for fact in account.facts))))
    found = [(name, fact) for name in names if (fact := account.latest(name)) is not None]
    return tuple(_standing(account, fact, now, old_after) for _, fact in found)


def missing(account: Account) -> tuple[str, ...]:
    """Names of facts that every account should have and this one lacks."""
    return tuple(name for name in EXPECTED if account.latest(name) is None)


def account_lines(account: Account, *, now: datetime, old_after: timedelta) -> tuple[str, ...]:
    """One line a fact, and one for what is missing."""
    lines = [standing_words(each, account, now=now) for each in standings(account, now=now, old_after=old_after)]
    lacking = missing(account)
    if lacking:
        lines.append(f"Not known: {', '.join(FACTS[name].words for name in lacking)}")
    return tuple(lines)


def standing_words(standing: Standing, account: Account, *, now: datetime) -> str:
    """Such as "Value a year: $84,000 (Stripe, 3 h ago). CRM says $80,000"."""
    fact = standing.fact
    words = FACTS[fact.name].words if fact.name in FACTS else fact.name
    count = len(account.all(fact.name))
    often = f", the latest of {count}" if fact.name in FACTS and FACTS[fact.name].series and count > 1 else ""
    age = age_words(standing.confirmed_at, now=now)
    told = f"{fact.source}, {age}{', old' if standing.old else ''}{often}"
    line = f"{words.capitalize()}: {value_words(fact.name, fact.value)} ({told})"
    said = [f"{each.source} says {value_words(each.name, each.value)}" for each in standing.others]
    return f"{line}. {'; '.join(said)}" if said else line


def value_words(name: str, value: FactValue) -> str:
    kind = FACTS[name].kind if name in FACTS else FactKind.TEXT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"${value:,.0f}" if kind is FactKind.MONEY else f"{value:,.6g}"
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = " ".join(value.split())
    return text if len(text) <= 120 else f"{text[:119]}…"


def age_words(at: datetime, *, now: datetime) -> str:
    seconds = max(0, int((now - at).total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return "just now"


def _standing(account: Account, fact: Fact, now: datetime, old_after: timedelta) -> Standing:
    heard = {each.source: each.at for each in account.heard if each.name == fact.name}
    confirmed = max(fact.as_of, heard.get(fact.source) or fact.as_of)
    series = fact.name in FACTS and FACTS[fact.name].series
    others: dict[str, Fact] = {}
    if not series and fact.name not in ADD_UP and account.precedence:
        others = {each.source: each for each in account.facts if each.name == fact.name and each.source != fact.source}
    disagreeing = tuple(each for each in others.values() if each.value != fact.value)
    return Standing(fact, confirmed, now - confirmed > old_after, disagreeing)
