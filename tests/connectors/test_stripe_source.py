"""Stripe as an account source, against a real localstripe behind a proxy that spoils what it is told to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.connectors.accounts.base import AccountSource
from app.connectors.accounts.stripe import StripeSource
from app.connectors.ledger import Request
from app.errors import AuthFailed
from app.settings import AccountSourceSettings
from tests.connectors import localstripe_server
from tests.connectors.account_sources_conformance import (
    ACME,
    GLOBEX,
    Conformance,
    OverTheNetwork,
    facts_of,
    read,
    value_of,
)
from tests.connectors.faulty_proxy import FaultyProxy
from tests.connectors.localstripe_server import DECLINED, KEY, Stripe


class StripeHarness:
    """A Stripe account, emptied for each test, and a proxy before it."""

    secret = KEY

    def __init__(self, stripe: Stripe) -> None:
        self.stripe = stripe
        self.proxy = FaultyProxy(stripe.port)
        self.requests: list[Request] = []
        self._subscriptions: dict[str, tuple[str, str]] = {}

    def source(self, *, page: int = 100, answer_seconds: float = 30.0, **options: str) -> AccountSource:
        return StripeSource(
            AccountSourceSettings("stripe", "stripe", url=self.proxy.url, options=options),
            KEY,
            on_request=self.requests.append,
            page=page,
            answer_seconds=answer_seconds,
        )

    def impatient_source(self) -> AccountSource:
        return self.source(answer_seconds=0.3)

    def worth(self, domain: str, value: int) -> None:
        if domain in self._subscriptions:
            customer, subscription = self._subscriptions[domain]
            self.stripe.cancel(subscription)
        else:
            customer = self.stripe.customer(email=f"billing@{domain}")
        plan = self.stripe.plan(amount=value * 100, nickname="Enterprise")
        self._subscriptions[domain] = (customer, self.stripe.subscribe(customer, plan))

    def break_a_row(self) -> None:
        """A currency of which nobody has said what it is worth."""
        customer = self.stripe.customer(email="billing@odd.example")
        self.stripe.subscribe(customer, self.stripe.plan(amount=100, currency="sek", interval="month"))


@pytest.fixture(scope="module")
def stripe() -> Iterator[Stripe]:
    with localstripe_server.running() as running:
        yield running


@pytest.fixture
def harness(stripe: Stripe) -> Iterator[StripeHarness]:
    stripe.empty()
    harness = StripeHarness(stripe)
    yield harness
    harness.proxy.close()


class TestStripe(Conformance, OverTheNetwork):
    def test_a_row_that_cannot_be_read_costs_nobody_else_and_is_named(self, harness: StripeHarness) -> None:  # type: ignore[override]
        harness.worth(ACME, 84_000)
        harness.break_a_row()
        findings = read(harness)
        assert value_of(findings, ACME) == 84_000
        assert {"SEK" in each.what for each in findings.complaints} == {True}
        assert "value" not in findings.whole


def test_a_subscription_is_worth_what_it_comes_to_in_a_year(harness: StripeHarness) -> None:
    customer = harness.stripe.customer(email=f"billing@{ACME}", name="Acme Corp")
    harness.stripe.subscribe(
        customer, harness.stripe.plan(amount=10_000, interval="month", nickname="Team"), quantity=5
    )
    findings = read(harness)
    assert value_of(findings, ACME) == 6_000
    assert [each.value for each in facts_of(findings, ACME, "plan")] == ["Team"]
    assert facts_of(findings, ACME, "renewal") == []  # what renews every month says nothing
    assert [each.value for each in facts_of(findings, ACME, "contract")] == ["paid every month, 5 units, active"]
    assert {each.name for each in findings.accounts} == {"Acme Corp"}


def test_a_subscription_by_the_year_renews_in_a_year_and_is_invoiced_and_paid(harness: StripeHarness) -> None:
    harness.worth(ACME, 84_000)
    findings = read(harness)
    [renewal] = facts_of(findings, ACME, "renewal")
    assert isinstance(renewal.value, date)
    assert 360 < (renewal.value - datetime.now(UTC).date()).days < 370
    for name in ("invoice", "payment"):
        [fact] = facts_of(findings, ACME, name)
        assert fact.value == 84_000
        assert fact.as_of is not None
        assert datetime.now(UTC) - fact.as_of < timedelta(minutes=5)


def test_each_failed_charge_is_a_failed_payment(harness: StripeHarness) -> None:
    customer = harness.stripe.customer(email=f"billing@{ACME}", card=DECLINED)
    for amount in (1_000, 2_000, 3_000):
        harness.stripe.charge_in_vain(customer, amount)
    assert sorted(each.value for each in facts_of(read(harness), ACME, "failed payment")) == [10, 20, 30]


def test_a_declined_first_payment_leaves_an_incomplete_subscription_that_is_worth_nothing(
    harness: StripeHarness,
) -> None:
    customer = harness.stripe.customer(email=f"billing@{ACME}", card=DECLINED)
    harness.stripe.subscribe(customer, harness.stripe.plan(amount=100_000))
    findings = read(harness)
    assert value_of(findings, ACME) is None
    assert [each.value for each in facts_of(findings, ACME, "failed payment")] == [1_000]


def test_a_cancelled_subscription_is_said_no_more(harness: StripeHarness) -> None:
    harness.worth(ACME, 84_000)
    [subscription] = [subscription for _, subscription in harness._subscriptions.values()]
    harness.stripe.cancel(subscription)
    findings = read(harness)
    assert value_of(findings, ACME) is None
    assert "value" in findings.whole


def test_another_currency_counts_at_the_rate_that_was_set(harness: StripeHarness) -> None:
    customer = harness.stripe.customer(email=f"billing@{ACME}")
    harness.stripe.subscribe(customer, harness.stripe.plan(amount=100_000, currency="eur"))
    rates: dict[str, Any] = {"rate eur": "1.25"}
    source = harness.source(**rates)
    assert value_of(source.read(), ACME) == 1_250
    source.close()


def test_metadata_names_the_account_before_the_address_does(harness: StripeHarness) -> None:
    harness.stripe.customer(email="somebody@gmail.com", metadata={"account": "K-1042", "domain": GLOBEX})
    [account] = read(harness).accounts
    assert account.keys[:3] == ("K-1042", GLOBEX, "somebody@gmail.com")


def test_every_page_is_read_and_every_request_is_in_the_ledger(harness: StripeHarness) -> None:
    for number in range(5):
        harness.stripe.make("customers", email=f"billing@company{number}.example")
    source = harness.source(page=2)
    assert len(source.read().accounts) == 5
    source.close()
    assert [each.path for each in harness.requests].count("/v1/customers") == 3
    assert {each.connection for each in harness.requests} == {"stripe"}
    assert all(each.method == "GET" for each in harness.requests)


def test_without_a_key_nothing_is_asked() -> None:
    source = StripeSource(AccountSourceSettings("stripe", "stripe", url="http://127.0.0.1:9"), "")
    with pytest.raises(AuthFailed, match="restricted"):
        source.read()
    source.close()


def test_a_key_that_stripe_does_not_know_asks_for_a_person(harness: StripeHarness) -> None:
    source = StripeSource(AccountSourceSettings("stripe", "stripe", url=harness.proxy.url), "nonsense")
    with pytest.raises(AuthFailed):
        source.read()
    source.close()
