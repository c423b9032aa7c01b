"""What nobody wrote rests on dated facts of the ticket itself, and what was written on the messages."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.people import FactValue
from app.domain.snapshot import Signal, Snapshot
from app.domain.tickets import AccountId, EventKind, SlaClock
from app.signals.account_open_tickets import account_open_tickets
from app.signals.bounced import bounced
from app.signals.legal_threat import legal_threat
from app.signals.many_exchanges import many_exchanges
from app.signals.open_long import open_long
from app.signals.reopened import reopened
from app.signals.satisfied import satisfied
from app.signals.sla_close import sla_close
from app.signals.sla_missed import sla_missed
from tests.builders import DESK, NOW
from tests.signals.scene import DAY, HOUR, aged, agent, customer, event, quoted, scene

LONG_AGO = NOW - 14 * DAY
SEEN = NOW - 2 * HOUR  # when the helpdesk last changed the ticket
OLD = replace(aged(), created_at=LONG_AGO, updated_at=SEEN)
DUE, LATE = NOW + HOUR, NOW - HOUR
OTHERS = [aged(str(number), hours=48) for number in range(10, 14)]


@pytest.mark.parametrize(
    ("signal", "seen", "facts"),
    [
        (open_long, scene(ticket=OLD), [("opened", LONG_AGO, LONG_AGO)]),
        (
            sla_close,
            scene(ticket=replace(OLD, sla=SlaClock(DUE, "next reply"))),
            [("next reply due", DUE, SEEN)],
        ),
        (
            sla_missed,
            scene(ticket=replace(OLD, sla=SlaClock(LATE, "resolution"))),
            [("resolution due", LATE, SEEN)],
        ),
        (
            satisfied,
            scene(customer(hours=20), events=[event(EventKind.RATED, "", " Good ", hours=5)]),
            [("rating", "Good", NOW - 5 * HOUR)],
        ),
        (legal_threat, scene(ticket=replace(OLD, tags=("vip", " Legal"))), [("tag", "Legal", SEEN)]),
        (
            bounced,
            scene(
                events=[
                    event(EventKind.OWNER, "Ana", "Bob", hours=9),
                    event(EventKind.GROUP, "Tier 1", "Tier 2", hours=6),
                    event(EventKind.OWNER, "Bob", "Yuki", hours=5),
                ]
            ),
            [("handed on", "Ana to Bob", NOW - 9 * HOUR), ("handed on", "Tier 1 to Tier 2", NOW - 6 * HOUR)],
        ),
        (
            reopened,
            scene(customer(hours=20), events=[event(EventKind.STATUS, "solved", "open", hours=5)]),
            [("reopened", "solved to open", NOW - 5 * HOUR)],
        ),
        (account_open_tickets, scene(customer(), siblings=OTHERS), [("other open tickets", 4, NOW)]),
    ],
    ids=["opened", "due", "missed", "rated", "tagged", "moved", "reopened", "other tickets"],
)
def test_a_line_that_rests_on_no_words_shows_the_dated_fact(
    signal: Signal, seen: Snapshot, facts: list[tuple[str, FactValue, datetime]]
) -> None:
    reading = signal(seen)
    assert reading is not None
    assert [(each.name, each.value, each.as_of) for each in reading.facts] == facts
    assert {each.source for each in reading.facts} == {DESK}


def test_a_fact_of_a_ticket_is_its_accounts_where_it_has_one() -> None:
    known = open_long(scene(ticket=replace(OLD, account=AccountId("northwind"))))
    assert known is not None
    assert [each.account for each in known.facts] == ["northwind"]


def test_the_messages_with_which_the_customer_came_back_are_shown() -> None:
    returns = [each for word in ("One.", "Two.", "Three.") for each in (agent(), customer(word), customer())]
    seen = scene(customer("First."), *returns, agent(), customer("Thanks!", thanks=0.9))
    reading = many_exchanges(seen)
    assert reading is not None
    assert quoted(seen, reading) == ["One.", "Two.", "Three."]
