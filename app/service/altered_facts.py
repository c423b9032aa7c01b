"""Facts of a ticket and its account with other values, each in the ways that would count as another fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from app.domain.people import Account, Fact
from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import SlaClock
from app.signals.account_open_tickets import NOTICEABLE as SEVERAL_TICKETS
from app.signals.account_value import BANDS
from app.signals.failed_payments import ENOUGH as ENOUGH_PAYMENTS
from app.signals.failed_payments import MONTH
from app.signals.failed_payments import NOTICEABLE as SEVERAL_PAYMENTS
from app.signals.open_long import FULL as VERY_LONG
from app.signals.open_long import LONG
from app.signals.renewal_near import HORIZON, IMMINENT
from app.signals.sla_close import SOON

AFAR = timedelta(days=60)  # further away than any deadline that counts
A_MINUTE = timedelta(minutes=1)


def _unchanged(snapshot: Snapshot) -> Snapshot:
    return snapshot


@dataclass(frozen=True, slots=True)
class Step:
    """One change. `seen_by` names the signals that look at what is altered; no other one can read differently for it.

    `dropped` and `added` change what a signal says by itself, where it follows from no single fact.
    """

    words: str
    alter: Callable[[Snapshot], Snapshot] = _unchanged
    seen_by: frozenset[str] = frozenset()
    dropped: str = ""
    added: tuple[str, Reading] | None = None


def renewal_further(snapshot: Snapshot) -> tuple[Step, ...]:
    days = _days_to_renewal(snapshot)
    if days is None or not 0 <= days <= HORIZON:
        return ()
    return tuple(
        _renewal(snapshot, limit + 1, f"the renewal were further than {limit} days away")
        for limit in (IMMINENT, HORIZON)
        if days <= limit
    )


def renewal_nearer(snapshot: Snapshot) -> tuple[Step, ...]:
    days = _days_to_renewal(snapshot)
    if days is None or days < 0:
        return ()
    return tuple(
        _renewal(snapshot, limit, f"the renewal were {limit} days away")
        for limit in (HORIZON, IMMINENT)
        if days > limit
    )


def _renewal(snapshot: Snapshot, days: int, words: str) -> Step:
    day = snapshot.as_of.date() + timedelta(days=days)
    return Step(words, partial(_with_fact, name="renewal", value=day), frozenset({"renewal_near"}))


def _days_to_renewal(snapshot: Snapshot) -> int | None:
    fact = snapshot.account.latest("renewal") if snapshot.account else None
    if fact is None or not isinstance(fact.value, date):
        return None
    day = fact.value.date() if isinstance(fact.value, datetime) else fact.value
    return (day - snapshot.as_of.date()).days


def worth_less(snapshot: Snapshot) -> tuple[Step, ...]:
    worth = _worth(snapshot)
    floors = [floor for floor, _ in BANDS if worth is not None and floor <= worth]
    return tuple(_worth_step(floor - 1, f"less than ${floor:,}") for floor in floors)


def worth_more(snapshot: Snapshot) -> tuple[Step, ...]:
    worth = _worth(snapshot)
    floors = [floor for floor, _ in reversed(BANDS) if worth is not None and floor >= worth]
    return tuple(_worth_step(floor + 1, f"more than ${floor:,}") for floor in floors)


def _worth_step(value: int, words: str) -> Step:
    seen_by = frozenset({"account_value", "shrinking_contract"})
    return Step(f"the account were worth {words} a year", partial(_with_fact, name="value", value=value), seen_by)


def _worth(snapshot: Snapshot) -> float | None:
    fact = snapshot.account.latest("value") if snapshot.account else None
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return None
    return float(fact.value)


def _with_fact(snapshot: Snapshot, *, name: str, value: int | date) -> Snapshot:
    """The newest fact of that name with another value."""
    account = snapshot.account
    newest = account.latest(name) if account else None
    if account is None or newest is None:
        return snapshot
    at = max(index for index, each in enumerate(account.facts) if each.name == name)
    facts = (*account.facts[:at], replace(newest, value=value), *account.facts[at + 1 :])
    return replace(snapshot, account=replace(account, facts=facts))


def fewer_failures(snapshot: Snapshot) -> tuple[Step, ...]:
    count = len(_failures(snapshot, snapshot.account)) if snapshot.account else 0
    return tuple(
        Step(
            f"fewer than {limit} payments had failed within 30 days",
            partial(_with_failures, count=limit - 1),
            frozenset({"failed_payments"}),
        )
        for limit in (ENOUGH_PAYMENTS, SEVERAL_PAYMENTS)
        if count >= limit
    )


def more_failures(snapshot: Snapshot) -> tuple[Step, ...]:
    account = snapshot.account
    if account is None or len(_failures(snapshot, account)) >= ENOUGH_PAYMENTS:
        return ()
    words = f"{ENOUGH_PAYMENTS} payments had failed within 30 days"
    return (Step(words, partial(_with_failures, count=ENOUGH_PAYMENTS), frozenset({"failed_payments"})),)


def _with_failures(snapshot: Snapshot, *, count: int) -> Snapshot:
    """As many payments as that failed within the month: the newest ones, and where there are too few, of today."""
    account = snapshot.account
    if account is None:
        return snapshot
    failed = _failures(snapshot, account)
    kept = failed[len(failed) - count :] if len(failed) > count else failed
    more = [Fact(account.id, "failed payment", 0, snapshot.as_of, "what if")] * (count - len(kept))
    rest = [fact for fact in account.facts if fact not in failed]
    facts = sorted([*rest, *kept, *more], key=lambda fact: fact.as_of)
    return replace(snapshot, account=replace(account, facts=tuple(facts)))


def _failures(snapshot: Snapshot, account: Account) -> Sequence[Fact]:
    return [fact for fact in account.all("failed payment") if fact.as_of > snapshot.as_of - MONTH]


def fewer_tickets(snapshot: Snapshot) -> tuple[Step, ...]:
    if len(snapshot.siblings) < SEVERAL_TICKETS:
        return ()
    words = f"the account had fewer than {SEVERAL_TICKETS} other open tickets"
    return (Step(words, _with_few_siblings, frozenset({"account_open_tickets"})),)


def _with_few_siblings(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, siblings=snapshot.siblings[: SEVERAL_TICKETS - 1])


def younger(snapshot: Snapshot) -> tuple[Step, ...]:
    if _age(snapshot) < LONG:
        return ()
    created = snapshot.hours.before(snapshot.as_of, snapshot.hours.day * LONG) + 3 * A_MINUTE
    return (_created(created, f"it were open for less than {LONG} working days"),)


def older(snapshot: Snapshot) -> tuple[Step, ...]:
    return tuple(
        _created(
            snapshot.hours.before(snapshot.as_of, snapshot.hours.day * days), f"it were open for {days} working days"
        )
        for days in (LONG, VERY_LONG)
        if _age(snapshot) < days
    )


def _created(at: datetime, words: str) -> Step:
    return Step(words, partial(_with_created, at=at), frozenset({"open_long"}))


def _with_created(snapshot: Snapshot, *, at: datetime) -> Snapshot:
    return replace(snapshot, ticket=replace(snapshot.ticket, created_at=at))


def _age(snapshot: Snapshot) -> float:
    """In working days."""
    return snapshot.hours.days(snapshot.hours.between(snapshot.ticket.created_at, snapshot.as_of))


def due_later(snapshot: Snapshot) -> tuple[Step, ...]:
    clock = snapshot.ticket.sla
    if clock is None:
        return ()
    hours = int(SOON.total_seconds() // 3600)
    afar = _due(clock, snapshot.as_of + AFAR, f"its SLA were further than {hours} working hours away")
    if clock.due_at >= snapshot.as_of:
        return (afar,)
    return (_due(clock, snapshot.as_of, "its SLA had not been missed yet"), afar)


def overdue(snapshot: Snapshot) -> tuple[Step, ...]:
    clock = snapshot.ticket.sla
    if clock is None or clock.due_at < snapshot.as_of:
        return ()
    return (_due(clock, snapshot.as_of - A_MINUTE, "its SLA had been missed"),)


def _due(clock: SlaClock, at: datetime, words: str) -> Step:
    return Step(words, partial(_with_due, clock=replace(clock, due_at=at)), frozenset({"sla_close", "sla_missed"}))


def _with_due(snapshot: Snapshot, *, clock: SlaClock) -> Snapshot:
    return replace(snapshot, ticket=replace(snapshot.ticket, sla=clock))
