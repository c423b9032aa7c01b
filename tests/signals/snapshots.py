"""Snapshots as chance makes them, for what must hold of every signal."""

from datetime import date, timedelta

from hypothesis import strategies as st

from app.domain.people import Fact
from app.domain.snapshot import Snapshot
from app.domain.tickets import Event, EventKind, Role, SlaClock, Status, Ticket, Visibility
from tests import builders
from tests.builders import NOW
from tests.signals.scene import Turn, aged, event, fact, scene

INTENTS = (
    "supervisor_demand",
    "churn_threat",
    "legal_threat",
    "legal_process",
    "privacy_request",
    "data_breach",
    "vulnerability_report",
    "compliance_violation",
    "outage",
    "bug",
    "api_integration",
    "database_problem",
    "billing_dispute",
    "refund",
    "payment_failure",
    "how_to",
    "disappointment",
    "fix_did_not_work",
    "executive_involvement",
    "thanks",
    "closing",
    "promise",
    "advice",
)
TEXTS = (
    "",
    "It does not work.",
    "10:02:11 ERROR sync gave up: ECONNRESET\nTraceback (most recent call last):\n  HTTP 503 on SDK 4.12.0",
    'POST /v2/rows said {"error": "no"}\r\n-- \r\nH. Aas, COO',
    "How does a webhook retry after a timeout? Never mind, FIX IT NOW!! You people promised.",
    "Grüße aus Köln 🙂\n\n> quoted\n\tSELECT a FROM b",
)
WORDS = st.one_of(st.sampled_from(TEXTS), st.text(max_size=80))


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    text = draw(WORDS)
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=4).map(sorted))
    spans = tuple((start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False) if start < end)
    analysed = draw(st.booleans())
    probabilities = st.floats(0, 1, allow_nan=False)
    angle = draw(st.floats(0, 1))
    return Turn(
        role=draw(st.sampled_from(Role)),
        text=text,
        hours=draw(st.floats(-50, 500)),
        sentiment=draw(st.none() | st.floats(-1, 1)),
        intents=draw(st.dictionaries(st.sampled_from(INTENTS), probabilities, max_size=8)) if analysed else None,
        words=draw(st.none() | st.integers(0, 300)),
        advising=draw(st.sampled_from([(), (1.0, 0.0), (angle, (1 - angle**2) ** 0.5)])),
        spans=spans,
        author=draw(st.sampled_from(["", "Mara Lindt", "Henrik Aas"])),
        visibility=draw(st.sampled_from(Visibility)),
    )


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    numbers = st.one_of(st.integers(-10, 10**7), st.floats(-10, 10**7, allow_nan=False), st.booleans())
    name, value = draw(
        st.one_of(
            st.tuples(st.sampled_from(["value", "usage", "failed payment", "health"]), numbers),
            st.tuples(st.just("renewal"), st.dates(date(2025, 1, 1), date(2027, 1, 1))),
            st.tuples(st.sampled_from(["contact", "renewal", "value"]), st.sampled_from(["Henrik Aas, COO", ""])),
            st.tuples(st.just("plan"), st.sampled_from(["Enterprise, 400 seats", "Business", ""])),
        )
    )
    return fact(name, value, days=draw(st.floats(-30, 400)))


@st.composite
def events(draw: st.DrawFn) -> Event:
    states = st.sampled_from(
        ["", "open", "solved", "Resolved", "Nobody", "Ana", "Ben", "Tier 1", "Tier 2 Billing", "5/5", "good"]
    )
    return event(draw(st.sampled_from(EventKind)), draw(states), draw(states), hours=draw(st.floats(-50, 500)))


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    created = NOW - timedelta(hours=draw(st.floats(0, 2000)))
    due = NOW + timedelta(hours=draw(st.floats(-200, 200)))
    return builders.ticket(
        created_at=created,
        updated_at=created,
        status=draw(st.sampled_from(Status)),
        tags=tuple(draw(st.lists(st.sampled_from(["Legal", "gdpr", "security-incident", "billing"]), max_size=2))),
        sla=draw(st.sampled_from([None, SlaClock(due, "next reply")])),
    )


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    others = [aged(str(number), hours=50) for number in range(10, 10 + draw(st.integers(0, 7)))]
    return scene(
        *draw(st.lists(turns(), max_size=9)),
        ticket=draw(tickets()),
        facts=draw(st.lists(facts(), max_size=8)),
        events=draw(st.lists(events(), max_size=8)),
        siblings=others,
    )
