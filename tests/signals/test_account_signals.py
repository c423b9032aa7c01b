"""The account family: what is at stake, and whether the account is well."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.people import Fact
from app.domain.tickets import Status
from app.signals.account_open_tickets import account_open_tickets
from app.signals.account_value import account_value
from app.signals.billing_dispute import billing_dispute
from app.signals.churn_threat import churn_threat
from app.signals.executive_contact import executive_contact
from app.signals.failed_payments import failed_payments
from app.signals.falling_usage import falling_usage
from app.signals.low_health import low_health
from app.signals.payment_problem import payment_problem
from app.signals.premium_plan import premium_plan
from app.signals.renewal_near import renewal_near
from app.signals.said import CERTAIN
from app.signals.shrinking_contract import shrinking_contract
from tests.builders import NOW
from tests.signals.scene import DAY, Turn, aged, agent, customer, fact, quoted, scene


@pytest.mark.parametrize(
    ("value", "strength"), [(10_000, 0.25), (49_999, 0.25), (50_000, 0.5), (100_000.0, 0.75), (540_000, 1.0)]
)
def test_account_value_goes_by_bands(value: float, strength: float) -> None:
    reading = account_value(scene(customer(), facts=[fact("value", value)]))
    assert reading is not None
    assert reading.strength == strength
    assert reading.facts[0].value == value


@pytest.mark.parametrize("facts", [[], [fact("value", 9_999)], [fact("value", "large")], [fact("value", True)]])
def test_no_account_value_worth_a_word(facts: list[Fact]) -> None:
    assert account_value(scene(customer(), facts=facts)) is None


def test_the_newest_value_holds() -> None:
    facts = [fact("value", 540_000, days=400), fact("value", 9_000, days=3)]
    assert account_value(scene(customer(), facts=facts)) is None


@pytest.mark.parametrize(("days", "strength"), [(90, 0.3), (60, 0.65), (30, 1.0), (0, 1.0)])
def test_a_renewal_counts_more_the_nearer_it_is(days: int, strength: float) -> None:
    reading = renewal_near(scene(customer(), facts=[fact("renewal", NOW.date() + timedelta(days=days))]))
    assert reading is not None
    assert reading.strength == pytest.approx(strength)


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 3, 1), "soon", datetime(2027, 1, 1)])  # noqa: DTZ001
def test_a_renewal_far_off_or_past_or_unclear_says_nothing(day: date | str) -> None:
    assert renewal_near(scene(customer(), facts=[fact("renewal", day)])) is None


@pytest.mark.parametrize(
    ("days", "strength"),
    [([1, 10, 20], 1.0), ([5, 29], 2 / 3), ([1, 2, 3, 4, 5], 1.0), ([3, 31, 60], None), ([3], None), ([], None)],
)
def test_failed_payments_count_within_a_month(days: list[int], strength: float | None) -> None:
    facts = [fact("value", 5), *(fact("failed payment", 240.0, days=each) for each in days)]
    reading = failed_payments(scene(customer(), facts=facts))
    assert (reading.strength if reading else None) == strength


@pytest.mark.parametrize(
    ("weeks", "strength"),
    [
        ([100, 100, 100, 40], 1.0),
        ([100, 100, 100, 70], 0.5),
        ([100, 90], None),  # too few weeks
        ([100, 100, 85], None),  # weeks vary
        ([40, 60, 100], None),  # growing
        ([0, 0, 0], None),
        ([10, 400, 100, 100, 100, 100, 40], 1.0),  # only the four weeks before count
    ],
)
def test_usage_falls_against_the_weeks_before(weeks: list[int], strength: float | None) -> None:
    facts = [fact("usage", users, days=7 * (len(weeks) - index)) for index, users in enumerate(weeks)]
    reading = falling_usage(scene(customer(), facts=facts))
    assert (reading.strength if reading else None) == (pytest.approx(strength) if strength else None)


def test_old_usage_says_nothing_about_now() -> None:
    facts = [fact("usage", users, days=days) for users, days in [(100, 60), (100, 50), (20, 40)]]
    assert falling_usage(scene(customer(), facts=facts)) is None


@pytest.mark.parametrize(("count", "strength"), [(0, None), (2, None), (3, 0.375), (8, 1.0), (9, 1.0)])
def test_other_open_tickets_of_the_account(count: int, strength: float | None) -> None:
    others = [aged(str(number), hours=48) for number in range(10, 10 + count)]
    solved = [aged("90", status=Status.SOLVED), aged("91", status=Status.CLOSED)]
    reading = account_open_tickets(scene(customer(), siblings=[*others, *solved]))
    assert (reading.strength if reading else None) == strength


def test_a_known_executive_who_writes_is_recognised_by_name() -> None:
    contact = fact("contact", "Henrik Aas, Chief Operating Officer")
    found = scene(customer(), customer("Call me.", author="henrik  aas"), facts=[contact])
    reading = executive_contact(found)
    assert reading is not None
    assert (reading.strength, quoted(found, reading), reading.facts) == (1.0, ["Call me."], (contact,))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Call me, please.\n\nIngrid Sol\nChief Risk Officer, Meridian", "Chief Risk Officer, Meridian"),
        ("Where is my order?\r\n--\r\nJ. Doe, CTO\r\n", "J. Doe, CTO"),
        ("Hi\n  Kim, VP Sales  ", "Kim, VP Sales"),
    ],
)
def test_a_title_in_the_signature_shows_an_executive(text: str, line: str) -> None:
    found = scene(customer(text))
    reading = executive_contact(found)
    assert reading is not None
    assert quoted(found, reading) == [line]


@pytest.mark.parametrize(
    ("turn", "strength"),
    [
        (customer("We talk tomorrow.\nKim Lo, CEO"), 0.9),
        (customer("Not good.\nKim Lo, CEO", sentiment=-0.4), 0.9),
        (customer("Well done, all of you.\nKim Lo, CEO", sentiment=0.7), 0.36),
        (customer("Thank you.\nKim Lo, CEO", thanks=0.9), 0.36),
        (customer("Thank you in advance, but no.\nKim Lo, CEO", thanks=0.9, sentiment=-0.3), 0.9),
        (customer("Civil, and no more.\nKim Lo, CEO", sentiment=0.1), 0.9),
    ],
)
def test_a_friendly_word_of_an_executive_counts_for_less(turn: Turn, strength: float) -> None:
    reading = executive_contact(scene(turn))
    assert reading is not None
    assert reading.strength == pytest.approx(strength)


def test_a_complaint_of_an_executive_is_not_taken_back_by_a_civil_line_of_the_assistant() -> None:
    complaint = customer("Call me today.\nKim Lo\nCEO", sentiment=-0.5)
    found = scene(complaint, customer("Kim is free at four.\nOffice of the CEO", sentiment=0.4))
    reading = executive_contact(found)
    assert reading is not None
    assert (reading.strength, quoted(found, reading)) == (0.9, ["CEO"])


def test_executives_in_the_models_words() -> None:
    reading = executive_contact(scene(customer("Our board is watching this.", executive_involvement=CERTAIN)))
    assert reading is not None
    assert reading.strength == 1.0


@pytest.mark.parametrize(
    "turns",
    [
        [customer("Our CEO dashboard is empty")],
        [
            customer(
                "Hello,\nwe would like a dashboard that our president and the CEO could open in the morning, in colour."
            )
        ],
        [customer("Fine.\n> Henrik Aas, COO")],
        [agent("Best,\nVictor, VP Support")],
        [customer("Thanks\nMara, vice captain")],
    ],
    ids=["one line", "in a sentence", "quoted", "ours", "no title"],
)
def test_what_is_no_executive(turns: list[Turn]) -> None:
    assert executive_contact(scene(*turns, facts=[fact("contact", "Henrik Aas")])) is None


@pytest.mark.parametrize(
    "text",
    [
        "Speak to your manager.",
        "I want your CEO on the phone, now.",
        "Have your director of customer service call me.",
        "Pass this on to the head of support.",
        "I manage our team and I ask for your supervisor.",
    ],
)
def test_a_demand_for_our_people_is_no_executive_of_theirs(text: str) -> None:
    turn = customer(text, supervisor_demand=CERTAIN, executive_involvement=0.8)
    assert executive_contact(scene(turn)) is None
    assert executive_contact(scene(replace(turn, spans=((0, len(text)),)))) is None


@pytest.mark.parametrize(
    "text",
    [
        "Our CEO wants to speak to your manager.",
        "I am the managing director, and I ask for your supervisor.",
        "The president of our company wants your manager to call.",
        "My board is watching this; put me through to somebody senior.",
    ],
)
def test_a_demand_in_which_their_own_executives_are_named_counts(text: str) -> None:
    turn = customer(text, supervisor_demand=CERTAIN, executive_involvement=0.8)
    reading = executive_contact(scene(turn))
    assert reading is not None
    assert reading.strength == pytest.approx(2 / 3)


def test_what_is_said_beside_a_demand_still_counts_and_is_what_is_shown() -> None:
    demand, board = "Get me your manager.", "The mayor follows this in person."
    text = f"{demand} {board}"
    found = scene(customer(text, executive_involvement=0.8, supervisor_demand=CERTAIN))
    (read,) = found.thread
    assert read.analysis is not None
    places = {"supervisor_demand": (0, len(demand)), "executive_involvement": (len(demand) + 1, len(text))}
    intents = {name: replace(each, spans=(places[name],)) for name, each in read.analysis.intents.items()}
    both = replace(found, thread=(replace(read, analysis=replace(read.analysis, intents=intents)),))
    reading = executive_contact(both)
    assert reading is not None
    assert quoted(both, reading) == [board]


def test_where_an_executive_is_surer_than_a_demand_the_sentence_is_about_them() -> None:
    turn = customer("The dean's office has got wind of it.", executive_involvement=0.87, supervisor_demand=0.52)
    assert executive_contact(scene(turn)) is not None


def test_a_threat_to_leave_fades_and_a_contested_charge_stays() -> None:
    found = scene(customer(churn_threat=CERTAIN, refund=0.86), agent(), customer(), customer(billing_dispute=0.6))
    churn, dispute = churn_threat(found), billing_dispute(found)
    assert churn is not None
    assert dispute is not None
    assert churn.strength == 0.25
    assert dispute.strength == pytest.approx(0.8)


def test_a_payment_that_fails_says_who_should_look() -> None:
    reading = payment_problem(scene(customer("The card is declined.", payment_failure=CERTAIN), agent(), customer()))
    assert reading is not None
    assert reading.strength == 1.0
    assert payment_problem(scene(customer(invoice_question=0.9), agent(payment_failure=0.9))) is None


def test_an_invoice_question_is_no_dispute_and_a_plan_change_no_threat() -> None:
    found = scene(customer(invoice_question=0.9, plan_change=0.9))
    assert billing_dispute(found) is None
    assert churn_threat(found) is None


def test_what_is_learned_of_the_account_later_is_not_known_yet() -> None:
    facts = [fact("value", 540_000, days=-1), fact("failed payment", 1, days=-1)]
    earlier = scene(customer(hours=30), facts=facts, as_of=NOW - DAY)
    assert account_value(earlier) is None
    assert failed_payments(earlier) is None


@pytest.mark.parametrize(
    ("facts", "strength"),
    [
        ([fact("health", 40)], 0.5),
        ([fact("health", 12.0)], 1.0),
        ([fact("health", 20, days=30), fact("health", 61)], None),
        ([fact("health", 60)], None),
        ([fact("health", 20, days=91)], None),
        ([fact("health", "poor")], None),
        ([fact("health", True)], None),
        ([], None),
    ],
    ids=["unwell", "ill", "recovered", "well", "long ago", "words", "no number", "unknown"],
)
def test_the_health_of_an_account(facts: list[Fact], strength: float | None) -> None:
    reading = low_health(scene(customer(), facts=facts))
    assert (reading.strength if reading else None) == strength


@pytest.mark.parametrize(
    ("facts", "strength"),
    [
        ([fact("value", 80_000, days=400), fact("value", 60_000, days=30)], 0.5),
        ([fact("value", 80_000, days=400), fact("value", 20_000, days=30)], 1.0),
        ([fact("value", 80_000, days=400), fact("value", 75_000, days=30)], None),
        ([fact("value", 60_000, days=400), fact("value", 80_000, days=30)], None),
        ([fact("value", 80_000, days=900), fact("value", 60_000, days=450)], None),
        ([fact("value", 80_000, days=30)], None),
        ([fact("value", "much", days=60), fact("value", 60_000, days=30)], None),
        ([], None),
    ],
    ids=["a quarter", "most", "hardly", "grown", "long ago", "one", "no number", "unknown"],
)
def test_a_contract_that_became_smaller(facts: list[Fact], strength: float | None) -> None:
    reading = shrinking_contract(scene(customer(), facts=facts))
    assert (reading.strength if reading else None) == strength
    assert reading is None or len(reading.facts) == 2


@pytest.mark.parametrize(
    ("plan", "premium"),
    [
        ("Enterprise, 410 seats", True),
        ("Business with priority support", True),
        ("Business, 140 seats", False),
        (7, False),
    ],
)
def test_a_contract_that_promises_more(plan: str | int, premium: bool) -> None:
    reading = premium_plan(scene(customer(), facts=[fact("plan", plan)]))
    assert (reading is not None) is premium
    assert premium_plan(scene(customer())) is None
