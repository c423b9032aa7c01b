"""The account of a ticket and what a file says of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.connectors.files import values
from app.connectors.files.values import Notes, instant, line_of
from app.domain.people import Account, Fact
from app.domain.tickets import AccountId

MOST_FACTS = 5_000  # of one account in one line
SOURCE = "file"  # of facts that name no other


def account_of(value: object, notes: Notes, *, known_since: datetime) -> Account | None:
    """The account: an id, or an object with an id, a name and facts. Facts without a date hold since `known_since`."""
    if value is None or value == "":
        return None
    entry = value if isinstance(value, dict) else {"id": value}
    key = line_of(entry.get("id"), longest=200)
    if not key:
        notes.add("the account has no id and was left out")
        return None
    account = AccountId(key)
    facts = sorted(_facts(entry.get("facts"), account, notes, known_since), key=lambda fact: fact.as_of)
    return Account(account, line_of(entry.get("name")) or key, tuple(facts))


def _facts(value: object, account: AccountId, notes: Notes, known_since: datetime) -> Iterator[Fact]:
    if value is None:
        return
    if isinstance(value, dict):
        entries: list[Any] = [{"name": name, "value": each} for name, each in value.items()]
    elif isinstance(value, list):
        entries = value
    else:
        notes.add("the account's facts are neither a list nor an object and were left out")
        return
    if len(entries) > MOST_FACTS:
        notes.add(f"only the first {MOST_FACTS} of the account's facts were read")
    for entry in entries[:MOST_FACTS]:
        fact = _fact(entry, account, notes, known_since) if isinstance(entry, dict) else None
        if fact is not None:
            yield fact


def _fact(entry: dict[str, Any], account: AccountId, notes: Notes, known_since: datetime) -> Fact | None:
    name = line_of(entry.get("name"), longest=60)
    if not name:
        notes.add("a fact about the account has no name and was left out")
        return None
    value = values.fact_value(name, entry.get("value"), notes)
    if value is None:
        return None
    as_of = instant(entry.get("as_of"), notes, what="as_of") or known_since
    return Fact(account, name, value, as_of, line_of(entry.get("source")) or SOURCE)
