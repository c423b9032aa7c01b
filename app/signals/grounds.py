"""What each signal reads. Where that is known and the signal says nothing, there is nothing of it in the ticket."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType

from app.domain.analysis import Legibility
from app.domain.snapshot import Read, Snapshot
from app.signals.falling_usage import ENOUGH as ENOUGH_WEEKS

SEVERAL = 3  # messages, below which nothing can have fallen


class Ground(Enum):
    """Something that a signal reads, and that may be missing."""

    RECORD = auto()  # what happened to the ticket, and when: always known
    WORDS = auto()  # every message of the customer, and one at least that could be read
    SEVERAL = auto()  # enough of them to compare
    ANSWERS = auto()  # every answer of ours
    SLA = auto()
    ACCOUNT = auto()
    VALUE = auto()
    RENEWAL = auto()
    USAGE = auto()
    HEALTH = auto()
    PLAN = auto()


_FACTS = {
    "value": Ground.VALUE,
    "renewal": Ground.RENEWAL,
    "health": Ground.HEALTH,
    "plan": Ground.PLAN,
}
_WORDS = frozenset({Ground.WORDS})
_RECORD = frozenset({Ground.RECORD})
_SLOPE = frozenset({Ground.WORDS, Ground.SEVERAL})

GROUNDS: Mapping[str, frozenset[Ground]] = MappingProxyType(
    {
        "falling_sentiment": _SLOPE,
        "low_sentiment": _WORDS,
        "lowest_sentiment": _WORDS,
        "last_sentiment": _WORDS,
        "shorter_replies": _SLOPE,
        "more_direct": _SLOPE,
        "disappointment": _WORDS,
        "supervisor_demand": _WORDS,
        "content": _WORDS,
        "matter_closed": _WORDS,
        "taken_back": _WORDS,
        "satisfied": _WORDS,
        "account_value": frozenset({Ground.VALUE}),
        "renewal_near": frozenset({Ground.RENEWAL}),
        "failed_payments": frozenset({Ground.ACCOUNT}),
        "falling_usage": frozenset({Ground.USAGE}),
        "low_health": frozenset({Ground.HEALTH}),
        "shrinking_contract": frozenset({Ground.VALUE}),
        "premium_plan": frozenset({Ground.PLAN}),
        "account_open_tickets": frozenset({Ground.ACCOUNT}),
        "executive_contact": _WORDS,
        "churn_threat": _WORDS,
        "billing_dispute": _WORDS,
        "payment_problem": _WORDS,
        "integration_problem": _WORDS,
        "api_problem": _WORDS,
        "database_problem": _WORDS,
        "outage": _WORDS,
        "technical_depth": _WORDS,
        "deep_question": _WORDS,
        "plain_question": _WORDS,
        "legal_threat": _WORDS,
        "privacy_request": _WORDS,
        "security_report": _WORDS,
        "compliance_violation": _WORDS,
        "advice_repeated": frozenset({Ground.ANSWERS}),
        "fix_did_not_work": _WORDS,
        "many_exchanges": _RECORD,
        "bounced": _RECORD,
        "reopened": _RECORD,
        "open_long": _RECORD,
        "sla_close": frozenset({Ground.SLA}),
        "sla_missed": frozenset({Ground.SLA}),
        "waiting_for_us": _RECORD,
        "repeat_contact": _RECORD,
        "answered": _RECORD,
    }
)


def tellable(snapshot: Snapshot) -> frozenset[str]:
    """The signals that had all that they read: one of these without a reading found nothing, and is not unknown."""
    return _resting_on(frozenset(_known(snapshot)))


@lru_cache(maxsize=256)
def _resting_on(known: frozenset[Ground]) -> frozenset[str]:
    return frozenset(name for name, grounds in GROUNDS.items() if grounds <= known)


def _known(snapshot: Snapshot) -> Iterator[Ground]:
    yield Ground.RECORD
    customer = snapshot.customer
    if all(map(_is_done, customer)):
        readable = sum(_is_read(each) for each in customer)
        if readable:
            yield Ground.WORDS
        if readable >= SEVERAL:
            yield Ground.SEVERAL
    if all(each.analysis is not None for each in snapshot.agent):
        yield Ground.ANSWERS
    if snapshot.ticket.sla is not None:
        yield Ground.SLA
    if snapshot.account is not None:
        yield Ground.ACCOUNT
        names = [fact.name for fact in snapshot.account.facts]
        yield from (ground for name, ground in _FACTS.items() if name in names)
        if names.count("usage") >= ENOUGH_WEEKS:
            yield Ground.USAGE


def _is_done(read: Read) -> bool:
    """Whether nothing is left to read in a message: it was read, or there is nothing in it."""
    return read.analysis is not None and read.analysis.legibility in {Legibility.READ, Legibility.EMPTY}


def _is_read(read: Read) -> bool:
    return read.analysis is not None and read.analysis.legibility is Legibility.READ
