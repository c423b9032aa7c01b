"""A snapshot holds what was known at its instant, and nothing from after it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.snapshot import Snapshot, Span, snapshot
from app.domain.tickets import EventKind, Priority, Role, SlaClock, Status, Visibility
from tests import builders
from tests.builders import NOW, ago

HOURS = st.integers(-20, 20)


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


@given(
    messages=st.lists(HOURS, max_size=6, unique=True),
    events=st.lists(st.tuples(st.sampled_from(EventKind), HOURS), max_size=6),
    facts=st.lists(HOURS, max_size=5),
    siblings=st.lists(HOURS, max_size=4),
    instant=HOURS,
)
def test_the_future_never_leaks_in(
    messages: list[int], events: list[tuple[EventKind, int]], facts: list[int], siblings: list[int], instant: int
) -> None:
    """A snapshot of an earlier instant is the same whether or not what came later had already happened."""
    everything = _parts(messages, events, facts, siblings, until=20)
    only_past = _parts(messages, events, facts, siblings, until=instant)
    late, timely = _seen(everything, at(instant)), _seen(only_past, at(instant))
    assert late.thread == timely.thread
    assert late.events == timely.events
    assert late.siblings == timely.siblings
    assert late.account == timely.account
    assert all(read.message.at <= at(instant) for read in late.thread)


def _parts(messages: list[int], events: Any, facts: list[int], siblings: list[int], *, until: int) -> dict[str, Any]:
    return {
        "messages": [builders.message(f"At {hour}", at=at(hour)) for hour in messages if hour <= until],
        "events": [
            builders.event(kind, remote=f"{index}", at=at(hour))
            for index, (kind, hour) in enumerate(events)
            if hour <= until
        ],
        "account": builders.account(
            "northwind",
            builders.fact("plan", "Team", as_of=at(-100)),
            *(builders.fact("value", hour, as_of=at(hour)) for hour in facts if hour <= until),
        ),
        "siblings": [
            builders.ticket(f"2{index}", created_at=at(hour)) for index, hour in enumerate(siblings) if hour <= until
        ],
    }


def _seen(parts: dict[str, Any], instant: datetime) -> Snapshot:
    return snapshot(builders.ticket(created_at=at(-30)), as_of=instant, analyses={}, **parts)


def earlier(hours: float, *events: Any, **changes: Any) -> Snapshot:
    return snapshot(
        builders.ticket(created_at=ago(hours=48), **changes),
        as_of=ago(hours=hours),
        messages=(),
        analyses={},
        events=events,
    )


def test_the_ticket_itself_is_as_it_was_then() -> None:
    events = [
        builders.event(EventKind.GROUP, remote="a", at=ago(hours=9), old="Tier 1", new="Billing"),
        builders.event(EventKind.GROUP, remote="b", at=ago(hours=5), old="Billing", new="Product"),
        builders.event(EventKind.PRIORITY, remote="c", at=ago(hours=5), old="normal", new="urgent"),
    ]
    now = {"group": "Product", "priority": Priority.URGENT}
    groups = [earlier(hours, *events, **now).ticket.group for hours in (10, 9, 6, 5, 1)]
    assert groups == ["Tier 1", "Billing", "Billing", "Product", "Product"]
    assert [earlier(hours, *events, **now).ticket.priority for hours in (6, 5)] == [Priority.NORMAL, Priority.URGENT]


@pytest.mark.parametrize(
    ("old", "then"),
    [
        ("open", Status.OPEN),
        ("Resolved", Status.SOLVED),
        ("stalled", Status.PENDING),
        ("new", Status.NEW),
        ("weird", Status.OPEN),
        ("", Status.OPEN),
    ],
)
def test_an_earlier_state_is_understood_in_the_words_of_helpdesks(old: str, then: Status) -> None:
    solved = builders.event(EventKind.STATUS, at=ago(hours=2), old=old, new="closed")
    assert earlier(3, solved, status=Status.CLOSED).ticket.status is then


def test_what_was_solved_later_was_open_then() -> None:
    changes = {"status": Status.SOLVED, "solved_at": ago(hours=2), "updated_at": ago(hours=1)}
    before, after = earlier(3, **changes).ticket, earlier(2, **changes).ticket
    assert (before.status, before.solved_at, before.updated_at) == (Status.OPEN, None, ago(hours=3))
    assert (after.status, after.solved_at) == (Status.SOLVED, ago(hours=2))


def test_an_earlier_owner_cannot_be_told_by_name() -> None:
    taken = builders.event(EventKind.OWNER, at=ago(hours=5), old="Ana Ortiz", new="Ben Adeyemi")
    assert earlier(6, taken, owner="ben").ticket.owner is None
    assert earlier(5, taken, owner="ben").ticket.owner == builders.owner_id("ben")


def test_a_live_snapshot_leaves_the_ticket_as_it_is() -> None:
    ticket = builders.ticket(owner="ana", sla=SlaClock(NOW, "resolution"), status=Status.PENDING)
    assert builders.seen([], of=ticket).ticket == ticket


def test_messages_come_oldest_first_whatever_order_they_were_stored_in() -> None:
    one, two, three = (builders.message(text, at=ago(hours=hours)) for text, hours in [("1", 3), ("2", 2), ("3", 1)])
    assert [read.message.text for read in builders.seen([three, one, two]).thread] == ["1", "2", "3"]


def test_an_analysis_belongs_to_every_message_with_that_text() -> None:
    first, again = builders.message("Hello?", remote="a"), builders.message("Hello?", remote="b", at=ago(minutes=5))
    found = builders.seen([first, again, builders.message("Other")], analyses=[builders.analysis("Hello?")])
    assert [read.analysis is not None for read in found.thread if read.message.text == "Hello?"] == [True, True]
    assert [read.analysis for read in found.thread if read.message.text == "Other"] == [None]


def test_who_said_what() -> None:
    note = builders.message("Odd.", role=Role.AGENT, visibility=Visibility.INTERNAL, at=ago(minutes=20))
    messages = [
        *builders.conversation("Broken", "agent: Restart it", "customer: Still", start=ago(hours=5)),
        note,
        builders.message("Auto-reply", role=Role.SYSTEM, at=ago(minutes=10)),
        builders.message("Anybody?", at=ago(minutes=5)),
    ]
    found = builders.seen(messages)
    assert [read.message.text for read in found.customer] == ["Broken", "Still", "Anybody?"]
    assert [read.message.text for read in found.agent] == ["Restart it"]
    assert [read.message.text for read in found.unanswered] == ["Still", "Anybody?"]


def test_a_ticket_is_not_its_own_sibling() -> None:
    ticket = builders.ticket("1")
    found = builders.seen([], of=ticket, siblings=[ticket, builders.ticket("2")])
    assert [each.number for each in found.siblings] == ["2"]


def test_ranges_become_spans_and_no_range_is_the_whole_message() -> None:
    (read,) = builders.seen([builders.message("Hello there", remote="x")]).thread
    assert read.spans([(0, 5)]) == (Span(read.message.id, 0, 5),)
    assert read.spans([]) == (read.whole,) == (Span(read.message.id, 0, 11),)


def test_the_newest_fact_of_a_name_holds_at_an_instant() -> None:
    account = builders.account(
        "northwind",
        builders.fact("value", 3, as_of=ago(days=1)),
        builders.fact("value", 1, as_of=ago(days=3)),
        builders.fact("value", 2, as_of=ago(days=2)),
    )
    found = builders.seen([], account=account)
    assert found.account is not None
    latest = found.account.latest("value")
    assert latest is not None
    assert latest.value == 3
    assert [fact.value for fact in found.account.all("value")] == [1, 2, 3]
    assert found.account.latest("renewal") is None
