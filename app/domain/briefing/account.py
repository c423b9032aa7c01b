"""What is known of the account: its value and contract, its use of the product, its bills, and what was noted of it."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from app.domain.brief import Item, Section, Slot
from app.domain.people import Account, Fact
from app.domain.snapshot import Snapshot

USAGE = ("usage",)
BILLING = ("failed payment", "invoice", "payment", "refund", "balance")
NOTES = ("note",)
FIRST = ("value", "renewal", "health", "plan", "contract")  # of the account, in this order; then whatever else there is
WORDS = {"value": "value a year", "renewal": "renews on", "contact": "executive contact"}
MONEY = {"value", "failed payment", "invoice", "payment", "refund", "balance"}  # US dollars
SERIES_KEPT = 6  # of bills and notes, the newest
MINUS = "\N{MINUS SIGN}"
WEEKS = 4  # before the newest, against whose mean the use of the product is compared

NO_ACCOUNT = "the helpdesk names no account for this ticket"


def account(snapshot: Snapshot, *, sources: Collection[str]) -> Section:
    """The latest fact of each name, with the one before where it differed."""
    other = {*USAGE, *BILLING, *NOTES}
    known = snapshot.account
    names = {fact.name for fact in known.facts} - other if known else set()
    ordered = [*(name for name in FIRST if name in names), *sorted(names.difference(FIRST))]
    items = [_latest(known, name) for name in ordered] if known else []
    return _section(Slot.ACCOUNT, items, snapshot, has_source=bool(set(sources) - other), what="account")


def usage(snapshot: Snapshot, *, sources: Collection[str]) -> Section:
    """The newest week against the mean of the weeks before it."""
    facts = [fact for fact in _facts(snapshot, USAGE) if _is_number(fact)]
    items = [_use(facts)] if facts else []
    return _section(Slot.USAGE, items, snapshot, has_source=_any(USAGE, sources), what="usage")


def billing(snapshot: Snapshot, *, sources: Collection[str]) -> Section:
    """Bills and payments, the newest first."""
    items = [Item(fact.name, _words(fact), (fact,)) for fact in _newest(snapshot, BILLING)]
    return _section(Slot.BILLING, items, snapshot, has_source=_any(BILLING, sources), what="billing")


def notes(snapshot: Snapshot, *, sources: Collection[str]) -> Section:
    """What colleagues wrote down about the account, the newest first."""
    items = [Item("", str(fact.value), (fact,)) for fact in _newest(snapshot, NOTES)]
    return _section(Slot.NOTES, items, snapshot, has_source=_any(NOTES, sources), what="CRM")


def _section(slot: Slot, items: Iterable[Item], snapshot: Snapshot, *, has_source: bool, what: str) -> Section:
    found = tuple(items)
    if found:
        return Section(slot, found)
    if snapshot.account is None and snapshot.ticket.account is None:
        return Section(slot, missing=NO_ACCOUNT)
    if not has_source:
        return Section(slot, missing=f"no {what} source is configured")
    return Section(slot, missing=f"the {what} source says nothing of this account")


def _any(names: Iterable[str], sources: Collection[str]) -> bool:
    return any(name in sources for name in names)


def _facts(snapshot: Snapshot, names: Collection[str]) -> list[Fact]:
    """Oldest first."""
    return [fact for fact in snapshot.account.facts if fact.name in names] if snapshot.account else []


def _newest(snapshot: Snapshot, names: Collection[str]) -> list[Fact]:
    return _facts(snapshot, names)[::-1][:SERIES_KEPT]


def _latest(account: Account, name: str) -> Item:
    facts = account.all(name)
    newest = facts[-1]
    before = next((fact for fact in reversed(facts[:-1]) if fact.value != newest.value), None)
    was = f" (was {_words(before)} on {_day(before.as_of)})" if before else ""
    sources = (newest, before) if before else (newest,)
    return Item(WORDS.get(name, name), f"{_words(newest)}{was}", sources)


def _use(facts: list[Fact]) -> Item:
    newest, before = facts[-1], facts[-1 - WEEKS : -1]
    words = f"{_words(newest)} active users a week"
    if before:
        mean = sum(map(_number, before)) / len(before)
        weeks = f"the {len(before)} weeks before" if len(before) > 1 else "the week before"
        words += f"; {mean:,.0f} in {weeks}{_change(_number(newest), mean)}"
    return Item("weekly use", words, (newest, *reversed(before)))


def _change(now: float, before: float) -> str:
    if before <= 0:
        return ""
    said = f"{now / before - 1:+.0%}"
    return ", unchanged" if said in {"+0%", "-0%"} else f", {said}".replace("-", MINUS)


def _is_number(fact: Fact) -> bool:
    return isinstance(fact.value, int | float) and not isinstance(fact.value, bool)


def _number(fact: Fact) -> float:
    """Of a fact that is a number."""
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _words(fact: Fact) -> str:
    """A fact's value as a person writes it."""
    value = fact.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return _day(value)
    if isinstance(value, int | float):
        plain = f"{value:,.2f}".rstrip("0").rstrip(".")
        unit: Callable[[str], str] = (lambda text: f"${text}") if fact.name in MONEY else str
        return f"{plain} of 100" if fact.name == "health" else unit(plain)
    return value


def _day(instant: date) -> str:
    return f"{instant:%Y-%m-%d}"
