"""The default weights and rulebook on whole conversations: the product's own examples, and their quiet neighbours."""

import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import app.signals
from app.domain.people import Fact
from app.domain.routing import Suggestion, suggest
from app.domain.rulebook import Mode, rulebook_from
from app.domain.score import Score
from app.domain.snapshot import Snapshot
from app.domain.tickets import EventKind, Requester, SlaClock
from app.domain.weigh import weigh
from app.domain.weights import weights_from
from app.signals import read
from tests.builders import NOW
from tests.domain.books import judged as asked
from tests.signals.scene import HOUR, Turn, aged, agent, alike, customer, event, fact, scene, unread

RESOURCES = Path(app.signals.__file__).parents[2] / "resources"
WEIGHTS = weights_from(
    tomllib.loads((RESOURCES / "weights.toml").read_text("utf-8")), revision="default", name="weights.toml"
)
BOOK = rulebook_from(
    tomllib.loads((RESOURCES / "rulebook.toml").read_text("utf-8")), revision="default", name="rulebook.toml"
)

LOG = """\
10:02:11.881 ERROR sync lost the connection: ECONNRESET
Traceback (most recent call last):
relay.PushError: HTTP 503"""
SMALL, MIDDLE, LARGE = fact("value", 4_800), fact("value", 62_000), fact("value", 310_000)


def judged(found: Snapshot) -> tuple[Score, Suggestion]:
    readings = read(found)
    score = weigh(readings, weights=WEIGHTS)
    return score, suggest(found, score, readings=readings, judged=asked(BOOK, found, readings), rulebook=BOOK)


def goes_to(*turns: Turn, facts: tuple[Fact, ...] = ()) -> str | None:
    destination = judged(scene(*turns, facts=facts))[1].destination
    return destination.group if destination else None


def test_legal_goes_to_compliance_automatically_whatever_else_there_is() -> None:
    furious = customer(
        "My lawyer will write. Get me your boss.", sentiment=-0.9, legal_threat=0.9, supervisor_demand=0.9
    )
    for facts in ((), (LARGE,)):
        _, suggestion = judged(scene(furious, facts=facts))
        assert suggestion.destination is not None
        assert (suggestion.destination.group, suggestion.mode) == ("Compliance", Mode.AUTOMATIC)


def test_a_refund_goes_to_billing_for_accounts_above_fifty_thousand_only() -> None:
    wants = customer("Please refund the second charge.", refund=0.85)
    assert goes_to(wants, facts=(fact("value", 50_001),)) == "Tier 2 Billing"
    assert goes_to(wants, facts=(fact("value", 50_000),)) is None
    assert goes_to(wants) is None


def test_a_tagged_security_incident_alerts_security_before_any_model_has_read_it() -> None:
    _, suggestion = judged(scene(unread("See below."), ticket=replace(aged(), tags=("security-incident",))))
    assert suggestion.destination is not None
    assert (suggestion.destination.group, suggestion.mode) == ("Security", Mode.AUTOMATIC)


def test_what_is_perhaps_legal_goes_there_too_but_a_person_confirms_it() -> None:
    facts = (LARGE, fact("renewal", NOW.date()))
    said = customer("My brother-in-law is a lawyer.", legal_threat=0.87, sentiment=-0.7, disappointment=0.9)
    _, suggestion = judged(scene(customer(sentiment=-0.7), said, facts=facts))
    assert suggestion.destination is not None
    assert (suggestion.destination.group, suggestion.mode) == ("Compliance", Mode.SUGGEST)
    assert goes_to(customer("My brother-in-law is a lawyer.", legal_threat=0.77)) is None


def test_what_went_from_desk_to_desk_goes_to_the_product_people() -> None:
    desks = ["Tier 1", "Tier 2 Billing", "Tier 2 Technical", "Tier 1"]
    moves = [event(EventKind.GROUP, old, new, hours=90 - 20 * n) for n, (old, new) in enumerate(pairwise(desks))]
    unhappy = customer("Each says it is the other.", sentiment=-0.9, disappointment=0.9)
    _, suggestion = judged(scene(customer(sentiment=-0.7), unhappy, events=moves))
    assert suggestion.destination is not None
    assert suggestion.destination.group == "Tier 3 Product"


def test_a_large_account_that_is_disappointed_in_us_is_heard_at_the_top() -> None:
    calm = customer("It is about being able to rely on a promise.", sentiment=-0.7, disappointment=0.95)
    story = (customer(sentiment=-0.6), calm)
    assert goes_to(*story, facts=(LARGE,)) == "Tier 4 Executive"
    assert goes_to(*story, facts=(SMALL,)) != "Tier 4 Executive"


def test_a_privacy_request_waits_for_a_person() -> None:
    _, suggestion = judged(scene(customer("Delete my data.", privacy_request=0.9)))
    assert suggestion.destination is not None
    assert (suggestion.destination.group, suggestion.mode) == ("Compliance", Mode.SUGGEST)


def test_a_mid_tier_neutral_technical_ticket_goes_to_a_technical_specialist() -> None:
    assert goes_to(customer(LOG, sentiment=0.0, api_integration=0.9), facts=(MIDDLE,)) == "Tier 2 Technical"


def test_the_same_from_an_enterprise_account_that_is_frustrated_goes_to_senior_people() -> None:
    turns = (
        customer(LOG, sentiment=0.0, api_integration=0.9),
        agent(),
        customer("Still the same.", sentiment=-0.5),
        customer("This is poor.", sentiment=-0.8, disappointment=0.8),
    )
    assert goes_to(*turns, facts=(LARGE,)) == "Tier 3 Product"
    assert goes_to(*turns, facts=(MIDDLE,)) == "Tier 2 Technical"


def test_growing_frustration_is_flagged_before_the_customer_asks_for_a_supervisor() -> None:
    story = [
        customer("The report is empty.", sentiment=0.1),
        agent(),
        customer("It is still empty, and we need it.", sentiment=-0.3),
        agent(),
        customer("That did not help. I am losing patience.", sentiment=-0.7, fix_did_not_work=0.8),
        agent(),
        customer("This is not good enough.", sentiment=-0.9, disappointment=0.8),
        agent(),
        customer("Your manager, please.", sentiment=-0.9, supervisor_demand=0.9),
    ]
    flagged = [judged(scene(*story[: end + 1], facts=(MIDDLE,)))[1].escalate for end in range(len(story))]
    assert flagged.index(True) == 4
    assert all(flagged[4:])


@pytest.mark.parametrize("probability", [0.9, 0.95, 1.0])
def test_asking_for_a_supervisor_is_enough_by_itself(probability: float) -> None:
    assert goes_to(customer("Your manager, please.", supervisor_demand=probability)) == "Tier 4 Executive"


def test_a_complaint_of_an_executive_goes_to_ours_at_once_and_their_thanks_do_not() -> None:
    facts = (LARGE, fact("contact", "Henrik Aas, COO"), fact("renewal", NOW.date()))
    by_henrik = replace(aged(), requester=Requester("Henrik Aas"))
    angry = customer("I expected more.", author="Henrik Aas", sentiment=-0.7, disappointment=0.7)
    glad = customer("Well done.", author="Henrik Aas", sentiment=0.8, thanks=0.9)
    _, complaint = judged(scene(angry, ticket=by_henrik, facts=facts))
    _, thanks = judged(scene(glad, ticket=by_henrik, facts=facts))
    assert complaint.destination is not None
    assert (complaint.destination.group, complaint.mode) == ("Tier 4 Executive", Mode.AUTOMATIC)
    assert not thanks.escalate


def test_payments_that_fail_go_to_billing_where_the_ticket_is_about_them_and_else_not() -> None:
    failed = (MIDDLE, *(fact("failed payment", 240.0, days=days) for days in (2, 9, 20)))
    about = customer("Declined again, and nobody answers.", sentiment=-0.7, payment_failure=0.9, disappointment=0.7)
    technical = customer(LOG, sentiment=-0.1, api_integration=0.9)
    assert goes_to(about, facts=failed) == "Tier 2 Billing"
    assert goes_to(technical, facts=failed) == "Tier 2 Technical"


def test_the_same_advice_twice_that_did_not_work_goes_to_a_specialist() -> None:
    advice = "Please disconnect the printer and connect it again on the page."
    loop = (
        customer(sentiment=-0.1),
        agent(advice, advising=alike(1.0)),
        customer("No change.", sentiment=-0.3),
        agent("You could reconnect the printer on the Connectors page, please.", advising=alike(0.9)),
        customer("You said that yesterday and it does not help.", sentiment=-0.6, fix_did_not_work=0.8),
    )
    assert goes_to(*loop) == "Tier 2 Technical"


def test_forgotten_for_a_week_with_the_promise_broken() -> None:
    ticket = replace(aged(hours=170), sla=SlaClock(NOW - HOUR, "first reply"))
    _, suggestion = judged(
        scene(unread("Hello?", hours=90), unread("Anybody?", hours=40), unread("Third try."), ticket=ticket)
    )
    assert suggestion.escalate


@pytest.mark.parametrize(
    ("turns", "facts"),
    [
        ([customer("How do I change my picture?", how_to=0.9)], (LARGE, fact("renewal", NOW.date()))),
        ([customer("Where is my API key?", api_integration=0.9, how_to=0.9)], (LARGE,)),
        ([customer("It returns 502.", sentiment=-0.2, bug=0.8)], (MIDDLE,)),
        ([customer("THE CAPITALS KEY IS STUCK, INVOICE COPY PLEASE", sentiment=-0.4, invoice_question=0.9)], (LARGE,)),
        ([customer(sentiment=-0.5, fix_did_not_work=0.8), agent(), customer("Works!", thanks=0.9)], (MIDDLE,)),
        (
            [customer(LOG, sentiment=-0.3, api_integration=0.9), agent(), customer("Mended, thanks!", thanks=0.99)],
            (LARGE, fact("renewal", NOW.date())),
        ),
        ([customer("How do we stop leaks?", data_breach=0.9, how_to=0.7)], (LARGE, fact("renewal", NOW.date()))),
        ([customer("A pity that it is grey.", sentiment=-0.3, disappointment=0.55)], (SMALL,)),
        ([customer("A refund, please.", refund=0.9, sentiment=-0.3)], (SMALL,)),
    ],
    ids=[
        "calm enterprise",
        "question about an API",
        "one status code",
        "capitals",
        "made good",
        "thanks",
        "asks about leaks",
        "a pity",
        "refund",
    ],
)
def test_everyday_work_stays_quiet(turns: list[Turn], facts: tuple[Fact, ...]) -> None:
    score, suggestion = judged(scene(*turns, facts=facts))
    assert not suggestion.escalate, score.contributions
