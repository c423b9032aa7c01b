"""What is known of an account is told with its source and age, and what is not known says why."""

from datetime import date

import pytest

from app.domain.brief import Brief, Elsewhere, Slot
from app.domain.briefing.build import Surroundings
from app.domain.briefing.next_step import SimilarTicket
from app.domain.snapshot import Snapshot
from app.domain.tickets import AccountId, Status
from tests import builders
from tests.domain.briefing.briefed import briefed
from tests.signals.scene import aged, agent, customer, fact, scene


def told(brief: Brief, slot: Slot) -> list[tuple[str, str]]:
    return [(item.label, item.words) for item in brief.section(slot).items]


def test_the_account_is_told_by_its_latest_facts_with_what_was_before() -> None:
    brief = briefed(
        scene(
            facts=[
                fact("value", 120_000, days=300),
                fact("value", 84_000, days=20),
                fact("renewal", date(2026, 4, 14), days=20),
                fact("health", 61, days=5),
                fact("industry", "wholesale", days=400),
            ]
        )
    )
    assert told(brief, Slot.ACCOUNT) == [
        ("value a year", "$84,000 (was $120,000 on 2025-05-08)"),
        ("renews on", "2026-04-14"),
        ("health", "61 of 100"),
        ("industry", "wholesale"),
    ]


def test_usage_is_the_newest_week_against_those_before() -> None:
    weeks = [fact("usage", users, days=days) for users, days in [(100, 28), (100, 21), (100, 14), (100, 7), (62, 1)]]
    brief = briefed(scene(facts=weeks))
    assert told(brief, Slot.USAGE) == [
        ("weekly use", "62 active users a week; 100 in the 4 weeks before, \N{MINUS SIGN}38%")
    ]
    assert len(brief.section(Slot.USAGE).items[0].sources) == 5


def test_bills_and_notes_come_newest_first() -> None:
    brief = briefed(
        scene(facts=[fact("invoice", 7000, days=33), fact("failed payment", 7000, days=3), fact("note", "Calls.")])
    )
    assert told(brief, Slot.BILLING) == [("failed payment", "$7,000"), ("invoice", "$7,000")]
    assert told(brief, Slot.NOTES) == [("", "Calls.")]


@pytest.mark.parametrize(
    ("snapshot", "sources", "why"),
    [
        (scene(), frozenset({"invoice"}), "the helpdesk names no account for this ticket"),
        (scene(facts=[fact("value", 1)]), frozenset(), "no billing source is configured"),
        (scene(facts=[fact("value", 1)]), frozenset({"invoice"}), "the billing source says nothing of this account"),
    ],
)
def test_a_slot_that_is_empty_says_why(snapshot: Snapshot, sources: frozenset[str], why: str) -> None:
    assert briefed(snapshot, Surroundings(sources=sources)).section(Slot.BILLING).missing == why


def test_other_tickets_are_open_ones_then_earlier_ones() -> None:
    mine = builders.ticket("1", account=AccountId("northwind"))
    brief = briefed(
        scene(ticket=mine, siblings=[aged("2"), aged("3", hours=5)]),
        Surroundings(earlier=[aged("4", status=Status.SOLVED, hours=900)]),
    )
    section = brief.section(Slot.TICKETS)
    numbers = [each.number for item in section.items for each in item.sources if isinstance(each, Elsewhere)]
    assert numbers == ["3", "2", "4"]
    assert section.note == "2 open, 1 finished"


def test_the_next_step_is_what_resolved_the_most_similar_ticket() -> None:
    solved = scene(
        customer("The cache is stale."),
        agent("Please restart it.", advice=0.9),
        customer("No change."),
        agent("Please rotate the key.", advice=0.9),
        customer("Works now."),
        ticket=aged("77", status=Status.SOLVED),
    )
    chatter = scene(customer("Hello."), agent("Hello."), ticket=aged("78", status=Status.SOLVED))
    found = briefed(
        scene(customer("The cache is old.")),
        Surroundings(
            similar=[SimilarTicket(chatter, 0.9), SimilarTicket(solved, 0.71)], found_by="likeness", resolved=9
        ),
    ).section(Slot.NEXT_STEP)
    assert [(item.label, item.words) for item in found.items] == [("ticket 77, 71% alike", "Please rotate the key.")]
    assert found.items[0].quotes[0].ticket == solved.ticket.id
    assert found.note == "what resolved similar tickets, found by likeness"


def test_without_a_similar_ticket_it_says_among_how_many_it_looked() -> None:
    assert briefed(scene(), Surroundings(resolved=9)).section(Slot.NEXT_STEP).missing == (
        "none of 9 resolved tickets is similar enough"
    )
