"""Every name of the vocabulary is found in a snapshot, or cannot be told; never guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings

from app.domain.analysis import Manner
from app.domain.conditions.facts import Facts
from app.domain.conditions.seen import Seen
from app.domain.conditions.vocabulary import SIGNAL, TERMS, Kind, Value, Vocabulary
from app.domain.snapshot import Reading, Snapshot
from app.domain.tickets import EventKind, Requester, SlaClock
from tests import builders
from tests.builders import NOW
from tests.signals.scene import aged, agent, customer, event, fact, note, scene, unread
from tests.signals.snapshots import snapshots

KINDS = {Kind.NUMBER: float, Kind.TEXT: str, Kind.TRUTH: bool, Kind.TEXTS: tuple}
TALK = (
    customer("Hello, Salesforce fails.", sentiment=0.5, refund=0.3, hours=9),
    agent("Try again.", hours=8),
    customer("No.", sentiment=-0.1, refund=0.7, hours=7),
    note(hours=6),
    customer("NO!", sentiment=-0.7, hours=5),
)


def value(found: Snapshot, name: str) -> Value | None:
    return Facts(Seen(found, {"bounced": Reading(0.4, "moved")}, tier=2)).value(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("said", "hello, salesforce fails.\nno.\nno!"),
        ("sentiment.last", -0.7),
        ("sentiment.lowest", -0.7),
        ("sentiment.mean", pytest.approx(-0.1)),
        ("sentiment.slope", pytest.approx(-0.6)),
        ("counts.messages", 4),
        ("counts.customer_messages", 3),
        ("counts.exchanges", 1),
        ("counts.unanswered", 2),
        ("counts.moves", 1),
        ("counts.reopenings", 1),
        ("time.waiting_hours", 1),  # of seven on the clock
        ("time.open_days", 1),
        ("time.due_hours", -1),
        ("intents.refund", 0.7),
        ("intents.churn", None),
        ("signals.bounced", 0.4),
        ("signals.reopened", None),
        ("account.value", 60_000),
        ("account.renewal_days", 0),
        ("account.failed_payments", 1),
        ("account.open_tickets", 0),
        ("account.plan", "gold"),
        ("account.segment", None),
        ("account.executive_writes", True),
        ("tags", ("vip", "eu")),
        ("group", "Tier 1"),
        ("tier", 2),
        ("status", "open"),
        ("channel", "phone"),
        ("score", None),
        ("nothing.known", None),
    ],
)
def test_a_fact_is_found_by_its_name(name: str, expected: object) -> None:
    ticket = replace(
        aged(),
        tags=("VIP ", "eu"),
        fields=MappingProxyType({"Channel": "Phone"}),
        sla=SlaClock(NOW - timedelta(hours=2), "next reply"),
        requester=Requester("Henrik  Aas"),
    )
    found = scene(
        *TALK,
        ticket=ticket,
        facts=(
            fact("value", 60_000),
            fact("plan", "Gold"),
            fact("renewal", NOW.date()),
            fact("failed payment", 3),
            fact("failed payment", 3, days=40),
            fact("contact", "henrik aas, COO"),
        ),
        events=(
            event(EventKind.GROUP, "Tier 1", "Tier 2", hours=4),
            event(EventKind.GROUP, "", "Tier 1", hours=20),
            event(EventKind.STATUS, "resolved", "open", hours=3),
        ),
    )
    found = replace(
        found, thread=tuple(replace(each, message=replace(each.message, author="")) for each in found.thread)
    )
    assert value(found, name) == expected


@pytest.mark.parametrize(
    "name",
    [
        *(term.name for term in TERMS if term.name.startswith(("account.", "sentiment."))),
        "said",
        "channel",
        "score",
        "time.due_hours",
    ],
)
def test_what_nobody_told_us_is_not_known(name: str) -> None:
    assert value(builders.seen([], of=builders.ticket()), name) is None


def manners(*found: Manner | None) -> Snapshot:
    """A conversation whose messages are said in these ways."""
    said = builders.conversation(*[f"customer: Message {number}." for number in range(len(found))])
    read = [replace(builders.analysis(each), manner=manner) for each, manner in zip(said, found, strict=True)]
    return builders.seen(said, analyses=read)


CALM = Manner({"worry": 0.1, "gratitude": 0.7}, politeness=0.6, directness=0.1, urgency=0.2)
PRESSING = Manner({"worry": 0.8, "gratitude": 0.0}, politeness=-0.2, directness=0.5, urgency=0.9)


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("emotions.worry", (CALM, PRESSING, None), 0.8),
        ("emotions.gratitude", (CALM, PRESSING), 0.7),
        ("emotions.envy", (CALM,), None),
        ("emotions.worry", (None,), None),
        ("manner.politeness", (CALM, PRESSING, None), -0.2),
        ("manner.directness", (PRESSING, CALM), 0.1),
        ("manner.urgency", (PRESSING, CALM), 0.9),
        ("manner.urgency", (), None),
    ],
)
def test_how_it_is_said_is_known_as_far_as_it_was_read(
    name: str, found: tuple[Manner | None, ...], expected: float | None
) -> None:
    assert value(manners(*found), name) == expected


@pytest.mark.parametrize("odd", [True, "much", float("nan"), float("inf"), 1e300])
def test_a_value_that_is_no_sum_of_money_is_not_known(odd: object) -> None:
    assert value(scene(unread("Hi"), facts=(builders.fact("value", odd),)), "account.value") is None  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@given(found=snapshots())
def test_every_name_gives_what_it_promises_on_any_snapshot(found: Snapshot) -> None:
    facts = Facts(Seen(found, {}, tier=1, points=3.0))
    for term in TERMS:
        seen = facts.value(term.name)
        assert seen is None or type(seen) is KINDS[term.kind] or term.name == "tier", term.name
        if isinstance(seen, float):
            assert term.low is None or seen >= term.low, term.name
            assert term.high is None or seen <= term.high, term.name
        if term.choices:
            assert seen in term.choices


class Untouchable(Mapping[str, Reading]):
    """Readings that nothing may look at."""

    def __getitem__(self, name: str) -> Reading:
        raise AssertionError(f"{name} was looked for")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("every reading was looked at")

    def __len__(self) -> int:
        raise AssertionError("the readings were counted")


@settings(max_examples=30, deadline=None)
@given(found=snapshots())
def test_no_name_but_those_of_signals_looks_at_what_signals_read(found: Snapshot) -> None:
    """So what was found for them stands when only the readings are others: `Facts.of` rests on it."""
    facts = Facts(Seen(found, Untouchable(), tier=2))
    for name in (*(term.name for term in TERMS), "intents.refund", "emotions.worry"):
        if not name.startswith(SIGNAL):
            facts.value(name)
    with pytest.raises(AssertionError, match="bounced was looked for"):
        facts.value("signals.bounced")


def test_the_completion_list_holds_every_name_once_with_its_meaning() -> None:
    terms = list(Vocabulary(("bounced",), ("refund",), ("worry",), removed=("gone",)).terms())
    names = [term.name for term in terms]
    assert len(names) == len(set(names)) == len(TERMS) + 3
    assert "emotions.worry" in names
    assert "intents.gone" not in names
    assert all(term.about for term in terms)
