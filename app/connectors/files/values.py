"""Single values as people write them into files: instants, roles, statuses, priorities; what is odd is noted."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from app.connectors.mail_text import plain
from app.domain.findings import FACTS, FactKind
from app.domain.people import LARGEST_FACT, FactValue, Presence
from app.domain.tickets import Priority, Requester, Role, Status

Word = TypeVar("Word")

MOST_NOTES = 20  # about one ticket; more say nothing new

_ROLES = {
    Role.CUSTOMER: "customer user enduser requester client visitor contact human buyer consumer caller member guest",
    Role.AGENT: "agent support admin staff operator assistant representative rep csr employee team note internal",
    Role.SYSTEM: "system automation auto robot bot trigger rule workflow event",
}
_STATUSES = {
    Status.NEW: "new unassigned",
    Status.OPEN: "open active inprogress reopened todo",
    Status.PENDING: "pending hold onhold waiting stalled snoozed paused waitingoncustomer awaitingcustomer",
    Status.SOLVED: "solved resolved done fixed completed",
    Status.CLOSED: "closed rejected spam deleted archived cancelled canceled",
}
_PRIORITIES = {
    Priority.LOW: "low minor p4 lowest",
    Priority.NORMAL: "normal medium default p3 moderate",
    Priority.HIGH: "high major p2 important",
    Priority.URGENT: "urgent critical p1 p0 highest emergency blocker",
}
_PRESENCES = {
    Presence.AVAILABLE: "available online here active present",
    Presence.AWAY: "away afk break lunch busy",
    Presence.OUT_OF_OFFICE: "outofoffice ooo vacation holiday leave onleave sick",
    Presence.UNKNOWN: "unknown",
}
ROLES = {word: role for role, words in _ROLES.items() for word in words.split()}
STATUSES = {word: status for status, words in _STATUSES.items() for word in words.split()}
PRIORITIES = {word: priority for priority, words in _PRIORITIES.items() for word in words.split()}
PRESENCES = {word: presence for presence, words in _PRESENCES.items() for word in words.split()}
INTERNAL = frozenset(["internal", "private", "note", "comment"])

_NUMBER = re.compile(r"\s*[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?\s*")
_NUMBERS = frozenset({FactKind.MONEY, FactKind.NUMBER})
_MAIL = re.compile(r"\s*\"?([^<>\"]*?)\"?\s*<([^<>\s]+)>\s*")


class Notes:
    """What is odd about one ticket: each oddity once, with how often it occurred."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def add(self, what: str) -> None:
        self._times[what] += 1

    def all(self) -> list[str]:
        said = [f"{what} ({times} times)" if times > 1 else what for what, times in self._times.items()]
        rest = len(said) - MOST_NOTES
        return [*said[:MOST_NOTES], f"and {rest} more oddities"] if rest > 0 else said


def text_of(value: object) -> str:
    """A scalar as clean text; anything else is no text."""
    if isinstance(value, str):
        return plain(value)
    return str(value) if is_number(value) else ""


def line_of(value: object, *, longest: int = 500) -> str:
    """A scalar as one trimmed line."""
    if value is None:
        return ""
    return " ".join(text_of(value)[: longest * 4].split())[:longest]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def plain_number(value: object) -> int | float | None:
    """A number, also one that is written as a text like "84000" or "84000.50"; None for anything else.

    "84,000" is none: to some it is eighty-four. Nor is what is larger than `LARGEST_FACT`.
    """
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value) if "." in value else int(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if -LARGEST_FACT <= value <= LARGEST_FACT else None  # which NaN does not


def listed(value: str | list[Any]) -> list[Any]:
    """The entries of a list, or of one text with commas or semicolons between them."""
    return re.split("[,;]", value) if isinstance(value, str) else value


def instant(value: object, notes: Notes, *, what: str) -> datetime | None:
    """An instant in UTC from ISO 8601, a mail date or seconds since 1970; None, noted, where it is none of these."""
    if value is None or value == "":
        return None
    found = _instant(value)
    if found is None:
        notes.add(f"{what} {shown(value)} is not an instant such as 2026-03-01T09:00:00Z")
        return None
    if found.tzinfo is None:
        notes.add("a time has no time zone and is taken as UTC")
        found = found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        notes.add(f"{what} {shown(value)} lies outside of the calendar")
        return None


def choice(value: object, words: Mapping[str, Word], default: Word, notes: Notes, *, what: str) -> Word:
    """What a word stands for, spelling aside; the default, noted, where it is not known."""
    if value is None or value == "":
        return default
    found = words.get(bare(value))
    if found is None:
        notes.add(f"{what} {shown(value)} is not known and is taken as {default}")
        return default
    return found


def bare(value: object) -> str:
    """A word without case, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]", "", value.lower()[:40]) if isinstance(value, str) else ""


def person(value: object) -> Requester | None:
    """Who somebody is, from "Mara Lindt <mara@northwind.example>", an address, a name, or an object with them."""
    if isinstance(value, dict):
        email = line_of(value.get("email"))
        name = line_of(value.get("name")) or email
        return Requester(name, email) if name else None
    written = line_of(value)
    if found := _MAIL.fullmatch(written):
        return Requester(found[1] or found[2], found[2])
    return Requester(written, written if "@" in written else "") if written else None


def fact_value(name: str, value: object, notes: Notes) -> FactValue | None:
    """The value of a fact about an account; None, noted, where it can be none."""
    if name == "renewal":
        try:
            return date.fromisoformat(line_of(value)[:10])
        except ValueError:
            notes.add(f"renewal {shown(value)} is not a date such as 2026-03-01")
            return None
    found = _scalar(value)
    if found is None:
        notes.add(f"the fact {name!r} has no value")
    elif name in FACTS and FACTS[name].kind in _NUMBERS:
        number = plain_number(found)
        if number is None:
            notes.add(f"the fact {name!r} is a number such as 84000 or 84000.50, not {shown(value)}, and was left out")
        return number
    return found


def _scalar(value: object) -> FactValue | None:
    """A text that is not empty, a number, true or false; None for anything else, also for NaN."""
    if isinstance(value, str):
        return plain(value) if value.strip() else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) else None


def _instant(value: object) -> datetime | None:
    try:
        if is_number(value):
            seconds = float(value)  # type: ignore[arg-type]
            return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, UTC)
        written = line_of(value, longest=64)
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            return parsedate_to_datetime(written)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def shown(value: object) -> str:
    """A value as a complaint can quote it."""
    if isinstance(value, dict | list):
        return "(an object)" if isinstance(value, dict) else "(a list)"
    written = repr(value[:100] if isinstance(value, str) else value)
    return f"{written[:60]}…" if len(written) > 60 else written
